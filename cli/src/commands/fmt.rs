//! `steward fmt`: the handbook's words written one way, or in the other vocabulary.

use crate::folder;
use crate::options::Global;
use crate::output::{Done, Output, Problem, Verdict};
use serde_json::json;
use steward_language::{Formatted, format};
use steward_model::Lang;

/// What the call asks for.
#[derive(Debug)]
pub(crate) struct Asked {
    /// Only these files, by their paths inside the handbook or the ends of them; all when empty.
    pub(crate) files: Vec<String>,
    /// The vocabulary to write in; each file keeps its own where none is named.
    pub(crate) words: Option<Lang>,
    /// Look, and write nothing.
    pub(crate) check: bool,
}

pub(crate) fn run(output: &Output, global: &Global, asked: &Asked) -> Done {
    let dir = folder::find(global.dir.as_deref())?;
    let files = folder::read(&dir)?;
    let named = |path: &str| asked.files.is_empty() || asked.files.iter().any(|name| is_named(path, name));
    if let Some(name) = asked.files.iter().find(|name| !files.iter().any(|file| is_named(&file.path, name))) {
        return Err(Problem::words(
            "no-file",
            format!("手册里没有文件 {name}"),
            format!("the handbook has no file {name}"),
        ));
    }
    let (mut changed, mut unreadable) = (Vec::new(), Vec::new());
    for file in files.iter().filter(|file| named(&file.path)) {
        match format(file, asked.words) {
            Formatted::Same => {}
            Formatted::Changed(text) => {
                if !asked.check {
                    folder::write(&dir.join(&*file.path), text.as_bytes())?;
                }
                changed.push(file.path.to_string());
            }
            Formatted::Unreadable => unreadable.push(file.path.to_string()),
        }
    }
    if output.json {
        output.document(&json!({ "changed": changed, "unreadable": unreadable }));
    } else {
        for path in &changed {
            output.line(match (asked.check, output.lang) {
                (true, Lang::Zh) => format!("要改写：{path}"),
                (true, Lang::En) => format!("would change: {path}"),
                (false, Lang::Zh) => format!("已改写：{path}"),
                (false, Lang::En) => format!("changed: {path}"),
            });
        }
        for path in &unreadable {
            output.line(match output.lang {
                Lang::Zh => format!("读不懂，没有动：{path}（用 steward check 看原因）"),
                Lang::En => format!("left alone, it can't be read: {path} (`steward check` says why)"),
            });
        }
        if changed.is_empty() && unreadable.is_empty() {
            output.line(output.pick("不用改写", "nothing to change"));
        }
    }
    let found = !unreadable.is_empty() || asked.check && !changed.is_empty();
    Ok(if found { Verdict::Found } else { Verdict::Well })
}

/// Whether a path inside the handbook is the one named: whole, or from one of its folders on.
fn is_named(path: &str, name: &str) -> bool {
    let name = name.trim_start_matches("./");
    path == name || path.strip_suffix(name).is_some_and(|before| before.ends_with('/'))
}
