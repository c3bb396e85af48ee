//! What an editor asks while somebody writes: what stands at a place, what may stand there, where a
//! name is defined, what a file holds. Files are those of the editor, saved or not; places are byte
//! offsets.

mod elsewhere;
mod guards;
mod names;
mod offers;
mod outline;
mod rename;
mod spot;

pub use names::definition;
pub use offers::{Offer, OfferKind, offers};
pub use outline::{Item, ItemKind, outline};
pub use rename::{Name, renamed, uses};

use crate::assemble::likely;
use crate::findings::Findings;
use crate::words::all_tables;
use crate::words::grammar::FileKind;
use crate::words::spoken::{self, Spoken};
use crate::{reference, tree};
use steward_model::{Allowance, File, Files, Handbook, Lang, Place, Text};

/// What there is to say of a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hint {
    /// The word or name it is about.
    pub place: Place,
    /// What it means, as Markdown.
    pub text: Text,
}

/// What stands at a place: a word of the language with its meaning in the reference, or a name with
/// what it stands for. `None` where neither stands.
pub fn hint(files: &Files, file: &File, handbook: Option<&Handbook>, at: usize) -> Option<Hint> {
    word(file, at).or_else(|| names::hint(files, file, handbook?, at))
}

/// The amount of time that a line of a limit allows, where one stands at a place: the limit's line and
/// its calendar, so that the caller can say when it would be due.
pub fn allowance<'a>(
    file: &File,
    handbook: &'a Handbook,
    at: usize,
) -> Option<(&'a steward_model::Limit, &'a steward_model::LimitLine)> {
    let workflow = names::workflow_of(file, handbook)?;
    let line = |place: &Place| *place.file == *file.path && same_line(file, place.start, at);
    workflow.all_limits().find_map(|limit| {
        let lines = limit.lines.iter();
        let timed = lines.filter(|line| !matches!(line.allow, Allowance::ByField(_)));
        timed.into_iter().find(|one| line(&one.place)).map(|one| (limit, one))
    })
}

fn same_line(file: &File, one: usize, other: usize) -> bool {
    let (from, to) = (one.min(other), one.max(other));
    file.bytes.get(from..to).is_some_and(|between| !between.contains(&b'\n'))
}

fn word(file: &File, at: usize) -> Option<Hint> {
    let spoken = words(file)?;
    let found = spoken.uses.iter().find(|one| one.place.start <= at && at <= one.place.end)?;
    let place = found.place.clone();
    let around =
        spoken.around.iter().rev().filter(|(range, _)| range.start <= place.start && place.end <= range.end);
    let tables = around.map(|(_, table)| *table).chain(all_tables());
    let meaning = tables
        .filter(|table| table.words.iter().any(|(en, _)| *en == found.en))
        .find_map(|table| reference::meaning(table.name, &found.en))?;
    let (zh, en) = (&found.zh, &found.en);
    Some(Hint {
        place,
        text: Text::new(
            format!("**{zh}** · `{en}`\n\n{}", meaning.zh),
            format!("**{en}** · {zh}\n\n{}", meaning.en),
        ),
    })
}

/// The words of a file, where it can be read.
fn words(file: &File) -> Option<Spoken> {
    let kind = likely(&file.path)?;
    let nowhere = Findings::default();
    let mut tree = tree::read(file, &nowhere)?;
    Some(spoken::read(&mut tree, kind, &nowhere))
}

/// The vocabulary a file is written in; where it has no word yet, that of the organisation.
fn vocabulary(file: &File, files: &Files) -> Lang {
    written_in(file).or_else(|| of_organisation(files)).unwrap_or(Lang::Zh)
}

/// The vocabulary of `steward.yaml`.
pub(crate) fn of_organisation(files: &Files) -> Option<Lang> {
    written_in(files.iter().find(|one| likely(&one.path) == Some(FileKind::Handbook))?)
}

fn written_in(file: &File) -> Option<Lang> {
    words(file).filter(|spoken| !spoken.uses.is_empty()).map(|spoken| spoken.vocabulary())
}
