//! A limit that counts from a step which only comes when the limit is over.

use super::Desk;
use super::flow::Flow;
use crate::findings::error;
use steward_model::{LimitOf, Since};

/// Reports limits that would never run.
pub(super) fn check(flow: &Flow<'_>, desk: &Desk<'_>) {
    for limit in flow.workflow.all_limits() {
        let Since::Step(since) = &limit.since else { continue };
        let end = match &limit.of {
            LimitOf::Step(step) => Some(step),
            LimitOf::Case => limit.until.as_ref(),
        };
        let Some(end) = end else { continue };
        if since != end && !flow.workflow.following(end).contains(since) {
            continue;
        }
        let notes = &desk.marks.notes;
        let place = notes.since.get(&limit.id).unwrap_or(&limit.place);
        let id = &limit.id;
        desk.findings.add(
            error(
                "since-later",
                place,
                format!("时限“{id}”从“{since}”起算，可那时“{end}”已经完成"),
                format!("`{id}` counts from `{since}`, but by then `{end}` is done"),
            )
            .help("从更早的步骤或 `opened` 起算", "count from an earlier step, or from `opened`"),
        );
    }
}
