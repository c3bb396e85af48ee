//! `steward simulate`: rehearses a case in virtual time, on the engine that serves, and tells who
//! would be told what, when and how.

mod many;
mod story;

use crate::book::{self, Book};
use crate::drawing::{self, Drawn, Letter};
use crate::options::{Format, Global, Simulate};
use crate::output::{Done, Output, Paint, Problem, Status, Verdict};
use crate::{folder, instants, timeline, wire};
use serde_json::{Value, json};
use std::path::Path;
use steward_case::itemised;
use steward_model::{Estate, Lang, Workflow};
use steward_sim::{Conduct, Rehearsal, rehearse};

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
        Some(file) => story::told(output, global, asked, file, conduct)?,
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
        .map_err(|refusal| Problem::new(Status::Refused, "refused", refusal.text(workflow, estate)))
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
