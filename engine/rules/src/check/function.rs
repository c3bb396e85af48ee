//! The functions of a file as such: which answer a moment, which only look as if they did.

use super::finding::Findings;
use crate::program::{Function, Program, parameters};
use crate::verbs::VERBS;
use std::collections::BTreeSet;
use steward_case::Moment;
use steward_model::Text;
use steward_model::nearest;

/// Checks the functions, knowing which are called (name and number of arguments) in the file.
pub(super) fn check(program: &Program, called: &BTreeSet<(String, usize)>, findings: &mut Findings<'_>) {
    for function in &program.functions {
        let is_called = called.contains(&(function.name.clone(), function.parameters.len()));
        if VERBS.iter().any(|verb| verb.name == function.name) {
            findings.error(
                "rule-shadows-verb",
                function.named,
                Text::new(
                    format!("“{}”是规则的动词，函数不能用这个名字", function.name),
                    format!("`{}` is a verb of rules; no function may take its name", function.name),
                ),
                Some(Text::new("给函数换一个名字", "give the function another name")),
            );
        } else if let Some(moment) = moment(&function.name) {
            takes(function, moment, findings);
        } else if !is_called {
            uncalled(function, findings);
        }
    }
}

/// The moment that a function of this name answers.
pub(super) fn moment(name: &str) -> Option<Moment> {
    Moment::ALL.into_iter().find(|moment| moment.word() == name)
}

fn takes(function: &Function, moment: Moment, findings: &mut Findings<'_>) {
    let wanted = parameters(moment);
    if function.parameters.len() == wanted.len() {
        return;
    }
    let written = format!("fn {}({})", function.name, wanted.join(", "));
    findings.error(
        "rule-moment-parameters",
        function.named,
        Text::new(
            format!("时刻“{}”的函数要 {} 个参数", function.name, wanted.len()),
            format!("the function of the moment `{}` takes {} parameters", function.name, wanted.len()),
        ),
        Some(Text::new(format!("写成 {written}"), format!("write {written}"))),
    );
}

fn uncalled(function: &Function, findings: &mut Findings<'_>) {
    let moments = Moment::ALL.map(Moment::word);
    let name = &function.name;
    if nearest(name, moments).is_some() {
        findings.unknown(
            "rule-unknown-moment",
            function.named,
            Text::new(
                format!("没有名为“{name}”的时刻，这个函数永远不会被调用"),
                format!("there is no moment `{name}`, and nothing calls this function"),
            ),
            moments,
        );
    } else {
        findings.warning(
            "rule-unused-function",
            function.named,
            Text::new(format!("函数“{name}”从没有被调用"), format!("nothing calls the function `{name}`")),
            Text::new(
                format!("删除它，或改成一个时刻的名字：{}", moments.join("、")),
                format!("delete it, or name it after a moment: {}", moments.join(", ")),
            ),
        );
    }
}
