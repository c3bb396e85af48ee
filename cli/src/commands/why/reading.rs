//! Rungs and audiences as a manager says them.

use crate::names::{Names, comma, owner};
use steward_model::{Audience, Lang, Rung, RungAt};

/// When a rung comes: `时限用到80%时`, `when 80% of the time is used`.
pub(super) fn moment(at: RungAt, lang: Lang) -> String {
    match (at, lang) {
        (RungAt::Ready, Lang::Zh) => "步骤派发时".to_owned(),
        (RungAt::Ready, Lang::En) => "when the step becomes ready".to_owned(),
        (RungAt::Share(share), Lang::Zh) => format!("时限用到{share}%时"),
        (RungAt::Share(share), Lang::En) => format!("when {share}% of the time is used"),
        (RungAt::Before(span), Lang::Zh) => format!("到期前{}", span.in_chinese()),
        (RungAt::Before(span), Lang::En) => format!("{} before it is due", span.in_english()),
        (RungAt::Overdue, Lang::Zh) => "超时那一刻".to_owned(),
        (RungAt::Overdue, Lang::En) => "the moment it is missed".to_owned(),
        (RungAt::After(span), Lang::Zh) => format!("超时{}后", span.in_chinese()),
        (RungAt::After(span), Lang::En) => format!("{} after it is missed", span.in_english()),
    }
}

/// Who is meant.
pub(super) fn audience(who: &Audience, names: &Names<'_>) -> String {
    let title = |id: &str| owner(names.estate, id, names.lang).to_owned();
    match (who, names.lang) {
        (Audience::Owner, Lang::Zh) => "负责人".to_owned(),
        (Audience::Owner, Lang::En) => "the owner".to_owned(),
        (Audience::AllOwner, Lang::Zh) => "负责岗位的全体".to_owned(),
        (Audience::AllOwner, Lang::En) => "everyone of the owner's role".to_owned(),
        (Audience::Superior, Lang::Zh) => "上级".to_owned(),
        (Audience::Superior, Lang::En) => "the superior".to_owned(),
        (Audience::Role(role), _) => title(role.as_str()),
        (Audience::All(role), Lang::Zh) => format!("全体{}", title(role.as_str())),
        (Audience::All(role), Lang::En) => format!("everyone of {}", title(role.as_str())),
        (Audience::SuperiorOf(role), Lang::Zh) => format!("{}的上级", title(role.as_str())),
        (Audience::SuperiorOf(role), Lang::En) => format!("the superior of {}", title(role.as_str())),
        (Audience::Staff(person), _) => names.person(person).to_owned(),
        (Audience::Field(field), Lang::Zh) => format!("字段 {field} 里的岗位或人员"),
        (Audience::Field(field), Lang::En) => format!("the role or person in the field {field}"),
        (Audience::Starter, Lang::Zh) => "发起人".to_owned(),
        (Audience::Starter, Lang::En) => "whoever opened the case".to_owned(),
    }
}

/// Everyone who is meant.
pub(super) fn audiences(all: &[Audience], names: &Names<'_>) -> String {
    let all: Vec<String> = all.iter().map(|who| audience(who, names)).collect();
    all.join(comma(names.lang))
}

/// What a rung says, as a sentence.
pub(super) fn rung(rung: &Rung, names: &Names<'_>) -> String {
    let (when, who) = (moment(rung.at, names.lang), audiences(&rung.tell, names));
    match names.lang {
        Lang::Zh => format!("升级办法规定：{when}通知{who}（{}）", names.rung(&rung.written)),
        Lang::En => format!("the ladder says: {when}, tell {who} ({})", names.rung(&rung.written)),
    }
}
