//! An estate in virtual time. The scheduler's loop without sleeping, around the very core that
//! serves: `steward test` runs stories in it, `steward simulate` rehearses a case, the properties
//! drive it at random. Time never passes an unanswered wake, as it never does outside.

mod begin;
pub mod coverage;
pub mod crowd;
pub mod dice;
pub mod expect;
mod naming;
pub mod post;
pub mod rehearse;
mod showing;
pub mod story;
pub mod world;

pub use coverage::{Coverage, Kind, Spot, Target, targets};
pub use crowd::{Crowd, Draw, Kept, crowd};
pub use dice::Dice;
pub use naming::Said;
pub use post::{Post, Sent, Waiting};
pub use rehearse::{Conduct, Rehearsal, rehearse, rehearse_story};
pub use story::{Failure, Verdict, run};
pub use world::{Judges, World};
