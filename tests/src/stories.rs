//! Random stories: a definition, an estate and what people do, all made from [`Dice`].
//!
//! Dice are a list of numbers that a property chooses. A zero is always the simplest choice, so a
//! property that shrinks its numbers shrinks the story: fewer steps, no limits, nobody away.
//! Definitions are such as `check` passes: no loop without a person's deed, no join that waits for
//! what never comes. Some steps are done for each zone or each text of a list, ask for a second
//! signature, evidence or figures, or wait for a case that they call; roles may have rosters.
//!
//! Some corners are left out, each said where it is: a date that is past when the step that waits for
//! it becomes ready, fields that change and limits that are extended while a case is held or may be,
//! a `since: STEP` whose line is not known from the beginning, whose own step is handed on or, of a step
//! done item by item, whose STEP is, owners without any address, and approvals whose owner an empty
//! field would name.

mod deeds;
mod definition;
mod dice;
mod estate;
mod limits;
mod shown;

pub use deeds::{Deed, first_form, next_deed};
pub use definition::{definition, whole};
pub use dice::Dice;
pub use estate::{START, estate, opening};
pub use shown::shown;

use steward_model::Place;

/// Made-up definitions are written nowhere.
fn nowhere() -> Place {
    Place::top_of("made-up.yaml")
}
