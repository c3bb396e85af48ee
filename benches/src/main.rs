//! How fast Steward is on this machine, as one JSON document on stdout; progress goes to stderr.
//!
//! Every figure stands beside its floor, measured in the same run on the same disk: the same rows
//! written by hand, the same function called by bare rhai, the same mails handed over by a bare
//! socket. What is wanted is a ratio to that floor, so a slow machine fails nothing.
//!
//! `house` is the handbook everything runs on, `script` the rows of one real case, which `floor`
//! writes by hand and `crowd` copies a million times. Each other file measures one thing.

mod bare_rhai;
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

use anyhow::{Context as _, Result};
use figure::Figure;
use std::io::Write as _;
use std::path::Path;
use tokio::runtime::Runtime;

fn main() -> Result<()> {
    let runtime = Runtime::new()?;
    let mut words = std::env::args_os().skip(1);
    if let Some(store) = words.next() {
        // The idle figures are a process's own, so each is measured in a process of its own.
        let idle = runtime.block_on(idle::stand_idle(Path::new(&store)))?;
        return print(&serde_json::to_string(&idle)?);
    }
    // Beside the program, which is on a disk: where /tmp is memory, a sync costs nothing.
    let program = std::env::current_exe()?;
    let folder = tempfile::tempdir_in(program.parent().context("the program is in no folder")?)?;
    let figures = measure(&runtime, folder.path())?;
    let cores = std::thread::available_parallelism()?.get();
    let document = serde_json::json!({
        "machine": { "cores": cores },
        "figures": figures.iter().map(Figure::to_json).collect::<Vec<_>>(),
    });
    print(&serde_json::to_string_pretty(&document)?)
}

fn measure(runtime: &Runtime, folder: &Path) -> Result<Vec<Figure>> {
    let mut figures = rules::measure()?;
    figures.extend(work::measure(runtime, folder)?);
    figures.extend(mail::measure(runtime, folder)?);
    figures.extend(sweep::measure(runtime, folder)?);
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
