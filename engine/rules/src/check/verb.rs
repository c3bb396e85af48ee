//! What verbs are given: the roles, templates, fields and workflows that are written out in a rule, and
//! the moment it asks at.

use super::call::usage;
use super::literal::{entries, text, texts, value};
use super::sort::{Shape, Sort};
use super::walk::Walk;
use crate::names::fields_of_case;
use crate::program::parameters;
use crate::turn::{A_RUNG, A_STEP, Need, RUNNING_LIMIT, can_extend, has_rung, needs, reasons};
use crate::value::meant;
use crate::verbs::{
    LOOKERS, OPTIONS, Verb, channels, no_code, no_field_of, reason, span, template, unknown_option,
    unknown_workflow,
};
use rhai::{Expr, FnCallExpr, Position};
use std::collections::BTreeSet;
use steward_case::Moment;
use steward_model::{Channel, FieldId, Text};

impl Walk<'_, '_> {
    pub(super) fn verb(&mut self, verb: &'static Verb, call: &FnCallExpr, at: Position, sorts: &[Sort]) {
        let arguments = &*call.args;
        if let Some((_, look)) = LOOKERS.iter().find(|(name, _)| *name == verb.name) {
            if let Some((name, at)) = arguments.first().and_then(text)
                && let Err(message) = self.names.audience(*look, name)
            {
                let known: Vec<&str> = self.names.role_names().chain(self.names.staff_names()).collect();
                self.findings.unknown("rule-unknown-role", at, message, known);
            }
            return;
        }
        match (verb.name, arguments) {
            ("tell", [who, wording, options @ ..]) => {
                self.somebody(verb, who, &sorts[0]);
                self.tell(wording, options.first());
            }
            ("hand_to", [who]) => {
                self.somebody(verb, who, &sorts[0]);
                self.at_moment(verb, at, A_STEP, |moment| parameters(moment).contains(&"step"));
            }
            ("extend", [amount]) => {
                self.at_moment(verb, at, RUNNING_LIMIT, can_extend);
                if let Some((amount, at)) = text(amount)
                    && let Err(message) = span(amount)
                {
                    self.findings.error("rule-bad-span", at, message, None);
                }
            }
            ("instead", []) => self.at_moment(verb, at, A_RUNG, has_rung),
            ("set", [field, to]) => self.set(field, to),
            ("hold", [given]) => self.hold(given, at),
            ("start", [workflow, fields]) => self.start(workflow, fields),
            _ => {}
        }
    }

    fn somebody(&mut self, verb: &'static Verb, who: &Expr, sort: &Sort) {
        if sort.shape == Shape::Any {
            return;
        }
        self.findings.error(
            "rule-arguments",
            who.start_position(),
            Text::new(
                format!("{} 要一个岗位或人员", verb.name),
                format!("{} takes a role or a person here", verb.name),
            ),
            Some(usage(verb)),
        );
    }

    fn tell(&mut self, wording: &Expr, options: Option<&Expr>) {
        let mut by_sms = false;
        for (name, at, given) in options.map(entries).unwrap_or_default() {
            if !OPTIONS.contains(&name) {
                self.findings.unknown("rule-unknown-option", at, unknown_option(name), OPTIONS);
            }
            if name == "via"
                && let Some(given_value) = value(given)
            {
                match channels(&given_value) {
                    Ok(via) => by_sms = via.contains(&Channel::Sms),
                    Err(message) => {
                        let at = texts(given)
                            .into_iter()
                            .find(|(word, _)| Channel::from_word(word).is_none())
                            .map_or(given.start_position(), |(_, at)| at);
                        self.findings.unknown("rule-unknown-channel", at, message, ["sms", "email"]);
                    }
                }
            }
        }
        let Some((name, at)) = text(wording) else { return };
        match template(self.names, name) {
            Err(message) => {
                let known: Vec<&str> = self.names.template_names().collect();
                self.findings.unknown("rule-unknown-template", at, message, known);
            }
            Ok(template) if by_sms && self.names.lacks_code(template) => self.findings.error(
                "rule-template-without-code",
                at,
                no_code(template),
                Some(Text::new(
                    "在 steward.yaml 的 sms.templates 里登记它，或去掉 \"sms\"",
                    "register it under `sms:` `templates:` in steward.yaml, or leave \"sms\" out",
                )),
            ),
            Ok(_) => {}
        }
    }

    fn set(&mut self, field: &Expr, to: &Expr) {
        let (Some((name, at)), Some(workflow)) = (text(field), self.workflow) else { return };
        let Some(known) = workflow.field(&FieldId::new(name)) else {
            self.findings.unknown(
                "rule-unknown-field",
                at,
                no_field_of(workflow.id.as_str(), name),
                workflow.fields.iter().map(|field| field.id.as_str()),
            );
            return;
        };
        if let Some(to_value) = value(to)
            && let Err(message) = meant(known, &to_value, self.names, self.names.time_zone(""))
        {
            self.findings.error("rule-unknown-value", to.start_position(), message, None);
        }
    }

    fn hold(&mut self, given: &Expr, at: Position) {
        let Some(workflow) = self.workflow else { return };
        let allowed = reasons(workflow);
        if allowed.is_none() {
            if let Err(message) = reason(None, "") {
                self.findings.error(
                    "rule-no-hold",
                    at,
                    message,
                    Some(Text::new(
                        format!("在流程“{}”里写 hold:", workflow.id),
                        format!("write `hold:` in the workflow `{}`", workflow.id),
                    )),
                );
            }
        } else if let Some((given, at)) = text(given)
            && let Err(message) = reason(allowed.as_deref(), given)
        {
            self.findings.error("rule-unknown-reason", at, message, None);
        }
    }

    fn start(&mut self, workflow: &Expr, fields: &Expr) {
        let Some((name, at)) = text(workflow) else { return };
        let Some(started) = self.names.workflow(name) else {
            let workflows: Vec<&str> = self.names.workflow_names().collect();
            self.findings.unknown("rule-unknown-workflow", at, unknown_workflow(name), workflows);
            return;
        };
        let known: BTreeSet<&str> = fields_of_case(started).map(|field| field.id.as_str()).collect();
        for (field, at, _) in entries(fields) {
            if !known.contains(field) {
                self.findings.unknown(
                    "rule-unknown-field",
                    at,
                    no_field_of(name, field),
                    known.iter().copied(),
                );
            }
        }
    }

    /// Refuses a verb in the function of a moment that lacks what it works on.
    fn at_moment(&mut self, verb: &'static Verb, at: Position, need: Need, has: impl Fn(Moment) -> bool) {
        if self.moment.is_some_and(|moment| !has(moment)) {
            let moments: Vec<&str> =
                Moment::ALL.into_iter().filter(|moment| has(*moment)).map(Moment::word).collect();
            let (zh, en) = (moments.join("、"), moments.join(", "));
            let help =
                Text::new(format!("写进这些时刻的函数：{zh}"), format!("write it in the function of {en}"));
            self.findings.error("rule-wrong-moment", at, needs(verb.name, need), Some(help));
        }
    }
}
