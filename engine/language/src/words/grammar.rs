//! What stands behind each key, so that every word of a file can be found by where it stands: the
//! reader's trees are made of it, `steward fmt`, the JSON Schemas and the reference.
//!
//! A new key gets its line in the file of its subject: the compiler asks for it.

mod calendar;
mod estate;
mod organisation;
mod scenario;
mod step;
mod workflow;

use super::{CalendarKey, EstateKey, HandbookKey, HolidayKey, ScenarioKey, Table, Words, WorkflowKey};

/// What may stand somewhere.
#[derive(Debug)]
pub(crate) enum Shape {
    /// A text of the author's own, with no word of the language in it.
    Own(Own),
    /// What people read: plain, or in both languages.
    Text,
    /// Yes or no.
    YesNo,
    /// One of these words.
    Word(&'static Table),
    /// One of these words, or a text of the author's own.
    WordOr(&'static Table, Own),
    /// Somebody: a word for people, a role, a person, a field in braces.
    Audience,
    /// An amount of time.
    Span,
    /// So many a day.
    PerDay,
    /// `every:` of a start.
    Recurrence,
    /// `at:` of a rung.
    RungAt,
    /// `at:` of a line of a story: `+25m`, or an instant.
    StoryAt,
    /// `opened:` of a scenario.
    Opened,
    /// A guard, a computation.
    Guard,
    /// `measure:` of a standard.
    Measure,
    /// A value of the field whose type stands beside it.
    Default,
    /// Days of the week: `mon-fri`.
    Weekdays,
    /// Keys that are words.
    Keys(Keys),
    /// Keys that are words, beside the author's own, whose values are of another shape.
    KeysOr(Keys, Box<Shape>),
    /// `hours:` of a calendar: keys that are words, beside days of the week.
    Days(Keys, Box<Shape>),
    /// Keys that are the author's own.
    Named(Box<Shape>),
    /// A list.
    List(Box<Shape>),
    /// A list, or the one thing in its place.
    Many(Box<Shape>),
    /// What fits: a text, keys or a list are told apart by sight.
    Either(Vec<Shape>),
}

/// A text of the author's own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Own {
    /// A name: an id, or what is called by one.
    Name,
    /// A sentence, an address, whatever is written.
    Free,
    /// A whole number between two bounds.
    Number(u32, u32),
    /// `env:NAME` or `file:PATH`.
    Secret,
    /// `2026-03-05`, or a stretch of dates.
    Date,
    /// `2026-03-05 16:50`.
    Instant,
    /// `"08:30-12:00"`.
    Hours,
    /// A value of a field, of whatever type.
    Value,
}

/// A map whose keys are words: the words, and what stands behind each.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Keys {
    pub(crate) table: &'static Table,
    shape: fn(usize) -> Shape,
    required: fn(usize) -> bool,
}

impl Keys {
    /// What stands behind the word at this place of the table.
    pub(crate) fn shape(self, at: usize) -> Shape {
        (self.shape)(at)
    }

    /// Whether a map can't do without the word at this place of the table.
    pub(crate) fn is_required(self, at: usize) -> bool {
        (self.required)(at)
    }
}

/// Words that are keys.
pub(crate) trait Shaped: Words {
    /// Keys that a map can't do without.
    const REQUIRED: &'static [Self] = &[];

    /// What stands behind the key.
    fn shape(self) -> Shape;
}

/// The map with these keys.
pub(crate) fn keys<K: Shaped>() -> Keys {
    Keys { table: K::TABLE, shape: |at| K::ALL[at].shape(), required: |at| K::REQUIRED.contains(&K::ALL[at]) }
}

/// A word of this place.
pub(crate) fn word<K: Words>() -> Shape {
    Shape::Word(K::TABLE)
}

/// A word of this place, or a name.
pub(crate) fn word_or_name<K: Words>() -> Shape {
    Shape::WordOr(K::TABLE, Own::Name)
}

/// Maps with these keys in a list.
pub(crate) fn each<K: Shaped>() -> Shape {
    Shape::List(Box::new(Shape::Keys(keys::<K>())))
}

/// A list of this, or the one thing in its place.
pub(crate) fn many(shape: Shape) -> Shape {
    Shape::Many(Box::new(shape))
}

/// One name or several.
pub(crate) fn names() -> Shape {
    many(Shape::Own(Own::Name))
}

/// Every map with words for keys that a file may hold, each once.
pub(crate) fn all_keys() -> Vec<Keys> {
    let mut found = Vec::new();
    FileKind::ALL.iter().for_each(|kind| gather(kind.keys(), &mut found));
    found
}

fn gather(keys: Keys, found: &mut Vec<Keys>) {
    if found.iter().any(|known| known.table.name == keys.table.name) {
        return;
    }
    found.push(keys);
    (0..keys.table.words.len()).for_each(|at| gather_in(&keys.shape(at), found));
}

fn gather_in(shape: &Shape, found: &mut Vec<Keys>) {
    match shape {
        Shape::Keys(keys) => gather(*keys, found),
        Shape::KeysOr(keys, inner) | Shape::Days(keys, inner) => {
            gather(*keys, found);
            gather_in(inner, found);
        }
        Shape::Named(inner) | Shape::List(inner) | Shape::Many(inner) => gather_in(inner, found),
        Shape::Either(shapes) => shapes.iter().for_each(|shape| gather_in(shape, found)),
        _ => {}
    }
}

/// The kinds of file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum FileKind {
    /// `steward.yaml`
    Handbook,
    /// `workflows/**.yaml`
    Workflow,
    /// `estates/*.yaml`
    Estate,
    /// `calendars/*.yaml`: working hours.
    Calendar,
    /// `calendars/*.yaml`: days off.
    Holidays,
    /// `scenarios/*.yaml`
    Scenario,
}

impl FileKind {
    /// All kinds.
    pub(crate) const ALL: [Self; 6] =
        [Self::Handbook, Self::Workflow, Self::Estate, Self::Calendar, Self::Holidays, Self::Scenario];

    /// The keys of a file of this kind.
    pub(crate) fn keys(self) -> Keys {
        match self {
            Self::Handbook => keys::<HandbookKey>(),
            Self::Workflow => keys::<WorkflowKey>(),
            Self::Estate => keys::<EstateKey>(),
            Self::Calendar => keys::<CalendarKey>(),
            Self::Holidays => keys::<HolidayKey>(),
            Self::Scenario => keys::<ScenarioKey>(),
        }
    }
}
