//! The examples of the reference, cut out of the handbook of examples. A comment `#@ step.owner step.form`
//! names what the lines below it show: the one entry that begins there, with what is indented under
//! it; `#@+` takes all lines until the next empty one. Of several keys each is shown by itself, below the
//! first line and the lines that the entry stands under.

use super::entries;
use crate::assemble::likely;
use crate::findings::Findings;
use crate::format::{Formatted, format};
use crate::tree;
use crate::words::Table;
use crate::words::spoken::{self, Spoken};
use steward_model::{File, Files, Lang};

/// Some lines of a file of the handbook.
#[derive(Debug)]
pub(super) struct Example {
    /// What it is an example of: `step.owner`.
    pub(super) of: String,
    /// The lines in English words and in Chinese ones.
    pub(super) en: String,
    pub(super) zh: String,
    /// The keys that these lines use, with their tables.
    uses: Vec<(&'static str, String)>,
}

impl Example {
    /// Whether the lines use this key of this place.
    pub(super) fn uses(&self, table: &Table, word: &str) -> bool {
        self.uses.iter().any(|(name, used)| *name == table.name && used == word)
    }
}

/// All examples of a handbook, in the order of its files.
pub(super) fn all(files: &Files) -> Vec<Example> {
    files.iter().flat_map(of_file).collect()
}

fn of_file(file: &File) -> Vec<Example> {
    let nowhere = Findings::default();
    let (Some(kind), Ok(english)) = (likely(&file.path), str::from_utf8(&file.bytes)) else {
        return Vec::new();
    };
    let Some(mut tree) = tree::read(file, &nowhere) else { return Vec::new() };
    let spoken = spoken::read(&mut tree, kind, &nowhere);
    // Only words change, each inside its line.
    let chinese = match format(file, Some(Lang::Zh)) {
        Formatted::Changed(text) => text,
        Formatted::Same | Formatted::Unreadable => english.to_owned(),
    };
    let (en, zh): (Vec<&str>, Vec<&str>) = (english.lines().collect(), chinese.lines().collect());
    let starts = line_starts(english);
    let mut examples = Vec::new();
    for (at, line) in en.iter().enumerate() {
        let Some(marked) = line.trim_start().strip_prefix("#@") else { continue };
        let (whole, names) = marked.strip_prefix('+').map_or((false, marked), |names| (true, names));
        let all = extent(&en, at + 1, whole);
        let around = above(&en, at + 1);
        let uses = used(&spoken, &starts, &all);
        for name in names.split_whitespace() {
            let shown = of_key(&en, &all, &uses, name);
            let pick = |lines: &[&str]| {
                let picked = around.iter().chain(&shown).filter_map(|at| lines.get(*at));
                picked.copied().collect::<Vec<_>>().join("\n")
            };
            let inside = uses.iter().filter(|used| shown.contains(&used.line));
            let uses = inside.map(|used| (used.table, used.word.clone())).collect();
            examples.push(Example { of: name.to_owned(), en: pick(&en), zh: pick(&zh), uses });
        }
    }
    examples
}

/// A key in the file.
struct Used {
    table: &'static str,
    word: String,
    line: usize,
}

/// Of lines that show several keys, those of one: the first, and the key's own with what is indented
/// under it.
fn of_key(lines: &[&str], all: &[usize], uses: &[Used], name: &str) -> Vec<usize> {
    let key = name.split_once('.').and_then(|(anchor, word)| {
        let table = entries::table_of(anchor)?;
        uses.iter().find(|used| used.table == table && used.word == word)
    });
    let Some(key) = key else { return all.to_vec() };
    let depth = lines.get(key.line).map_or(0, |line| indent(line));
    let is_item = lines.get(key.line).is_some_and(|line| line.trim_start().starts_with("- "));
    let own =
        all.iter().filter(|at| **at > key.line).take_while(|at| !is_item && indent(lines[**at]) > depth);
    let own: Vec<usize> = own.copied().collect();
    let mut kept: Vec<usize> = all.first().into_iter().copied().chain([key.line]).chain(own).collect();
    kept.dedup();
    kept
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn is_mark(line: &str) -> bool {
    line.trim_start().starts_with("#@")
}

/// The lines of an example that begins at a line, without marks.
fn extent(lines: &[&str], first: usize, whole: bool) -> Vec<usize> {
    let depth = lines.get(first).map_or(0, |line| indent(line));
    let rest = lines.iter().enumerate().skip(first);
    let until = rest.take_while(|(at, line)| {
        !line.trim().is_empty() && (whole || *at == first || is_mark(line) || indent(line) > depth)
    });
    until.filter(|(_, line)| !is_mark(line)).map(|(at, _)| at).collect()
}

/// The lines under which a line stands, outermost first.
fn above(lines: &[&str], first: usize) -> Vec<usize> {
    let mut depth = lines.get(first).map_or(0, |line| indent(line));
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate().take(first).rev() {
        if !line.trim().is_empty() && !line.trim_start().starts_with('#') && indent(line) < depth {
            depth = indent(line);
            found.push(at);
        }
    }
    found.reverse();
    found
}

/// Where each line begins, in bytes.
fn line_starts(text: &str) -> Vec<usize> {
    let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
    std::iter::once(0).chain(breaks).collect()
}

/// The keys in these lines.
fn used(spoken: &Spoken, starts: &[usize], lines: &[usize]) -> Vec<Used> {
    let uses = spoken.uses.iter().filter_map(|said| {
        let line = starts.partition_point(|start| *start <= said.place.start) - 1;
        let around = spoken.around.iter().filter(|(range, _)| range.contains(&said.place.start));
        let innermost = around.min_by_key(|(range, _)| range.len())?.1;
        Some(Used { table: innermost.name, word: said.en.clone(), line })
    });
    uses.filter(|used| lines.contains(&used.line)).collect()
}
