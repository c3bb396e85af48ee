//! What is well written and yet wrong: one finding a file, over the model and the places it came
//! from. [`workflow`] looks at a workflow alone, [`handbook`] at what only shows when everything is
//! known.

mod after_circle;
mod call;
mod call_end;
mod clause;
mod crowd;
mod empty_field;
mod endless_loop;
mod filled;
mod flow;
pub(crate) mod hours;
mod items;
mod jump;
mod ladder;
mod lone_region;
mod long_hours;
mod loose_branch;
mod lower_ladder;
mod never_inspected;
mod night;
mod nobody_hears;
mod nobody_signs;
mod not_by_later;
mod off_shift;
pub(crate) mod pages;
mod report;
mod roster;
mod shut_by;
mod since_later;
mod text_message;
mod told_twice;
mod unasked_field;
mod unheard_event;
mod unreachable_step;
mod unused_field;
mod unused_rules;
mod uses;
mod wording;
mod zone_code;
mod zone_key;

use crate::findings::Findings;
use crate::lower::Known;
use crate::lower::room::Marks;
use crate::lower::sms::WrittenProvider;
use crate::lower::template::WordingText;
use flow::Flow;
use pages::Pages;
use std::collections::BTreeSet;
use steward_model::{Handbook, Place, RulesId, Workflow};

/// What checks of one workflow have before them, beside the model.
pub(crate) struct Desk<'a> {
    pub(crate) known: &'a Known<'a>,
    pub(crate) marks: &'a Marks,
    pub(crate) findings: &'a Findings,
}

/// Checks one workflow.
pub(crate) fn workflow(workflow: &Workflow, desk: &Desk<'_>) {
    shut_by::check(workflow, desk);
    long_hours::check(workflow, desk);
    clause::check(workflow, desk);
    if !desk.marks.unsure_of_ladder {
        lower_ladder::check(workflow, desk);
    }
    ladder::check(workflow, desk);
    told_twice::check(workflow, desk);
    // An order that could not be understood would make the checks below see ghosts.
    if desk.marks.broken {
        return;
    }
    never_inspected::check(workflow, desk);
    items::check(workflow, desk);
    let flow = Flow::of(workflow);
    if !after_circle::check(&flow, desk) {
        return;
    }
    since_later::check(&flow, desk);
    not_by_later::check(&flow, desk);
    loose_branch::check(&flow, desk);
    // What a form that could not be understood asks for is not known.
    if !desk.marks.unsure_of_fields {
        unasked_field::check(&flow, desk);
        unused_field::check(&flow, desk);
        empty_field::check(&flow, desk);
    }
    if jump::check(&flow, desk) {
        unreachable_step::check(&flow, desk);
        endless_loop::check(&flow, desk);
    }
}

/// What checks of the whole handbook point at, beside the model.
pub(crate) struct Seen<'a> {
    /// Where `last_resort` is written.
    pub(crate) last_resort: &'a Place,
    /// Whether nothing was wrong with staff and estates.
    pub(crate) staff_is_sound: bool,
    /// The SMS providers with their places; `None` where `sms:` is not written.
    pub(crate) providers: Option<&'a Vec<WrittenProvider>>,
    /// The rules that workflows name; `None` where some workflow could not be read.
    pub(crate) rules_used: Option<&'a BTreeSet<RulesId>>,
    /// The texts of the folder's templates with their paths.
    pub(crate) texts: &'a [WordingText],
    /// What is written in the files.
    pub(crate) pages: &'a Pages<'a>,
}

/// Checks the handbook as a whole.
pub(crate) fn handbook(handbook: &Handbook, seen: &Seen<'_>, findings: &Findings) {
    if seen.staff_is_sound {
        nobody_hears::check(handbook, seen, findings);
        roster::check(handbook, findings);
        off_shift::check(handbook, findings);
        crowd::check(handbook, seen.pages, findings);
        night::check(handbook, findings);
        lone_region::check(handbook, seen.pages, findings);
        zone_key::check(handbook, seen.pages, findings);
        zone_code::check(handbook, seen.pages, findings);
        nobody_signs::check(handbook, seen.pages, findings);
    }
    let sent = uses::all_messages(handbook);
    text_message::check(handbook, &sent, seen.providers, findings);
    wording::check(&sent, seen.texts, findings);
    // Where a workflow could not be read, what it would have heard is not known.
    if let Some(used) = seen.rules_used {
        unused_rules::check(handbook, used, findings);
        unheard_event::check(handbook, seen.pages, findings);
        call::check(handbook, seen.pages, findings);
        call_end::check(handbook, findings);
        report::check(handbook, seen.pages, findings);
    }
}

#[cfg(test)]
mod tests;
