//! `steward simulate`: rehearses a case in virtual time, on the engine that serves, and tells who
//! would be told what, when and how.

mod many;

use crate::book::{self, Book};
use crate::drawing::{self, Drawn, Letter};
use crate::options::{Format, Global, Simulate};
use crate::output::{Done, Output, Paint, Problem, Status, Verdict};
use crate::{folder, instants, timeline, wire};
use serde_json::{Value, json};
use std::path::Path;
use steward_case::itemised;
use steward_model::{Estate, Files, Lang, Opening, Scenario, Text, Workflow};
use steward_sim::{Conduct, Rehearsal, rehearse, rehearse_story};

pub(crate) fn run(output: &Output, global: &Global, asked: &Simulate) -> Done {
    if let Some(cases) = asked.many {
        return many::run(output, &book::open(global)?, asked, cases);
    }
    let conduct = if asked.nobody { Conduct::Nobody } else { Conduct::InGoodTime };
    let (book, went) = match &asked.story {
        None => {
            let book = book::open(global)?;
            let went = plainly(&book, asked, conduct)?;
            (book, went)
        }
        Some(file) => by_story(global, asked, file, conduct)?,
    };
    let estate = book.estate(&asked.estate)?;
    let workflow = &*itemised(book.workflow_at(&asked.workflow, estate)?, &went.case, estate);
    let letters = drawing::letters(&book.handbook, workflow, estate, &went);
    let drawn = Drawn {
        workflow,
        estate,
        went: &went,
        letters: &letters,
        conduct: how(output, conduct),
        lang: output.lang,
    };
    let picture = match asked.format {
        Format::Text => None,
        Format::Svg => Some(drawing::svg(drawn)),
        Format::Html => Some(drawing::page(drawn)),
    };
    if let Some(picture) = picture {
        return give(output, asked.out.as_deref(), &picture);
    }
    if output.json {
        output.document(&json!({
            "workflow": workflow.id.as_str(),
            "estate": estate.id.as_str(),
            "opened": wire::instant(went.opened, &estate.zone),
            "closed": wire::maybe_instant(went.closed, &estate.zone),
            "timeline": wire::events(&went.events, &estate.zone, output.lang),
            "messages": letters.iter().map(letter).collect::<Vec<_>>(),
        }));
    } else {
        tell(output, workflow, estate, &went, conduct);
    }
    Ok(Verdict::Well)
}

/// What was drawn, into a file or to whoever reads on.
fn give(output: &Output, file: Option<&Path>, text: &str) -> Done {
    let Some(file) = file else {
        output.text(text);
        return Ok(Verdict::Well);
    };
    folder::write_one(file, text)?;
    output.line(match output.lang {
        Lang::Zh => format!("写好了 {}", file.display()),
        Lang::En => format!("wrote {}", file.display()),
    });
    Ok(Verdict::Well)
}

/// A message as it would be worded.
fn letter(letter: &Letter<'_>) -> Value {
    let mail = letter.mail.as_ref();
    json!({
        "event": letter.event.n,
        "to": letter.tell.to.as_str(),
        "via": letter.tell.via.iter().map(|channel| channel.word()).collect::<Vec<_>>(),
        "template": letter.tell.template.as_str(),
        "subject": mail.map(|mail| &mail.subject),
        "text": mail.map(|mail| &mail.text),
        "sms": letter.sms.as_ref().map(|sms| json!({ "code": sms.code, "variables": sms.variables })),
    })
}

fn plainly(book: &Book, asked: &Simulate, conduct: Conduct) -> Result<Rehearsal, Problem> {
    let estate = book.estate(&asked.estate)?;
    let workflow = book.workflow_at(&asked.workflow, estate)?;
    let opened = match &asked.opened {
        Some(text) => instants::parse(text, &estate.zone)?,
        None => instants::this_minute(),
    };
    let fields = book.values(&asked.fields, workflow, estate)?;
    rehearse(&book.handbook, &book.judges(), estate, workflow, opened, fields, conduct)
        .map_err(|refusal| Problem::new(Status::Refused, "refused", refusal.text()))
}

