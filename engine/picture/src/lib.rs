//! A process drawn: as a picture to print and hang up (SVG), as Mermaid text, as BPMN 2.0.
//!
//! [`graph()`] understands the process; `layout` finds where everything stands and how the lines run;
//! each way to write it down is a file of its own. The words people read are in `words`.

mod bpmn;
mod build;
mod graph;
mod layout;
mod mermaid;
mod svg;
mod text;
mod words;
mod xml;

pub use bpmn::bpmn;
pub use build::graph;
pub use graph::{About, Arrow, ArrowKind, Begins, CaseLimit, Graph, Lane, LaneOf, Node, NodeKind};
pub use mermaid::mermaid;
pub use svg::{Sheet, svg};
pub use words::{Names, measured, written_measure};
