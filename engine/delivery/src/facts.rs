//! What a message can speak of. A [`Tell`] of a case becomes variables in both languages, which are
//! kept with the message: what was true when it was decided. How long is left is not among them;
//! it is worked out when the message is sent.
//!
//! The standing words are `case step item title estate owner due`, and each field of the workflow that
//! is neither private nor `seen_by` some roles only, empty where the field is. Some are for the shipped wordings only; their names
//! begin with `-`, which no field's name does.

use std::collections::BTreeMap;
use steward_case::{Case, StepStatus, Tell};
use steward_model::{Estate, Evidence, Field, FieldKind, Lang, Step, Text, Value, Workflow};
use steward_time::{TimeZone, Timestamp};

/// The variables of a message, in both languages.
pub type Variables = BTreeMap<String, Text>;

/// What a person wrote with it: a comment, a reason, what went wrong.
pub const TEXT: &str = "-text";
/// What its step asks to be shown, then what the case's fields say, a line each.
pub const DETAILS: &str = "-details";
/// What a digest lists, a line each.
pub const ITEMS: &str = "-items";
/// How many things a digest lists.
pub const COUNT: &str = "-count";
/// What made a digest of messages: see [`Occasion`](crate::Occasion).
pub const OCCASION: &str = "-occasion";
/// When a step was done after all that a message says was missed.
pub const ENDED: &str = "-ended";
/// The estate's id, for whoever works out what is left.
pub const ESTATE: &str = "-estate";
/// The id of the calendar that is counted on.
pub const CALENDAR: &str = "-calendar";

/// A message tells so many fields of its case; the rest is one look away.
const MOST_DETAILS: usize = 8;

/// A detail longer than this is cut: a message is read on a phone.
const LONGEST_DETAIL: usize = 80;

/// The variables of a message that a case asks for.
pub fn facts(case: &Case, definition: &Workflow, estate: &Estate, tell: &Tell) -> Variables {
    let step = tell.step.as_ref().and_then(|id| definition.step(id));
    let limit = tell.limit.as_ref().and_then(|id| definition.limit(id));
    let about = step.map(|step| &step.title).or(limit.map(|limit| &limit.title));
    let line = tell
        .limit
        .as_ref()
        .and_then(|id| case.clocks.iter().rev().find(|clock| clock.limit == *id))
        .and_then(|clock| limit?.lines.get(clock.line));
    let calendar = line.map_or(&definition.calendar, |line| &line.calendar);

    // What each item of a step has its own value of is no word of a message.
    let open_fields = || {
        let fields = definition.fields.iter();
        fields.filter(|field| {
            !field.is_confined() && field.id.item().is_none() && definition.each_of(&field.id).is_none()
        })
    };
    let mut variables: Variables = open_fields()
        .map(|field| {
            let value = case.fields.get(&field.id).map(|value| shown(value, field, estate));
            (field.id.to_string(), value.unwrap_or_else(|| Text::plain("")))
        })
        .collect();
    let to_show =
        step.filter(|step| is_to_show(case, step)).and_then(Step::evidence).and_then(Evidence::text);
    let to_show =
        to_show.map(|what| Text::new(format!("佐证：{}", what.zh), format!("To show: {}", what.en)));
    let details = open_fields().filter_map(|field| {
        let value = shown(case.fields.get(&field.id)?, field, estate);
        Some(Text::new(
            format!("{}：{}", field.title.zh, brief(&value.zh)),
            format!("{}: {}", field.title.en, brief(&value.en)),
        ))
    });
    let words = [
        ("case", Text::plain(case.id.as_str())),
        ("step", about.unwrap_or(&definition.title).clone()),
        ("title", definition.title.clone()),
        ("estate", estate.name.clone()),
        ("owner", joined(tell.owner.iter().map(|id| somebody(id, estate)), ["、", ", "])),
        ("item", step.and_then(|step| step.item.clone()).unwrap_or_else(|| Text::plain(""))),
        ("due", tell.due.map_or_else(|| Text::plain(""), |due| moment(due, &estate.zone))),
        (TEXT, Text::plain(tell.text.as_deref().unwrap_or_default())),
        (DETAILS, joined(to_show.into_iter().chain(details.take(MOST_DETAILS)), ["\n", "\n"])),
        (ESTATE, Text::plain(estate.id.as_str())),
        (CALENDAR, Text::plain(calendar.as_str())),
    ];
    variables.extend(words.map(|(name, text)| (name.to_owned(), text)));
    variables
}

