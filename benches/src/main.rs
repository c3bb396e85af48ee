//! How fast Steward is on this machine, as one JSON document on stdout; progress goes to stderr.
//!
//! A figure stands beside its floor where there is one, measured in the same run on the same disk: the same rows
//! written by hand, the same function called by bare rhai, the same mails handed over by a bare
//! socket. What is wanted is a ratio to that floor, so a slow machine fails nothing.
//!
//! `house` is the handbook everything runs on, `script` the rows of one real case, which `floor`
//! writes by hand and `crowd` copies a million times. Each other file measures one thing.

mod bare_rhai;
mod check;
mod clock;
mod crowd;
mod figure;
mod floor;
mod house;
mod idle;
mod mail;
mod rules;
mod script;
mod sweep;
mod work;

use anyhow::{Context as _, Result, ensure};
use figure::Figure;
use std::io::Write as _;
use std::path::Path;
use tokio::runtime::Runtime;

/// What can be measured alone, by naming it. The idle figures need the sweep's million cases.
const GROUPS: [&str; 5] = ["check", "rules", "work", "mails", "sweep"];

fn main() -> Result<()> {
    let runtime = Runtime::new()?;
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [word, store] = &words[..]
        && word == idle::STAND
    {
        // The idle figures are a process's own, so each is measured in a process of its own.
        let idle = runtime.block_on(idle::stand_idle(Path::new(store)))?;
        return print(&serde_json::to_string(&idle)?);
    }
    if words == [check::CHECK] {
        return print(&serde_json::to_string(&check::check_once()?)?);
    }
    let unknown = words.iter().find(|word| !GROUPS.contains(&word.as_str()));
    ensure!(unknown.is_none(), "{} is none of {}", unknown.map_or("", |word| word), GROUPS.join(", "));
    // Beside the program, which is on a disk: where /tmp is memory, a sync costs nothing.
    let program = std::env::current_exe()?;
    let folder = tempfile::tempdir_in(program.parent().context("the program is in no folder")?)?;
    let figures = measure(&runtime, folder.path(), &words)?;
    let cores = std::thread::available_parallelism()?.get();
    let document = serde_json::json!({
        "machine": { "cores": cores },
        "figures": figures.iter().map(Figure::to_json).collect::<Vec<_>>(),
    });
    print(&serde_json::to_string_pretty(&document)?)
}

/// Measures the groups that are named; all, where none is.
fn measure(runtime: &Runtime, folder: &Path, named: &[String]) -> Result<Vec<Figure>> {
    let wanted = |group: &str| named.is_empty() || named.iter().any(|name| name == group);
    let mut figures = Vec::new();
    if wanted("check") {
        figures.extend(check::measure()?);
    }
    if wanted("rules") {
        figures.extend(rules::measure()?);
    }
    if wanted("work") {
        figures.extend(work::measure(runtime, folder)?);
    }
    if wanted("mails") {
        figures.extend(mail::measure(runtime, folder)?);
    }
    if wanted("sweep") {
        figures.extend(sweep::measure(runtime, folder)?);
    }
    Ok(figures)
}

/// Says on stderr what is being done.
fn progress(what: &str) {
    // Where nobody reads it, the figures still count.
    let _ = writeln!(std::io::stderr(), "{what}");
}

fn print(document: &str) -> Result<()> {
    Ok(writeln!(std::io::stdout(), "{document}")?)
}
