use super::*;
use steward_model::handbook::SHIPPED_TEMPLATES;

/// The variables of a message about a first answer with six minutes left.
fn variables(lang: Lang) -> BTreeMap<String, String> {
    let zh = lang == Lang::Zh;
    let pick = |one: &str, other: &str| (if zh { one } else { other }).to_owned();
    BTreeMap::from([
        ("case".to_owned(), "riverside-complaint-17".to_owned()),
        ("step".to_owned(), pick("首次响应", "First answer")),
        ("title".to_owned(), pick("投诉与建议处理", "Complaints and suggestions")),
        ("estate".to_owned(), pick("滨江花园", "Riverside")),
        ("owner".to_owned(), pick("前台", "Front desk")),
        ("due".to_owned(), pick("3月2日 周一 17:20", "Mon 2 Mar 17:20")),
        ("left".to_owned(), pick("6分钟", "6 min")),
        ("late".to_owned(), String::new()),
        (facts::TEXT.to_owned(), String::new()),
        (facts::DETAILS.to_owned(), pick("投诉内容：电梯停运", "What: the lift stands still")),
        (facts::ITEMS.to_owned(), "一\n二".to_owned()),
        (facts::COUNT.to_owned(), "2".to_owned()),
    ])
}

fn write(own: &[(Lang, &str)], lang: Lang, with: &[(&str, &str)]) -> Written {
    let text = own.iter().map(|(lang, text)| (*lang, (*text).to_owned())).collect();
    let own = Template { text, html: BTreeMap::new() };
    let wordings = Wordings::new(&BTreeMap::from([(TemplateId::new("own"), own)]));
    let mut variables = variables(lang);
    variables.extend(with.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    wordings.write(&TemplateId::new("own"), lang, &variables)
}

#[test]
fn an_at_risk_mail_says_what_where_and_how_long_is_left_in_its_first_lines() {
    let written =
        Wordings::new(&BTreeMap::new()).write(&TemplateId::new("at-risk"), Lang::Zh, &variables(Lang::Zh));
    assert_eq!(written.subject, "[riverside-complaint-17] 投诉与建议处理 · 首次响应 还剩6分钟");
    assert_eq!(
        written.text,
        "首次响应 还剩6分钟，还没有办完\n\
         滨江花园 · 投诉与建议处理 · riverside-complaint-17\n\
         \n\
         到期：3月2日 周一 17:20（还剩6分钟）\n\
         负责：前台\n\
         投诉内容：电梯停运\n\
         \n\
         请现在办理；办完即不再提醒。\n"
    );
}

#[test]
fn the_same_mail_in_english() {
    let written = Wordings::new(&BTreeMap::new()).write(&TemplateId::new("overdue"), Lang::En, &{
        let mut variables = variables(Lang::En);
        variables.insert("left".to_owned(), String::new());
        variables.insert("late".to_owned(), "6 min".to_owned());
        variables
    });
    assert_eq!(
        written.subject,
        "[riverside-complaint-17] Complaints and suggestions · First answer is overdue for 6 min"
    );
    assert_eq!(
        written.text,
        "First answer is overdue for 6 min\n\
         Riverside · Complaints and suggestions · riverside-complaint-17\n\
         \n\
         Due: Mon 2 Mar 17:20 (6 min over)\n\
         Owner: Front desk\n\
         What: the lift stands still\n\
         \n\
         Please do it at once, and note why it is late.\n"
    );
}

#[test]
fn a_digest_is_a_list() {
    let written =
        Wordings::new(&BTreeMap::new()).write(&TemplateId::new("digest"), Lang::Zh, &variables(Lang::Zh));
    assert_eq!(written.subject, "[riverside-complaint-17] 投诉与建议处理 · 2 件事等您处理");
    assert!(written.text.contains("\n1. 一\n2. 二\n"), "{}", written.text);
}

#[test]
fn what_was_over_a_budget_says_how_much_more_there_is() {
    let written = |lang| {
        let mut variables = variables(lang);
        variables.insert(facts::OCCASION.to_owned(), "budget".to_owned());
        Wordings::new(&BTreeMap::new()).write(&TemplateId::new("digest"), lang, &variables)
    };
    let (zh, en) = (written(Lang::Zh), written(Lang::En));
    assert_eq!(zh.subject, "[riverside-complaint-17] 投诉与建议处理 · 另有 2 件事");
    assert_eq!(en.subject, "[riverside-complaint-17] Complaints and suggestions · and 2 more");
    assert!(zh.text.starts_with("消息已到上限，另有 2 件事没有逐条通知，最急的在前\n"), "{}", zh.text);
    assert!(
        en.text.starts_with(
            "And 2 more: over the budget of messages, and so not sent one by one, the most urgent first\n"
        ),
        "{}",
        en.text
    );
}

#[test]
fn every_shipped_wording_can_be_written_in_both_languages_and_forms() {
    let wordings = Wordings::new(&BTreeMap::new());
    for name in SHIPPED_TEMPLATES {
        for lang in [Lang::Zh, Lang::En] {
            for empty in [&[][..], &["due", "left", "owner"], &["left"]] {
                let mut variables = variables(lang);
                empty.iter().for_each(|name| drop(variables.insert((*name).to_owned(), String::new())));
                let written = wordings
                    .write_shipped(name, lang, &variables)
                    .unwrap_or_else(|| panic!("{name} in {lang:?} without {empty:?} can't be written"));
                assert!(written.2.is_some_and(|html| html.contains("max-width:560px")), "{name}");
                assert!(!written.1.contains("\n\n\n"), "{name} {lang:?}: {}", written.1);
            }
        }
    }
}

#[test]
fn what_people_wrote_cannot_become_html() {
    let mut variables = variables(Lang::Zh);
    variables.insert(facts::DETAILS.to_owned(), "<img src=x onerror=alert(1)>".to_owned());
    let written = Wordings::new(&BTreeMap::new()).write(&TemplateId::new("task"), Lang::Zh, &variables);
    let html = written.html.expect("an HTML form");
    assert!(html.contains("&lt;img src=x onerror=alert(1)&gt;"), "{html}");
}

#[test]
fn a_folders_own_wording_goes_first_and_its_subject_begins_like_all_others() {
    let written = write(&[(Lang::Zh, "快去 {{ step }}\n在 {{ estate }}\n")], Lang::Zh, &[]);
    assert_eq!(written.subject, "[riverside-complaint-17] 投诉与建议处理 · 快去 首次响应");
    assert_eq!(written.text, "在 滨江花园\n");
    assert_eq!(written.html, None);
}

#[test]
fn a_language_that_has_no_wording_uses_the_other() {
    let written = write(&[(Lang::Zh, "快去\n去吧")], Lang::En, &[]);
    assert_eq!(written.text, "去吧\n");
}

#[test]
fn a_wording_that_names_what_is_not_there_gives_way_to_the_shipped_one() {
    let written = write(&[(Lang::Zh, "{{ nonsense }}\n正文")], Lang::Zh, &[]);
    assert!(written.subject.ends_with("首次响应 待办理，还剩6分钟"), "{}", written.subject);
    assert!(written.fault.is_some_and(|fault| fault.contains("templates/own")));
}

#[test]
fn a_wording_that_runs_on_for_ever_is_stopped() {
    let own = "{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}";
    assert!(write(&[(Lang::Zh, own)], Lang::Zh, &[]).fault.is_some());
}

#[test]
fn a_field_called_text_is_the_field_in_a_folders_own_wording() {
    let written = write(&[(Lang::Zh, "主题\n{{ text }}")], Lang::Zh, &[("text", "字段")]);
    assert_eq!(written.text, "字段\n");
}

#[test]
fn a_line_break_in_a_field_never_breaks_a_subject() {
    let written = write(&[(Lang::Zh, "{{ step }}\n正文")], Lang::Zh, &[("step", "一\r\nBcc: x")]);
    assert!(!written.subject.contains(['\r', '\n']), "{}", written.subject);
}
