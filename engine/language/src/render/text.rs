//! Findings for a terminal, each with its line, a mark under the very words, and the mended line
//! where one is offered.

use super::Lines;
use super::lines::Index;
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet};
use std::ops::Range;
use steward_model::{Diagnostic, Files, Fix, Lang, Place, Severity, Text};

/// A longer line is not shown, only where in it the finding is: nobody reads it, and a file of one line
/// with thousands of findings would be laid out thousands of times.
const LONGEST_SHOWN: usize = 4096;

/// Marks further apart than this are shown each for itself: what lies between is not shown anyway, and
/// would be laid out again for each finding.
const WIDEST: usize = 65_536;

/// The findings one below the other, an empty line between them; nothing at all when there are
/// none. `color`: with the escape codes of a terminal.
pub fn text(findings: &[Diagnostic], files: &Files, lang: Lang, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let lines = Lines::new(findings, files);
    let mut page = String::new();
    for finding in findings {
        if !page.is_empty() {
            page.push('\n');
        }
        let groups = groups(finding, &lines, lang);
        for line in renderer.render(&groups).lines() {
            page.push_str(line.trim_end());
            page.push('\n');
        }
    }
    page
}

fn groups<'a>(finding: &'a Diagnostic, lines: &'a Lines<'a>, lang: Lang) -> Vec<Group<'a>> {
    let (level, zh, en) = match finding.severity {
        Severity::Error => (Level::ERROR, "错误", "error"),
        Severity::Warning => (Level::WARNING, "警告", "warning"),
    };
    let name = match lang {
        Lang::Zh => zh,
        Lang::En => en,
    };
    let title = level.with_name(name).primary_title(finding.message.in_(lang)).id(finding.code);
    let mut group = Group::with_title(title);
    let label = finding.label.as_ref();
    let mut marks = vec![Mark::new(&finding.place, AnnotationKind::Primary, label, lang)];
    for label in &finding.also {
        marks.push(Mark::new(&label.place, AnnotationKind::Context, Some(&label.text), lang));
    }
    while !marks.is_empty() {
        let file = marks[0].place.file.clone();
        let (here, elsewhere) = marks.into_iter().partition(|mark| mark.place.file == file);
        marks = elsewhere;
        group = snippet(group, here, lines);
    }
    let help = match lang {
        Lang::Zh => "建议",
        Lang::En => "help",
    };
    let words = finding.help.as_ref().map(|text| text.in_(lang));
    let mended = finding.fix.as_ref().and_then(|fix| mended(fix, lines));
    let (Some(mended), level) = (mended, Level::HELP.with_name(help)) else {
        return vec![match words {
            Some(words) => group.element(Level::HELP.with_name(help).message(words)),
            None => group,
        }];
    };
    let so = match lang {
        Lang::Zh => "写成这样",
        Lang::En => "write it like this",
    };
    vec![group, level.secondary_title(words.unwrap_or(so)).element(mended)]
}

/// A stretch to point at, with its words.
struct Mark<'a> {
    place: &'a Place,
    kind: AnnotationKind,
    label: Option<&'a str>,
}

impl<'a> Mark<'a> {
    fn new(place: &'a Place, kind: AnnotationKind, label: Option<&'a Text>, lang: Lang) -> Self {
        Self { place, kind, label: label.map(|text| text.in_(lang)) }
    }
}

/// Adds the lines of one file with their marks, or only its name where there is nothing to show.
fn snippet<'a>(group: Group<'a>, marks: Vec<Mark<'a>>, lines: &'a Lines<'a>) -> Group<'a> {
    let Some(first) = marks.first() else {
        return group;
    };
    let path = &*first.place.file;
    let Some(index) = lines.of(path) else {
        return group.element(Origin::path(path));
    };
    let first_line = |place: &Place| {
        let line = index.line(place.start);
        place.end.min(index.bytes(line, line).end).max(place.start)
    };
    let bounds = marks.iter().map(|mark| (mark.place.start, first_line(mark.place)));
    let (start, end) =
        bounds.fold((usize::MAX, 0), |(low, high), (start, end)| (low.min(start), high.max(end)));
    let window = Window::new(index, start, end);
    if marks.iter().any(|mark| index.is_long(mark.place.start)) {
        return marks.iter().fold(group, |group, mark| {
            let at = index.position(mark.place.start);
            group.element(Origin::path(path).line(at.line).char_column(at.column))
        });
    }
    if window.bytes.len() > WIDEST && marks.len() > 1 {
        return marks.into_iter().fold(group, |group, mark| snippet(group, vec![mark], lines));
    }
    let annotations = marks.iter().map(|mark| {
        let span = window.inside(mark.place, index);
        mark.kind.span(span).label(mark.label)
    });
    group.element(window.snippet(path).annotations(annotations))
}

