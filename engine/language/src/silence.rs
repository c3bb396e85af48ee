//! Warnings that somebody has looked at: a comment at the line, with the reason.
//!
//! ```yaml
//! within: 24h    # steward: allow longer-than-a-day — the desk counts its own hours
//! within: 24h    # 管家：允许 longer-than-a-day，前台按自己的钟点算
//! ```
//!
//! It silences warnings of that code on its own line or, where the comment stands alone, on the next
//! line that holds something; errors are never silenced. Without a reason it silences nothing, and one
//! that silences nothing is itself a warning: what it was written for is no longer there.

use crate::findings::{Findings, warning};
use memchr::memmem::Finder;
use steward_model::{Diagnostic, File, Files, Place, Severity};

/// What begins the comment, in both languages.
const MARKS: [&str; 3] = ["steward: allow ", "管家：允许 ", "管家: 允许 "];

/// What every mark has one of, and few files have at all.
const SIGNS: [&str; 2] = ["steward: allow ", "管家"];

/// What may stand between the code and the reason.
const DIVIDERS: [char; 8] = ['—', '–', '-', ',', '，', ':', '：', ' '];

/// A comment that allows a warning.
struct Silence<'a> {
    code: &'a str,
    reason: &'a str,
    place: Place,
    /// The bytes of the line it speaks of.
    line: std::ops::Range<usize>,
}

/// Leaves out the warnings that comments allow, and tells of comments that allow nothing. To be asked
/// once everything is found: by the language and by the rules.
pub fn silence(files: &Files, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let findings = Findings::default();
    let signs = SIGNS.map(Finder::new);
    let marked = |file: &&File| signs.iter().any(|sign| sign.find(&file.bytes).is_some());
    for file in files.iter().filter(marked) {
        for one in silences(file) {
            let meant = |finding: &Diagnostic| {
                finding.severity == Severity::Warning
                    && finding.code == one.code
                    && finding.place.file == file.path
                    && one.line.contains(&finding.place.start)
            };
            if one.reason.is_empty() {
                findings.add(
                    warning(
                        "silence-without-reason",
                        &one.place,
                        format!("允许 `{}` 却没有写原因", one.code),
                        format!("`{}` is allowed without a reason", one.code),
                    )
                    .help(
                        format!("写成 `# 管家：允许 {}，原因`", one.code),
                        format!("write `# steward: allow {} — the reason`", one.code),
                    ),
                );
            } else if found.iter().any(meant) {
                found.retain(|finding| !meant(finding));
            } else {
                findings.add(
                    warning(
                        "unused-silence",
                        &one.place,
                        format!("这里没有可允许的 `{}`", one.code),
                        format!("there is no `{}` here to be allowed", one.code),
                    )
                    .help(
                        "删掉这条注释，或移到那条警告所在的行",
                        "delete the comment, or move it to the line of the warning",
                    ),
                );
            }
        }
    }
    found.extend(findings.into_sorted());
    found.sort_by(|one, other| one.place.cmp(&other.place));
    found
}

/// The comments of a file that allow something.
fn silences(file: &File) -> Vec<Silence<'_>> {
    let Ok(text) = std::str::from_utf8(&file.bytes) else { return Vec::new() };
    let mut silences = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        silences.extend(in_line(file, text, start, line));
        start += line.len();
    }
    silences
}

fn in_line<'a>(file: &File, text: &'a str, start: usize, line: &'a str) -> Option<Silence<'a>> {
    let sign = if file.path.ends_with(".rhai") { "//" } else { "#" };
    let (at, rest) = line.match_indices(sign).find_map(|(at, _)| {
        let said = line[at + sign.len()..].trim_start();
        let free = line[..at].chars().next_back().is_none_or(char::is_whitespace);
        let mark = MARKS.iter().find(|mark| free && said.starts_with(**mark))?;
        Some((at, &said[mark.len()..]))
    })?;
    let rest = rest.trim();
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(rest.len());
    let code = rest[..end].trim_end_matches('-');
    let reason = rest[code.len()..].trim_start_matches(DIVIDERS);
    let alone = line[..at].trim().is_empty();
    let line_of = if alone { next_line(text, start + line.len()) } else { start..start + line.len() };
    let place = Place { file: file.path.clone(), start: start + at, end: start + line.trim_end().len() };
    Some(Silence { code, reason, place, line: line_of })
}

/// The next line that holds something beside a comment.
fn next_line(text: &str, from: usize) -> std::ops::Range<usize> {
    let mut start = from;
    for line in text[from..].split_inclusive('\n') {
        let said = line.trim_start();
        if !said.trim_end().is_empty() && !said.starts_with('#') && !said.starts_with("//") {
            return start..start + line.len();
        }
        start += line.len();
    }
    text.len()..text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use steward_model::Text;

    /// What is left of one warning `x-y` in the first line that holds `here`, and what is said instead.
    fn left(text: &str) -> Vec<&'static str> {
        let mut files = Files::new();
        files.insert("workflows/a.yaml", text);
        let start = text.find("here").expect("the place of the warning");
        let warning = Diagnostic {
            code: "x-y",
            severity: Severity::Warning,
            message: Text::plain("x"),
            place: Place { file: "workflows/a.yaml".into(), start, end: start + 4 },
            label: None,
            also: Vec::new(),
            help: None,
            fix: None,
        };
        silence(&files, vec![warning]).iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn a_comment_with_a_reason_silences_its_line() {
        assert!(left("a: here # steward: allow x-y — it is meant\n").is_empty());
        assert!(left("a: here # 管家：允许 x-y，就是这样\n").is_empty());
        assert!(left("a: here # steward: allow x-y - it is meant").is_empty());
    }

    #[test]
    fn a_comment_on_a_line_of_its_own_speaks_of_the_next() {
        assert!(left("# steward: allow x-y — meant\n\n# more\na: here\nb: 1\n").is_empty());
        assert_eq!(left("# steward: allow x-y — meant\nb: 1\na: here\n"), ["unused-silence", "x-y"]);
    }

    #[test]
    fn without_a_reason_nothing_is_silenced() {
        assert_eq!(left("a: here # steward: allow x-y\n"), ["x-y", "silence-without-reason"]);
        assert_eq!(left("a: here # 管家：允许 x-y，\n"), ["x-y", "silence-without-reason"]);
    }

    #[test]
    fn another_code_and_a_text_are_no_silence() {
        assert_eq!(left("a: here # steward: allow x-z — meant\n"), ["x-y", "unused-silence"]);
        assert_eq!(left("a: here#steward: allow x-y — meant\n"), ["x-y"]);
    }
}