/// The story of a file: a scenario, or only its `story:`. What the call says goes before what the
/// file says.
fn by_story(
    global: &Global,
    asked: &Simulate,
    file: &Path,
    conduct: Conduct,
) -> Result<(Book, Rehearsal), Problem> {
    let text = folder::read_one(file)?;
    let reading = book::read(global)?;
    let name = file.file_name().map_or_else(|| "story.yaml".into(), |name| name.to_string_lossy());
    let path = format!("scenarios/{name}");
    let mut files = Files::new();
    for other in reading.files.iter().filter(|other| !other.path.starts_with("scenarios/")) {
        files.insert(&*other.path, &*other.bytes);
    }
    files.insert(&path, whole(text, asked));
    let book = book::understand(reading.folder, files).sound()?;
    let estate = book.estate(&asked.estate)?;
    let workflow = book.workflow_at(&asked.workflow, estate)?;
    let Some(mut scenario) = book.handbook.scenarios.first().cloned() else {
        return Err(Problem::words(
            "no-story",
            format!("{path} 里没有 story"),
            format!("there is no story in {path}"),
        ));
    };
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
            let at = format!("{}:{line}", failure.place.file);
            Problem::new(
                Status::Refused,
                "refused",
                Text::new(format!("{at} {}", failure.got.zh), format!("{at}: {}", failure.got.en)),
            )
        },
    )?;
    Ok((book, went))
}

/// The file with the keys of a scenario that it leaves to the call. They go to its end, so that its
/// lines keep their numbers.
fn whole(mut text: String, asked: &Simulate) -> String {
    let opened = asked.opened.clone().unwrap_or_else(|| instants::this_minute().to_string());
    let given = [
        ("scenario", "story".to_owned()),
        ("workflow", asked.workflow.clone()),
        ("estate", asked.estate.clone()),
        ("opened", opened),
    ];
    for (key, value) in given {
        let there = text
            .lines()
            .any(|line| line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(':')));
        if !there {
            text.push_str(&format!("\n{key}: {:?}", value));
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

fn how(output: &Output, conduct: Conduct) -> &'static str {
    match (conduct, output.lang) {
        (Conduct::InGoodTime, Lang::Zh) => "各步都及时办理",
        (Conduct::InGoodTime, Lang::En) => "everyone acts in good time",
        (Conduct::AtRandom(_), Lang::Zh) => "各步随机办理",
        (Conduct::AtRandom(_), Lang::En) => "everyone acts at random",
        (Conduct::Nobody, Lang::Zh) => "立案之后无人办理",
        (Conduct::Nobody, Lang::En) => "nobody does anything after the opening",
    }
}

fn tell(output: &Output, workflow: &Workflow, estate: &Estate, went: &Rehearsal, conduct: Conduct) {
    let lang = output.lang;
    let opened = instants::full(went.opened, &estate.zone, lang);
    let how = how(output, conduct);
    let (title, name) = (workflow.title.in_(lang), estate.name.in_(lang));
    output.line(output.paint(Paint::Bold, &format!("{title} · {name}")));
    output.line(match lang {
        Lang::Zh => format!("预演：{opened} 立案，{how}"),
        Lang::En => format!("Rehearsal: opened {opened}, {how}"),
    });
    output.line("");
    for line in timeline::Timeline::new(output, workflow, estate).lines(&went.events) {
        output.line(line);
    }
    output.line("");
    match went.closed {
        Some(at) => {
            let at = instants::full(at, &estate.zone, lang);
            output.line(format!("{} {at}", output.pick("结案：", "Closed:")));
        }
        None => {
            output.line(output.pick("没有结案：还有步骤等人办理", "It does not end: steps wait for somebody"))
        }
    }
}
