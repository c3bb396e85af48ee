//! `quiet_hours:` of the organisation, an estate, a person: hours in which messages wait.

use crate::findings::Findings;
use crate::reader::not_yet;
use crate::tree::Node;
use steward_time::Hours;

/// The hours; they come in a later version.
pub(crate) fn hours(node: &Node, findings: &Findings) -> Option<Hours> {
    findings.add(not_yet(&node.place, "quiet_hours"));
    None
}