fn mended<'a>(fix: &'a Fix, lines: &'a Lines<'a>) -> Option<Snippet<'a, Patch<'a>>> {
    let index = lines.of(&fix.place.file)?;
    if index.is_long(fix.place.start) {
        return None;
    }
    let window = Window::new(index, fix.place.start, fix.place.end);
    let span = fix.place.start - window.bytes.start..fix.place.end - window.bytes.start;
    Some(
        Snippet::source(window.text)
            .line_start(window.first + 1)
            .path(&*fix.place.file)
            .patch(Patch::new(span, fix.with.as_str())),
    )
}

/// The lines of a file that a finding is about: all that the renderer gets to see of it.
struct Window<'a> {
    text: &'a str,
    bytes: Range<usize>,
    first: usize,
}

impl Index<'_> {
    /// Whether the line of a byte is too long to be shown.
    fn is_long(&self, at: usize) -> bool {
        let line = self.line(at);
        self.bytes(line, line).len() > LONGEST_SHOWN
    }
}

impl<'a> Window<'a> {
    fn new(index: &'a Index<'a>, start: usize, end: usize) -> Self {
        let (first, last) = (index.line(start), index.line(end));
        let bytes = index.bytes(first, last);
        Self { text: &index.text[bytes.clone()], bytes, first }
    }

    fn snippet<T: Clone>(&self, path: &'a str) -> Snippet<'a, T> {
        Snippet::source(self.text).line_start(self.first + 1).path(path)
    }

    /// A place inside the window; of a place over several lines, its first.
    fn inside(&self, place: &Place, index: &Index<'_>) -> Range<usize> {
        let line = index.line(place.start);
        let end = place.end.min(index.bytes(line, line).end).max(place.start);
        let at = |byte: usize| byte.clamp(self.bytes.start, self.bytes.end) - self.bytes.start;
        at(place.start)..at(end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use steward_model::Label;

    fn shown(written: &str, start: usize, first: Option<usize>) -> String {
        let mut files = Files::new();
        files.insert("w.yaml", written.as_bytes());
        let place = |start| Place { file: "w.yaml".into(), start, end: start + 1 };
        let finding = Diagnostic {
            code: "x-y",
            severity: Severity::Error,
            message: Text::plain("no"),
            place: place(start),
            label: None,
            also: first
                .map(|at| Label { place: place(at), text: Text::plain("the first") })
                .into_iter()
                .collect(),
            help: Some(Text::plain("write b")),
            fix: Some(Fix { place: place(start), with: "b".to_owned() }),
        };
        text(&[finding], &files, Lang::En, false)
    }

    #[test]
    fn of_a_line_as_long_as_a_book_only_the_place_is_told() {
        let line = "长".repeat(LONGEST_SHOWN);
        assert_eq!(
            shown(&format!("a: b\n{line}a\n"), 5 + line.len(), None),
            "error[x-y]: no\n--> w.yaml:2:4097\n = help: write b\n"
        );
    }

    #[test]
    fn two_lines_far_apart_are_shown_each_for_itself() {
        let between = "c: d\n".repeat(WIDEST / 5 + 1);
        let page = shown(&format!("a: b\n{between}a: e\n"), 5 + between.len(), Some(0));
        assert!(page.lines().count() < 25, "{page}");
        assert!(page.contains("the first") && !page.contains("c: d"), "{page}");
    }
}
