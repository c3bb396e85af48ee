//! What a process is measured by: the clauses of the handbook that are no steps. Some are figures over
//! its cases (the share that met a limit), others are things that somebody looks at on the spot.

use crate::{ClauseRef, FieldId, Guard, LimitId, Place, StepId, Text};
use rust_decimal::Decimal;

/// A clause that asks for a standard, and how it is judged.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standard {
    /// The clause of the handbook.
    pub clause: ClauseRef,
    /// How it is judged.
    pub kind: StandardKind,
    /// Where it is written.
    pub place: Place,
}

/// How a standard is judged.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum StandardKind {
    /// By a figure over the cases opened in a period.
    Measured {
        /// The figure.
        measure: Measure,
        /// What it ought to be; a clause that names no number has none.
        bounds: Bounds,
    },
    /// By somebody who looks: an item of the step that says `checklist: standards`.
    Inspected(Text),
}

impl Standard {
    /// The figure and what it ought to be, of a standard that is measured.
    pub fn measured(&self) -> Option<(&Measure, Bounds)> {
        match &self.kind {
            StandardKind::Measured { measure, bounds } => Some((measure, *bounds)),
            StandardKind::Inspected(_) => None,
        }
    }

    /// What somebody looks at, of a standard that is inspected.
    pub fn inspected(&self) -> Option<&Text> {
        match &self.kind {
            StandardKind::Inspected(text) => Some(text),
            StandardKind::Measured { .. } => None,
        }
    }
}

/// A figure over cases.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Measure {
    /// The share of cases that met the limit, in each of its rounds.
    Met(LimitId),
    /// The share of cases in which the step was done.
    Done(StepId),
    /// The share of cases for which the guard holds.
    Share(Guard),
    /// The average of a number or an amount of money.
    Average(FieldId),
    /// The share of cases with all of these fields filled.
    Complete(Vec<FieldId>),
    /// How many cases there are.
    Count,
}

impl Measure {
    /// Whether it is a share of cases, from 0 to 1: its bounds are percentages.
    pub fn is_share(&self) -> bool {
        !matches!(self, Self::Average(_) | Self::Count)
    }
}

/// Between what a figure ought to lie, both ends included; of a share, from 0 to 1.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Bounds {
    /// It may not be less.
    pub at_least: Option<Decimal>,
    /// It may not be more.
    pub at_most: Option<Decimal>,
}

impl Bounds {
    /// Whether a figure lies between them. `None` where there are none.
    pub fn hold(self, figure: Decimal) -> Option<bool> {
        let asked = self.at_least.is_some() || self.at_most.is_some();
        let low = self.at_least.is_some_and(|least| figure < least);
        let high = self.at_most.is_some_and(|most| figure > most);
        asked.then_some(!low && !high)
    }
}
