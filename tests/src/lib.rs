//! What the tests of the product share: an oracle for the case core, and random stories to try both
//! on.
//!
//! [`oracle`] works out from the definition what must have happened. [`stories`] makes definitions,
//! estates and the deeds of people from dice, so that a failing story shrinks to a small one.
//! [`folders`] reads handbooks.

pub mod folders;
pub mod oracle;
pub mod stories;
