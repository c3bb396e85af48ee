//! `--story FILE`: the lines of a file, which need not lie in the handbook, are followed first. What
//! is wrong with the file is told as `check` would, at its own path: `check` does not read it.

use crate::book::{self, Book};
use crate::options::{Global, Simulate};
use crate::output::{Output, Problem, Status};
use crate::{folder, instants};
use std::path::Path;
use std::sync::Arc;
use steward_language::render;
use steward_model::{Diagnostic, Estate, Files, Lang, Opening, Place, Scenario, Text, Workflow};
use steward_sim::{Conduct, Rehearsal, rehearse_story};

/// What the call says where the file leaves it out: the key in English and in Chinese.
const FROM_THE_CALL: [(&str, &str); 4] =
    [("scenario", "场景"), ("workflow", "流程"), ("estate", "项目"), ("opened", "立案")];

const STORY: (&str, &str) = ("story", "经过");

/// The story of a file: a scenario, or only its `story:`. What the call says goes before what the
/// file says.
pub(super) fn told(
    output: &Output,
    global: &Global,
    asked: &Simulate,
    file: &Path,
    conduct: Conduct,
) -> Result<(Book, Rehearsal), Problem> {
    let text = folder::read_one(file)?;
    let shown = file.display().to_string();
    if !has(&text, STORY) {
        return Err(no_story(&shown));
    }
    let reading = book::read(global)?;
    let name = file.file_name().map_or_else(|| "story.yaml".into(), |name| name.to_string_lossy());
    let path = format!("scenarios/{name}");
    let mut files = Files::new();
    for other in reading.files.iter().filter(|other| !other.path.starts_with("scenarios/")) {
        files.insert(&*other.path, &*other.bytes);
    }
    files.insert(&path, whole(text, asked));
    let reading = book::understand(reading.folder, files);
    let wrong: Vec<Diagnostic> =
        reading.errors().filter(|finding| *finding.place.file == *path).cloned().collect();
    let book = reading.sound_in(|file| file != path)?;
    if !wrong.is_empty() {
        return Err(broken(output, &book.files, wrong, (&path, &shown)));
    }
    let estate = book.estate(&asked.estate)?;
    let workflow = book.workflow_at(&asked.workflow, estate)?;
    let Some(scenario) = book.handbook.scenarios.first() else {
        return Err(no_story(&shown));
    };
    let mut scenario = (**scenario).clone();
    fits(&scenario, workflow, estate)?;
    if let Some(text) = &asked.opened {
        let at = instants::parse(text, &estate.zone)?;
        scenario.opened = match scenario.opened {
            Opening::ByEvent(name, _) => Opening::ByEvent(name, at),
            Opening::ByCase(_) => Opening::ByCase(at),
            Opening::At(_) | Opening::ByClock(_) => Opening::At(at),
        };
    }
    scenario.fields.extend(book.values(&asked.fields, workflow, estate)?);
    let went = rehearse_story(&book.handbook, &book.judges(), estate, workflow, &scenario, conduct).map_err(
        |failure| {
            let line = book::line(&book.files, &failure.place);
            Problem::new(
                Status::Refused,
                "refused",
                Text::new(
                    format!("{shown}:{line} {}", failure.got.names.zh),
                    format!("{shown}:{line}: {}", failure.got.names.en),
                ),
            )
        },
    )?;
    Ok((book, went))
}

fn no_story(file: &str) -> Problem {
    Problem::words("no-story", format!("{file} 里没有 story"), format!("there is no story in {file}")).help(
        Text::new(
            "先写一行 story:，下面一行写一件事，例如   - { at: +30m, do: respond, as: wang.li }",
            "begin with a line `story:` and write a line for each act below it, such as `  - { at: +30m, do: respond, as: wang.li }`",
        ),
    )
}

/// What is wrong with the file: each mistake at its word, as `check` shows it, to people; all of them
/// in a row to a program.
fn broken(output: &Output, files: &Files, wrong: Vec<Diagnostic>, (path, shown): (&str, &str)) -> Problem {
    let count = wrong.len();
    let row = |lang: Lang| {
        let one = |finding: &Diagnostic| {
            let line = book::line(files, &finding.place);
            match lang {
                Lang::Zh => format!("{shown}:{line} {}", finding.message.zh),
                Lang::En => format!("{shown}:{line}: {}", finding.message.en),
            }
        };
        wrong.iter().map(one).collect::<Vec<_>>().join(if lang == Lang::Zh { "；" } else { "; " })
    };
    if output.json {
        let help = wrong.first().and_then(|first| first.help.clone());
        let problem = Problem::words("story-broken", row(Lang::Zh), row(Lang::En));
        return match help {
            Some(help) => problem.help(help),
            None => problem,
        };
    }
    let mut at_home = Files::new();
    for file in files.iter() {
        at_home.insert(if *file.path == *path { shown } else { &*file.path }, &*file.bytes);
    }
    let wrong: Vec<Diagnostic> = wrong.into_iter().map(|finding| moved(finding, path, shown)).collect();
    output.complain(render::text(&wrong, &at_home, output.lang, output.color));
    let mistakes = if count == 1 { "mistake" } else { "mistakes" };
    Problem::words(
        "story-broken",
        format!("{shown} 有 {count} 处错误，先改好再演"),
        format!("{shown} has {count} {mistakes}; nothing was rehearsed"),
    )
}

/// A finding of the file where it is read, at the path where it lies.
fn moved(mut finding: Diagnostic, from: &str, to: &str) -> Diagnostic {
    let to: Arc<str> = to.into();
    let mend = |place: &mut Place| {
        if *place.file == *from {
            place.file = to.clone();
        }
    };
    mend(&mut finding.place);
    finding.also.iter_mut().for_each(|also| mend(&mut also.place));
    if let Some(fix) = &mut finding.fix {
        mend(&mut fix.place);
    }
    finding
}

/// Whether a key stands at the beginning of a line, in either vocabulary.
fn has(text: &str, (en, zh): (&str, &str)) -> bool {
    let is = |line: &str, key: &str| {
        line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with([':', '：']))
    };
    text.trim_start_matches('\u{feff}').lines().any(|line| is(line, en) || is(line, zh))
}

/// The file with the keys of a scenario that it leaves to the call, in the file's own words. They go
/// to its end, so that its lines keep their numbers.
fn whole(mut text: String, asked: &Simulate) -> String {
    let opened = asked.opened.clone().unwrap_or_else(|| instants::this_minute().to_string());
    let given = ["story".to_owned(), asked.workflow.clone(), asked.estate.clone(), opened];
    let chinese = has(&text, (STORY.1, STORY.1));
    for (key, value) in FROM_THE_CALL.into_iter().zip(given) {
        if !has(&text, key) {
            text.push_str(&format!("\n{}: {value:?}", if chinese { key.1 } else { key.0 }));
        }
    }
    text
}

fn fits(scenario: &Scenario, workflow: &Workflow, estate: &Estate) -> Result<(), Problem> {
    if scenario.workflow == workflow.id && scenario.estate == estate.id {
        return Ok(());
    }
    let (other, there) = (&scenario.workflow, &scenario.estate);
    Err(Problem::words(
        "other-story",
        format!("这个 story 讲的是 {there} 的 {other}，不是 {} 的 {}", estate.id, workflow.id),
        format!("the story is about {other} at {there}, not about {} at {}", workflow.id, estate.id),
    ))
}
