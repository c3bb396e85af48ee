//! `tighten:` a limit made shorter, in the same unit. A limit with several lines takes a list, one value
//! a line.
//!
//! A `by` can't be tightened: an hour earlier in the day gives whatever begins after it until the
//! next day, which is longer.

use super::Standard;
use crate::findings::{Findings, error};
use crate::lower::ladder;
use crate::names::{Noun, Register};
use crate::reader;
use crate::tree::{Entry, Node};
use steward_model::{Allowance, Limit, LimitId, LimitLine, Place};
use steward_time::Span;

/// The limits that are tightened, each with a value a line.
pub(super) fn read<'a>(
    node: &'a Node,
    standard: Standard<'_>,
    findings: &Findings,
) -> Vec<(&'a str, &'a [Node])> {
    let nowhere = Findings::default();
    let mut limits = Register::<LimitId>::new(Noun::Limit);
    for limit in standard.workflow.all_limits() {
        limits.enter(&limit.id, None, &limit.place, &nowhere);
    }
    let mut found = Vec::new();
    for entry in reader::map(node, findings, "tighten", "tighten").unwrap_or_default() {
        if entry.value.is_empty() {
            continue;
        }
        let without =
            standard.workflow.steps.iter().find(|step| step.id.as_str() == entry.key && step.limit.is_none());
        if let Some(step) = without {
            no_limit(entry, &step.place, findings);
            continue;
        }
        let id = limits.resolve_text(&entry.key, &entry.key_place, findings);
        let Some(limit) = standard.workflow.limit(&id) else { continue };
        let values = reader::one_or_many(&entry.value);
        if values.len() != limit.lines.len() {
            other_lines(entry, limit, findings);
            continue;
        }
        let shorter = |(value, line): (&Node, &LimitLine)| shorter(value, line, limit, findings);
        // Every line is looked at, so that each mistake is told.
        if values.iter().zip(&limit.lines).filter(|pair| !shorter(*pair)).count() == 0 {
            found.push((entry.key.as_str(), values));
        }
    }
    found
}

/// Whether a value is no longer than the line it stands for; what is wrong with it is reported.
fn shorter(value: &Node, line: &LimitLine, limit: &Limit, findings: &Findings) -> bool {
    let Allowance::Within(allowed) = line.allow else {
        not_an_amount(value, line, limit, findings);
        return false;
    };
    let Some(wanted) = ladder::span(value, findings) else { return false };
    let (wanted_size, allowed_size) = match (wanted, allowed) {
        (Span::Open(wanted), Span::Open(allowed)) => (wanted, allowed),
        (Span::Workdays(wanted), Span::Workdays(allowed)) | (Span::Days(wanted), Span::Days(allowed)) => {
            (u64::from(wanted), u64::from(allowed))
        }
        _ => {
            other_unit(value, (wanted, allowed), line, limit, findings);
            return false;
        }
    };
    if wanted_size > allowed_size {
        looser(value, (wanted, allowed), line, limit, findings);
    }
    wanted_size <= allowed_size
}

fn looser(
    value: &Node,
    (wanted, allowed): (Span, Span),
    line: &LimitLine,
    limit: &Limit,
    findings: &Findings,
) {
    let (id, wanted_zh, allowed_zh) = (&limit.id, wanted.in_chinese(), allowed.in_chinese());
    findings.add(
        error(
            "limit-looser",
            &value.place,
            format!("`{id}` 在这里给了{wanted_zh}，但总部只给{allowed_zh}"),
            format!("`{id}` is allowed {wanted} here, but headquarters allows {allowed}"),
        )
        .also(&line.place, format!("总部写的是{allowed_zh}"), format!("headquarters says {allowed}"))
        .help(
            format!("写 `{allowed}` 或更短，要更长请总部改标准"),
            format!("write `{allowed}` or less, or ask headquarters to change the standard"),
        ),
    );
}

fn other_unit(
    value: &Node,
    (wanted, allowed): (Span, Span),
    line: &LimitLine,
    limit: &Limit,
    findings: &Findings,
) {
    let (id, wanted_zh, allowed_zh) = (&limit.id, wanted.in_chinese(), allowed.in_chinese());
    findings.add(
        error(
            "limit-other-unit",
            &value.place,
            format!("`{id}` 的{wanted_zh}和总部的{allowed_zh}单位不同，比不出长短"),
            format!(
                "`{id}` has {wanted} here and {allowed} from headquarters; other units can't be compared"
            ),
        )
        .also(&line.place, format!("总部写的是{allowed_zh}"), format!("headquarters says {allowed}"))
        .help(
            format!("用同样的单位写，例如 `{allowed}` 或更短"),
            format!("write it in the same unit, {allowed} or less"),
        ),
    );
}

fn other_lines(entry: &Entry, limit: &Limit, findings: &Findings) {
    let allowed: Vec<String> = limit
        .lines
        .iter()
        .filter_map(|line| match line.allow {
            Allowance::Within(span) => Some(span.in_english()),
            _ => None,
        })
        .collect();
    if allowed.len() < limit.lines.len() {
        // No list would do either.
        if let Some(line) = limit.lines.iter().find(|line| !matches!(line.allow, Allowance::Within(_))) {
            not_an_amount(&entry.value, line, limit, findings);
        }
        return;
    }
    let (id, lines, example) = (&limit.id, limit.lines.len(), allowed.join(", "));
    let draft = error(
        "limit-lines",
        entry.value.head(),
        format!("总部的 `{id}` 有 {lines} 行，每行要写一个时长"),
        format!("headquarters gives `{id}` {lines} {}, each of which takes a value", count(lines)),
    )
    .also(&limit.place, "总部的时限在这里", "headquarters' limit is here");
    findings.add(if lines == 1 {
        draft.help(format!("写成 `{example}` 或更短"), format!("write `{example}` or less"))
    } else {
        draft.help(
            format!("按总部各行的次序写成列表，不变的照抄：`[{example}]`"),
            format!("write a list in the order of headquarters' lines, repeating what stays: `[{example}]`"),
        )
    });
}

fn count(lines: usize) -> &'static str {
    if lines == 1 { "line" } else { "lines" }
}

fn not_an_amount(value: &Node, line: &LimitLine, limit: &Limit, findings: &Findings) {
    let id = &limit.id;
    findings.add(
        error(
            "limit-not-tightened",
            value.head(),
            format!("`{id}` 是到某个钟点或日期为止，不能收紧"),
            format!("`{id}` ends at an hour or a date, which can't be tightened"),
        )
        .also(&line.place, "总部写的是 `by`", "headquarters wrote it with `by`")
        .help(
            "钟点提前以后，当天过了钟点才开始的反而到第二天才到期；要改请总部改标准",
            "with an earlier hour, what begins after it would be due the next day; ask headquarters to change it",
        ),
    );
}

fn no_limit(entry: &Entry, step: &Place, findings: &Findings) {
    let id = &entry.key;
    findings.add(
        error(
            "nothing-to-tighten",
            &entry.key_place,
            format!("步骤 `{id}` 没有时限，不能收紧"),
            format!("the step `{id}` has no limit that could be tightened"),
        )
        .also(step, "总部的步骤在这里", "headquarters' step is here")
        .help("删掉这一行，或请总部给它定时限", "leave it out, or ask headquarters to give it one"),
    );
}
