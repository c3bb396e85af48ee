//! One file a command; here each is called. Commands that change a case by a word and a reason are
//! all of one kind, and share `act`.

mod act;
mod cases;
mod check;
mod coverage;
mod diff;
mod doctor;
mod done;
mod due;
mod event;
mod explain;
mod fmt;
mod graph;
pub(crate) mod init;
mod lsp;
mod messages;
mod new;
mod open;
mod schema;
mod serve;
mod set;
mod show;
mod simulate;
mod tasks;
mod test;
mod why;

use crate::options::{Command, Global};
use crate::output::{Done, Output};
use steward_case::Command as Asked;
use steward_model::StepId;

/// Does what was asked.
pub(crate) fn run(output: &Output, global: &Global, command: Command) -> Done {
    let act = |case: &str, asked: Asked| act::run(output, global, case, &asked);
    match command {
        Command::Init { target } => init::run(output, &target),
        Command::Test(asked) => test::run(output, global, &asked),
        Command::Coverage => coverage::run(output, global),
        Command::Check(how) => check::run(output, global, how),
        Command::Explain { code } => explain::run(output, global, code.as_deref()),
        Command::Fmt { files, words, check } => {
            fmt::run(output, global, &fmt::Asked { files, words: words.map(Into::into), check })
        }
        Command::Lsp => lsp::run(output, global),
        Command::Schema { kind } => schema::run(output, &kind),
        Command::Simulate(asked) => simulate::run(output, global, &asked),
        Command::Graph(asked) => graph::run(output, global, &asked),
        Command::Diff { old, new } => diff::run(output, global, &old, &new),
        Command::New(asked) => new::run(output, global, &asked),
        Command::Due(asked) => due::run(output, global, &asked),
        Command::Open(asked) => open::run(output, global, &asked),
        Command::Tasks(asked) => tasks::run(output, global, asked),
        Command::Done(asked) => done::run(output, global, asked),
        Command::Take { case, step, item } => act(&case, Asked::Take(task(&step, item.as_deref()))),
        Command::Repeat { case, step } => act(&case, Asked::Repeat(step.as_str().into())),
        Command::Sign { case, step, item } => act(&case, Asked::Sign(task(&step, item.as_deref()))),
        Command::Approve { case, step } => act(&case, Asked::Approve(step.as_str().into())),
        Command::Return { case, step, comment } => {
            act(&case, Asked::Return { step: step.as_str().into(), comment })
        }
        Command::Refuse { case, step, comment } => {
            act(&case, Asked::Refuse { step: step.as_str().into(), comment })
        }
        Command::Hand { case, step, person, item } => {
            act(&case, Asked::Hand { step: task(&step, item.as_deref()), to: person.as_str().into() })
        }
        Command::Hold { case, reason } => act(&case, Asked::Hold(reason)),
        Command::Resume { case } => act(&case, Asked::Resume),
        Command::Extend { case, limit, span, item, reason } => {
            let (span, limit) = (due::span(&span)?, task(&limit, item.as_deref()));
            act(&case, Asked::Extend { limit: limit.as_str().into(), span, reason })
        }
        Command::Excuse { case, limit, item, reason } => {
            let limit = task(&limit, item.as_deref());
            act(&case, Asked::Excuse { limit: limit.as_str().into(), reason })
        }
        Command::Set { case, fields, reason } => set::run(output, global, &case, &fields, &reason),
        Command::Note { case, text } => act(&case, Asked::Note(text)),
        Command::Cancel { case, reason } => act(&case, Asked::Cancel(reason)),
        Command::Event { name, estate, fields, key } => {
            let raised = event::Raised { name: &name, estate: &estate, fields: &fields, key: key.as_deref() };
            event::run(output, global, &raised)
        }
        Command::Show { case, into } => show::run(output, global, &case, into.as_deref()),
        Command::Cases(asked) => cases::run(output, global, asked),
        Command::Why { case } => why::run(output, global, &case),
        Command::Serve => serve::run(output, global),
        Command::Doctor { to } => doctor::run(output, global, to.as_deref()),
        Command::Messages(asked) => messages::run(output, global, asked),
        Command::Demo { keep } => crate::demo::run(output, keep.as_deref()),
    }
}

/// The task that is meant: of a step done item by item the one of the item; a limit is called as its step.
pub(crate) fn task(step: &str, item: Option<&str>) -> StepId {
    let step = StepId::new(step);
    item.map_or(step.clone(), |item| step.of_item(item))
}
