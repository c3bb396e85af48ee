//! `budget:` of `steward.yaml`: how many messages are enough.

use crate::findings::{Draft, Findings, error};
use crate::reader::{MapReader, scalar};
use crate::tree::{Kind, Node};
use crate::words::BudgetKey;
use crate::words::said::so_many;
use steward_model::Budget;

/// Reads a budget.
pub(crate) fn budget(node: &Node, findings: &Findings) -> Budget {
    if let Kind::Scalar(written) = &node.kind {
        // `budget: 40 a day` can only be meant for a person.
        let number = amount(&written.text).filter(|(number, _)| within(*number, Budget::MOST_OF_PERSON));
        let sure = number.as_ref().is_some_and(|(_, around)| matches!(around.as_str(), "a day" | "每天"));
        let mended = format!("{{ person: {} a day }}", number.map_or(40, |(number, _)| number));
        findings.add(mend(
            bad(node, &written.text, ["消息上限", "a budget of messages"]),
            node,
            mended,
            sure,
        ));
        return Budget::default();
    }
    let Some(mut keys) = MapReader::<BudgetKey>::open(node, findings) else {
        return Budget::default();
    };
    let (person, case) = (keys.take(BudgetKey::Person), keys.take(BudgetKey::Case));
    keys.finish("消息上限", "a budget");
    if node.entries().is_empty() {
        findings.add(
            error("bad-budget", node.head(), "消息上限里什么也没有写", "this budget says nothing").help(
                "写成 `{ person: 40 a day, case: 60 }`，或去掉 `budget`",
                "write `{ person: 40 a day, case: 60 }`, or leave `budget` out",
            ),
        );
    }
    Budget {
        person: person.and_then(|node| of_person(node, findings)),
        case: case.and_then(|node| of_case(node, findings)),
    }
}

/// `40 a day`.
fn of_person(node: &Node, findings: &Findings) -> Option<u32> {
    let text = scalar(node, findings, "每天几条，如 每天40", "so many a day, such as 40 a day")?;
    let found = text.trim().strip_suffix(" a day").and_then(|number| number.parse().ok());
    let found = found.filter(|number| within(*number, Budget::MOST_OF_PERSON));
    if found.is_none() {
        let what = ["每人每天的消息上限", "the budget of a person's day"];
        let mended = |number| format!("{number} a day");
        findings.add(wrong(node, text, what, (Budget::MOST_OF_PERSON, 40), &OF_PERSON, mended));
    }
    found
}

/// `60`.
fn of_case(node: &Node, findings: &Findings) -> Option<u32> {
    let text = scalar(node, findings, "一个案件一共几条，如 60", "so many in all, such as 60")?;
    let found = text.parse().ok().filter(|number| within(*number, Budget::MOST_OF_CASE));
    if found.is_none() {
        let what = ["每案的消息上限", "the budget of a case"];
        let mended = |number: u32| number.to_string();
        findings.add(wrong(node, text, what, (Budget::MOST_OF_CASE, 60), &OF_CASE, mended));
    }
    found
}

fn within(number: u32, most: u32) -> bool {
    (1..=most).contains(&number)
}

/// What may stand around the number of a person's day without making it another one.
const OF_PERSON: [&str; 8] = ["", "条", "a day", "per day", "/day", "messages a day", "每日", "每天条"];

/// And around that of a case.
const OF_CASE: [&str; 3] = ["", "条", "messages"];

/// The number somebody wrote, and what stands around it.
fn amount(text: &str) -> Option<(u32, String)> {
    let no_digit = |c: char| so_many(&c.to_string()).is_none();
    let number = so_many(text.trim_matches(no_digit))?.parse().ok()?;
    Some((number, text.chars().filter(|c| no_digit(*c)).collect::<String>().trim().to_owned()))
}

/// The finding about an amount that can't be read or is out of bounds, with the mended line. `per` is what
/// its own unit would be; with another the number may have been meant for something else.
fn wrong(
    node: &Node,
    text: &str,
    what: [&str; 2],
    (most, usual): (u32, u32),
    per: &[&str],
    mended: impl Fn(u32) -> String,
) -> Draft {
    let draft = bad(node, text, what);
    match amount(text) {
        Some((0, _)) => {
            let usual = mended(usual);
            draft.help(
                format!("至少 1；写成 `{usual}` 这样，不限就去掉这一项"),
                format!(
                    "1 is the least; write it like `{usual}`, or leave the key out where there is no bound"
                ),
            )
        }
        Some((number, _)) if number > most => {
            let most = mended(most);
            draft.help(
                format!("最多 `{most}`；不限就去掉这一项"),
                format!("`{most}` is the most; leave the key out where there is no bound"),
            )
        }
        Some((number, around)) => mend(draft, node, mended(number), per.contains(&around.as_str())),
        None => mend(draft, node, mended(usual), false),
    }
}

fn bad(node: &Node, text: &str, [zh, en]: [&str; 2]) -> Draft {
    error("bad-budget", &node.place, format!("{zh}不能是 `{text}`"), format!("{en} can't be `{text}`"))
}

/// What should stand there; `sure`: it is what was meant, so that it may be put there.
fn mend(draft: Draft, node: &Node, mended: String, sure: bool) -> Draft {
    let (zh, en) = if sure { ("", "") } else { (" 这样", " it like") };
    let draft = draft.help(format!("写成 `{mended}`{zh}"), format!("write{en} `{mended}`"));
    if sure { draft.fix(&node.place, mended) } else { draft }
}
