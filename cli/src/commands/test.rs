//! `steward test`: runs the scenarios in virtual time. A failure shows the story's line, what was
//! expected, what there was, and the timeline around it.

mod junit;
mod record;

use crate::book::{self, Book};
use crate::options::{Global, Test};
use crate::output::{Done, Output, Paint, Problem, Verdict};
use crate::watch::Watch;
use crate::{folder, instants, timeline, wire};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};
use steward_case::{Case, itemised};
use steward_model::{Lang, Scenario, Text};
use steward_sim::{Coverage, Failure, Verdict as Went, run as play};

/// Of a failed story, this many events before the failure are shown: about a screen.
const AROUND: usize = 16;

/// While watching, a change counts once nothing more came for this long.
const QUIET: Duration = Duration::from_millis(150);

pub(crate) fn run(output: &Output, global: &Global, asked: &Test) -> Done {
    if let Some(case) = &asked.record {
        return record::run(output, global, case);
    }
    if !asked.watch {
        return once(output, global, asked);
    }
    if output.json {
        return Err(Problem::words(
            "watch-json",
            "--watch 不能和 --json 一起用：一份文档说不了几次运行",
            "--watch and --json do not go together: one document can't tell of several runs",
        ));
    }
    watch(output, global, || once(output, global, asked))
}

/// Runs now and after each change. A file half written is told like any other mistake, and the watch
/// goes on. Returns only when the folder can't be watched.
fn watch(output: &Output, global: &Global, once: impl Fn() -> Done) -> Done {
    let mut watch = Watch::of(&folder::find(global.dir.as_deref())?, None, QUIET)?;
    loop {
        watch.changed()?;
        if let Err(problem) = once() {
            output.explain(&problem);
        }
        let waits = output.pick("—— 等待文件改动，Ctrl-C 结束 ——", "—— waiting for a change; Ctrl-C ends ——");
        output.line(output.paint(Paint::Dim, waits));
    }
}

fn once(output: &Output, global: &Global, asked: &Test) -> Done {
    let book = book::open(global)?;
    let chosen = choose(&book, &asked.names)?;
    let judges = book.judges();
    let mut coverage = Coverage::default();
    let (mut all, mut took) = (Vec::new(), Vec::new());
    for scenario in chosen {
        let begun = Instant::now();
        let went = play(scenario, &book.handbook, &judges);
        took.push(begun.elapsed());
        super::coverage::see(&mut coverage, &book, &went);
        if !output.json {
            tell(output, &book, scenario, &went);
        }
        all.push((scenario, went));
    }
    let failed = all.iter().filter(|(_, went)| went.failure.is_some()).count();
    if let Some(file) = &asked.junit {
        folder::write_one(file, &junit::document(output, &book, &all, &took))?;
    }
    let passed = all.len() - failed;
    if output.json {
        let scenarios: Vec<Value> =
            all.iter().map(|(scenario, went)| document(output, &book, scenario, went)).collect();
        let mut whole = json!({ "passed": passed, "failed": failed, "scenarios": scenarios });
        if asked.coverage {
            whole["coverage"] = super::coverage::document(output, &book, &coverage);
        }
        output.document(&whole);
    } else {
        if failed > 0 {
            output.line("");
        }
        output.line(match output.lang {
            Lang::Zh => format!("{passed} 个通过，{failed} 个不通过"),
            Lang::En => format!("{passed} passed, {failed} failed"),
        });
        if asked.coverage {
            output.line("");
            super::coverage::tell(output, &book, &coverage);
        }
    }
    Ok(if failed > 0 { Verdict::Found } else { Verdict::Well })
}

fn choose<'b>(book: &'b Book, names: &[String]) -> Result<Vec<&'b Scenario>, Problem> {
    let fits =
        |scenario: &Scenario, name: &str| scenario.name.contains(name) || scenario.place.file.contains(name);
    let all = &book.handbook.scenarios;
    if let Some(stray) = names.iter().find(|name| !all.iter().any(|one| fits(one, name))) {
        return Err(Problem::words(
            "unknown-name",
            format!("没有名字或文件里含“{stray}”的场景"),
            format!("no scenario's name or file contains `{stray}`"),
        )
        .help(Text::new("不写名字就运行全部", "without a name all are run")));
    }
    let wanted =
        |scenario: &&Arc<Scenario>| names.is_empty() || names.iter().any(|name| fits(scenario, name));
    Ok(all.iter().filter(wanted).map(|scenario| &**scenario).collect())
}

fn document(output: &Output, book: &Book, scenario: &Scenario, went: &Went) -> Value {
    let place = went.failure.as_ref().map_or(&scenario.place, |failure| &failure.place);
    let zone =
        book.handbook.estates.get(&scenario.estate).map_or(&book.handbook.organisation.zone, |one| &one.zone);
    let of = |pick: fn(&Failure) -> &Text| went.failure.as_ref().map(|failure| output.say(pick(failure)));
    json!({
        "file": &*place.file,
        "line": book::line(&book.files, place),
        "name": scenario.name,
        "outcome": if went.failure.is_some() { "failed" } else { "passed" },
        "at": wire::maybe_instant(went.failure.as_ref().map(|failure| failure.at), zone),
        "expected": of(|failure| &failure.expected.ids),
        "got": of(|failure| &failure.got.ids),
    })
}

fn tell(output: &Output, book: &Book, scenario: &Scenario, went: &Went) {
    let Some(failure) = &went.failure else {
        let mark = output.paint(Paint::Green, output.pick("通过", "pass"));
        output.line(format!("{mark}  {}", scenario.name));
        return;
    };
    let mark = output.paint(Paint::Red, output.pick("不通过", "FAIL"));
    output.line(format!("{mark}  {}", output.paint(Paint::Bold, &scenario.name)));
    let line = book::line(&book.files, &failure.place);
    output.line(format!("  {}:{line}", failure.place.file));
    output.line(format!("  {}", output.paint(Paint::Dim, &book::line_text(&book.files, &failure.place))));
    let estate = book.handbook.estates.get(&scenario.estate);
    let zone = estate.map_or(&book.handbook.organisation.zone, |one| &one.zone);
    let at = instants::full(failure.at, zone, output.lang);
    output.line(format!("  {}  {at}", output.pick("时刻", "at      ")));
    output.line(format!("  {}  {}", output.pick("应有", "expected"), output.say(&failure.expected.names)));
    output.line(format!("  {}  {}", output.pick("实际", "got     "), output.say(&failure.got.names)));
    let standard = book.handbook.workflows.get(&scenario.workflow);
    if let (Some(standard), Some(estate)) = (standard, estate)
        && let Ok(workflow) = book.handbook.at(&estate.id, standard)
        && let Some(case) = Case::replay(&went.events)
    {
        let workflow = itemised(workflow, &case, estate);
        let mut lines = timeline::Timeline::new(output, &workflow, estate);
        let skipped = went.events.len().saturating_sub(AROUND);
        let (before, around) = went.events.split_at(skipped);
        before.iter().for_each(|event| lines.pass_over(event));
        output.line(format!("  {}", output.pick("经过：", "As it went:")));
        if skipped > 0 {
            output.line(format!("    {}", output.pick("……", "…")));
        }
        for line in lines.lines(around) {
            output.line(format!("    {line}"));
        }
    }
}