/// Whether what a step asks to be shown is still to be.
fn is_to_show(case: &Case, step: &Step) -> bool {
    matches!(case.status(&step.id), StepStatus::Waiting | StepStatus::Ready)
        && case.steps.get(&step.id).is_none_or(|state| state.sent.is_none())
}

/// The variables in one language.
pub fn in_language(variables: &Variables, lang: Lang) -> BTreeMap<String, String> {
    variables.iter().map(|(name, text)| (name.clone(), text.in_(lang).to_owned())).collect()
}

/// An instant as people read it at the estate: `3月2日 周一 17:20`, `Mon 2 Mar 17:20`.
pub fn moment(at: Timestamp, zone: &TimeZone) -> Text {
    let local = at.to_zoned(zone.clone()).datetime();
    let day = usize::try_from(local.weekday().to_monday_zero_offset()).unwrap_or(0) % 7;
    let month = usize::try_from(local.month() - 1).unwrap_or(0) % 12;
    let clock = format!("{:02}:{:02}", local.hour(), local.minute());
    Text::new(
        format!(
            "{}月{}日 周{} {clock}",
            local.month(),
            local.day(),
            ["一", "二", "三", "四", "五", "六", "日"][day]
        ),
        format!("{} {} {} {clock}", DAYS[day], local.day(), MONTHS[month]),
    )
}

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A role's title or a person's name; an id that is neither stands as it is.
fn somebody(id: &str, estate: &Estate) -> Text {
    if let Some(role) = estate.roles.roles.get(id) {
        return role.title.clone();
    }
    let person = estate.staff.iter().find(|person| person.id.as_str() == id);
    Text::plain(person.map_or(id, |person| person.name.as_str()))
}

/// A value as people read it. Personal data shows masked whatever field it is in.
fn shown(value: &Value, field: &Field, estate: &Estate) -> Text {
    match value {
        Value::Text(text) => Text::plain(text),
        Value::Number(number) => Text::plain(number.to_string()),
        Value::Bool(true) => Text::new("是", "yes"),
        Value::Bool(false) => Text::new("否", "no"),
        Value::Date(date) => Text::plain(date.to_string()),
        Value::DateTime(at) => moment(*at, &estate.zone),
        Value::Choice(choice) => match &field.kind {
            FieldKind::Choice(of) => of
                .iter()
                .find(|(id, _)| id == choice)
                .map_or_else(|| Text::plain(choice.as_str()), |(_, title)| title.clone()),
            _ => Text::plain(choice.as_str()),
        },
        Value::Role(role) => somebody(role.as_str(), estate),
        Value::Staff(person) => somebody(person.as_str(), estate),
        Value::Person { name, .. } => Text::plain(name.to_string()),
        Value::Phone(phone) => Text::plain(phone.to_string()),
        Value::Zone(zone) => estate
            .zones
            .iter()
            .find(|known| known.id == *zone)
            .map_or_else(|| Text::plain(zone.as_str()), |known| known.name.clone()),
        Value::Files(list) | Value::List(list) => Text::new(list.join("、"), list.join(", ")),
    }
}

fn joined(texts: impl Iterator<Item = Text>, between: [&str; 2]) -> Text {
    let (zh, en): (Vec<String>, Vec<String>) = texts.map(|text| (text.zh, text.en)).unzip();
    Text::new(zh.join(between[0]), en.join(between[1]))
}

/// One line, not too long.
fn brief(value: &str) -> String {
    let line = value.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST_DETAIL {
        return line;
    }
    let kept: String = line.chars().take(LONGEST_DETAIL - 1).collect();
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_reads_as_people_say_it_where_the_estate_is() {
        let at: Timestamp = "2026-03-02T09:20:00Z".parse().expect("an instant");
        let zone = TimeZone::get("Asia/Shanghai").expect("a zone");
        assert_eq!(moment(at, &zone), Text::new("3月2日 周一 17:20", "Mon 2 Mar 17:20"));
    }

    #[test]
    fn a_long_detail_is_one_line_and_cut() {
        let cut = brief(&format!("一\n{}", "长".repeat(100)));
        assert_eq!(cut.chars().count(), LONGEST_DETAIL);
        assert!(cut.starts_with("一 长") && cut.ends_with('…'), "{cut}");
    }
}
