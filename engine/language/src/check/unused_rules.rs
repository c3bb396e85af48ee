//! A file of rules that no workflow names: it reads as if it were at work, and is never asked.

use crate::findings::{Findings, warning};
use crate::lower::workflow::STANDARD_RULES;
use std::collections::BTreeSet;
use steward_model::{Handbook, Place, RulesId};

/// Warns of each such file. Where a workflow names rules that are not there, one of the files may be
/// what was meant, and nothing is said.
pub(super) fn check(handbook: &Handbook, used: &BTreeSet<RulesId>, findings: &Findings) {
    let is_there = |id: &RulesId| id.as_str() == STANDARD_RULES || handbook.rules.contains_key(id);
    if !used.iter().all(is_there) {
        return;
    }
    for (id, file) in &handbook.rules {
        if used.contains(id) || id.as_str() == STANDARD_RULES {
            continue;
        }
        findings.add(
            warning(
                "unused-rules",
                &Place::top_of(&*file.path),
                format!("没有流程使用规则文件 `{id}`"),
                format!("no workflow uses the rules `{id}`"),
            )
            .help(
                format!("在流程里写 `rules: {id}`，或删除这个文件"),
                format!("write `rules: {id}` in a workflow, or delete the file"),
            ),
        );
    }
}
