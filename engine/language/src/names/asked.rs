//! What was asked of the names while something was read, and which of that is answered otherwise when
//! names change: what was read is read again only where the two meet.
//!
//! Questions are kept as numbers, since a file asks hundreds. Two that share a number by chance cost a
//! reading that was not needed, and never leave one out.

use super::Noun;
use std::cell::RefCell;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// What may be asked of the names of one kind.
#[derive(Clone, Copy, Hash)]
pub(super) enum Question<'a> {
    /// What a text calls.
    Called(&'a str),
    /// What people read of an id.
    Titles(&'a str),
    /// Which names there are.
    All,
}

impl Question<'_> {
    fn number(self, noun: Noun) -> u64 {
        let mut hasher = DefaultHasher::new();
        (noun, self).hash(&mut hasher);
        hasher.finish()
    }
}

/// The questions that a register was asked since somebody last took them.
#[derive(Default, Debug)]
pub(crate) struct Log(RefCell<Vec<u64>>);

impl Log {
    pub(super) fn note(&self, noun: Noun, question: Question<'_>) {
        self.0.borrow_mut().push(question.number(noun));
    }
}

/// What one piece of work asked, in order.
#[derive(Clone, Default, Debug)]
pub(crate) struct Asked(Box<[u64]>);

impl Asked {
    /// Does the work, and answers with what these registers were asked meanwhile.
    pub(crate) fn during<T>(logs: &[&Log], work: impl FnOnce() -> T) -> (T, Self) {
        logs.iter().for_each(|log| log.0.borrow_mut().clear());
        let done = work();
        let mut asked: Vec<u64> = logs.iter().flat_map(|log| log.0.take()).collect();
        asked.sort_unstable();
        asked.dedup();
        (done, Self(asked.into()))
    }
}

impl Asked {
    /// These questions and those.
    pub(crate) fn and(self, other: Self) -> Self {
        if other.0.is_empty() {
            return self;
        }
        let mut asked = [self.0, other.0].concat();
        asked.sort_unstable();
        asked.dedup();
        Self(asked.into())
    }
}

/// Questions that are answered otherwise than before, in order.
#[derive(Default, Debug)]
pub(crate) struct Changed {
    questions: Vec<u64>,
    all: bool,
}

impl Changed {
    /// Every question there is.
    pub(crate) fn all() -> Self {
        Self { questions: Vec::new(), all: true }
    }

    pub(super) fn of<'a>(noun: Noun, questions: impl Iterator<Item = Question<'a>>) -> Self {
        let mut questions: Vec<u64> = questions.map(|question| question.number(noun)).collect();
        if !questions.is_empty() {
            questions.push(Question::All.number(noun));
        }
        questions.sort_unstable();
        Self { questions, all: false }
    }

    /// These questions and those.
    pub(crate) fn and(mut self, other: Self) -> Self {
        self.questions.extend(other.questions);
        self.questions.sort_unstable();
        Self { all: self.all || other.all, ..self }
    }

    /// Whether every question is answered as before.
    pub(crate) fn is_empty(&self) -> bool {
        !self.all && self.questions.is_empty()
    }

    /// Whether something that was asked is answered otherwise.
    pub(crate) fn touches(&self, asked: &Asked) -> bool {
        let (some, others) = (&*self.questions, &*asked.0);
        let (few, many) = if some.len() < others.len() { (some, others) } else { (others, some) };
        self.all || few.iter().any(|question| many.binary_search(question).is_ok())
    }
}
