//! `steward doctor`: connects and logs in to each channel, opens the store, checks the handbook, and
//! says in plain words what is wrong. It sends nothing unless `--to` asks for one message a channel.

mod trial;

use crate::book::{self, Book, Reading};
use crate::office::{open_store, store_path};
use crate::options::Global;
use crate::output::{Done, Output, Paint, Problem, Status, Verdict};
use serde_json::{Value, json};
use std::sync::Arc;
use steward_model::{Channel, Lang, Person, Text};
use steward_notifiers::{Terms, notifiers};
use steward_ports::{Health, Notifier, Store as _};

/// What was found of one channel.
struct Found {
    channel: Channel,
    name: String,
    health: Health,
    /// What became of the trial message, when one was asked for.
    trial: Option<Health>,
}

pub(crate) fn run(output: &Output, global: &Global, to: Option<&str>) -> Done {
    let reading = book::read(global)?;
    let (errors, warnings) = (reading.errors().count(), reading.findings.len() - reading.errors().count());
    let book = examined(reading)?;
    let person = to.map(|id| person(&book, id)).transpose()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Problem::new(Status::Outside, "no-runtime", Text::plain(error.to_string())))?;
    let (channels, store) =
        runtime.block_on(async { (channels(&book, person.as_deref()).await, store(&book, global).await) });
    let well = |one: &Found| one.health.ok && one.trial.as_ref().is_none_or(|trial| trial.ok);
    let ok = errors == 0 && store.ok && channels.iter().all(well);
    if output.json {
        let channels: Vec<Value> = channels.iter().map(|found| document(output, found)).collect();
        output.document(&json!({
            "ok": ok,
            "channels": channels,
            "store": { "ok": store.ok, "text": output.say(&store.text) },
            "handbook": { "errors": errors, "warnings": warnings },
        }));
    } else {
        tell(output, &channels, &store, (errors, warnings));
    }
    Ok(if ok { Verdict::Well } else { Verdict::Found })
}

/// What can be worked with, errors or not: a mail server can be tried before every process is right.
fn examined(reading: Reading) -> Result<Book, Problem> {
    reading.sound_in(|file| file == "steward.yaml")
}

fn person(book: &Book, id: &str) -> Result<Arc<Person>, Problem> {
    let all = book.handbook.staff.iter().map(|one| (one.id.to_string(), Text::plain(&one.name), one.clone()));
    let all: Vec<_> = all.collect();
    book::called(id, ("人员", "person"), all.iter().map(|(id, name, one)| (id.as_str(), name, one.clone())))
}

async fn channels(book: &Book, person: Option<&Person>) -> Vec<Found> {
    let set_up = notifiers(&book.handbook.organisation, &book.folder, &Terms::usual());
    let mut found = Vec::new();
    for notifier in &set_up.working {
        let health = notifier.examine().await;
        let trial = match person {
            Some(person) => Some(trial::send(&**notifier, person, &book.handbook).await),
            None => None,
        };
        found.push(Found { channel: notifier.channel(), name: notifier.name().to_owned(), health, trial });
    }
    for broken in &set_up.broken {
        let health = broken.health();
        found.push(Found { channel: broken.channel, name: broken.name.to_string(), health, trial: None });
    }
    found
}

async fn store(book: &Book, global: &Global) -> Health {
    let wrong = |problem: Problem| Health { ok: false, text: problem.message, help: problem.help };
    let path = match store_path(book, global) {
        Ok(path) => path,
        Err(problem) => return wrong(problem),
    };
    let store = match open_store(&path) {
        Ok(store) => store,
        Err(problem) => return wrong(problem),
    };
    match store.pulse().await {
        Ok(_) => Health { ok: true, text: Text::plain(path.display().to_string()), help: None },
        Err(error) => Health { ok: false, text: error.text().clone(), help: None },
    }
}

fn document(output: &Output, found: &Found) -> Value {
    let trial = found.trial.as_ref();
    // What is wrong with the trial is what is wrong with the channel.
    let health = trial.filter(|trial| !trial.ok || found.health.ok).unwrap_or(&found.health);
    json!({
        "channel": found.channel.word(),
        "name": found.name,
        "ok": found.health.ok && trial.is_none_or(|trial| trial.ok),
        "text": output.say(&health.text),
        "help": health.help.as_ref().map(|help| output.say(help)),
    })
}

fn tell(output: &Output, channels: &[Found], store: &Health, (errors, warnings): (usize, usize)) {
    let (yes, no) = (
        output.paint(Paint::Green, output.pick("正常", "ok  ")),
        output.paint(Paint::Red, output.pick("不行", "FAIL")),
    );
    let mark = |ok: bool| if ok { &yes } else { &no };
    let line = |health: &Health, what: &str| {
        output.line(format!("{}  {what}  {}", mark(health.ok), output.say(&health.text)));
        if let Some(help) = &health.help {
            output.line(format!("      {}: {}", output.pick("办法", "help"), output.say(help)));
        }
    };
    for found in channels {
        let what = format!("{} {}", found.channel.title().in_(output.lang), found.name);
        line(&found.health, &what);
        if let Some(trial) = &found.trial {
            line(trial, &what);
        }
    }
    if channels.is_empty() {
        output.line(output.pick(
            "没有通知渠道：steward.yaml 里没有 mail，也没有 sms",
            "no channels: steward.yaml has neither mail nor sms",
        ));
    }
    line(store, output.pick("存储", "store"));
    output.line(match output.lang {
        Lang::Zh => format!("{}  手册  {errors} 个错误，{warnings} 个警告", mark(errors == 0)),
        Lang::En => format!("{}  handbook  errors {errors}, warnings {warnings}", mark(errors == 0)),
    });
}

/// The address of a person on a channel.
fn address<'p>(notifier: &dyn Notifier, person: &'p Person) -> Option<&'p steward_model::Private> {
    match person.contact(notifier.channel())? {
        steward_model::Contact::Email(address) | steward_model::Contact::Phone(address) => Some(address),
    }
}
