//! What may stand at a place of a guard: a field, a question, a joint, or a value of the field that is
//! compared there.

use super::offers::{Offer, OfferKind, words};
use crate::words::{BoolWord, GuardWord, Words};
use steward_model::{Field, FieldKind, Lang, Text, Workflow};

/// What may be written behind a line of a process.
pub(super) fn offers(workflow: Option<&Workflow>, lang: Lang, line: &str) -> Vec<Offer> {
    let Some(workflow) = workflow else { return Vec::new() };
    if let Some(field) = compared(workflow, line) {
        return values(field, lang);
    }
    let fields = workflow.fields.iter().map(|field| offer(field.id.as_str(), &field.title));
    fields.chain(words(GuardWord::TABLE, lang, false).into_iter().map(|(_, offer)| offer)).collect()
}

/// The field whose value is being written: behind `severity == ` and `severity in [`.
fn compared<'a>(workflow: &'a Workflow, line: &str) -> Option<&'a Field> {
    let open = line.rfind(" [").filter(|at| !line[*at..].contains(']'));
    let before = match open {
        Some(at) => {
            let is_in = |word: &&str| GuardWord::TABLE.find(word).is_some();
            let (before, word) = line[..at].rsplit_once(' ')?;
            Some(word).filter(is_in).map(|_| before)?
        }
        None => {
            let (before, after) = line.rsplit_once(['=', '!', '<', '>'])?;
            // Only what is begun right behind the sign.
            (!after.trim_start().contains(' ')).then_some(before.trim_end_matches(['=', '!', '<', '>']))?
        }
    };
    let name = before.trim_end().rsplit(|c: char| !(c.is_alphanumeric() || c == '_')).next()?;
    workflow.fields.iter().find(|field| field.id.as_str() == name)
}

fn values(field: &Field, lang: Lang) -> Vec<Offer> {
    match &field.kind {
        FieldKind::Bool => words(BoolWord::TABLE, lang, false).into_iter().map(|(_, offer)| offer).collect(),
        FieldKind::Choice(choices) => {
            choices.iter().map(|(choice, title)| offer(choice.as_str(), title)).collect()
        }
        _ => Vec::new(),
    }
}

fn offer(name: &str, title: &Text) -> Offer {
    Offer {
        text: name.to_owned(),
        kind: OfferKind::Name,
        is_key: false,
        about: title.clone(),
        also: format!("{} {}", title.zh, title.en),
    }
}
