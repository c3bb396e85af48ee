//! Whether every text message can really be sent. A carrier takes no free text, only registered
//! templates with variables of a stated length; what has no code with some provider would be
//! refused at night, when it matters.

use super::uses::Sent;
use super::wording;
use crate::findings::{Findings, error, warning};
use crate::lower::sms::WrittenProvider;
use std::collections::{BTreeMap, BTreeSet};
use steward_model::budget::OVER_BUDGET;
use steward_model::handbook::{SHIPPED_TEMPLATES, TEMPLATE_WORDS};
use steward_model::nearest;
use steward_model::{Budget, Channel, Contact, Field, Handbook, Place, Workflow};

/// Checks the providers against what the workflows send.
pub(super) fn check(
    handbook: &Handbook,
    sent: &[(&Workflow, Vec<Sent<'_>>)],
    providers: Option<&Vec<WrittenProvider>>,
    findings: &Findings,
) {
    let named = named(handbook, sent);
    let Some(providers) = providers else {
        if let Some((template, place)) = named.iter().next() {
            no_provider(template, place, findings);
        }
        return;
    };
    let fallen_back = fallen_back(handbook, sent, &named);
    for provider in providers {
        for (template, place) in &named {
            if !provider.provider.templates.contains_key(*template) {
                no_code(template, place, provider, findings);
            }
        }
        let uncoded: Vec<&str> = fallen_back
            .iter()
            .copied()
            .filter(|template| !provider.provider.templates.contains_key(*template))
            .collect();
        if !uncoded.is_empty() {
            only_by_phone(handbook, &uncoded, provider, findings);
        }
        variables(handbook, provider, findings);
    }
}

/// The templates that a rung or step sends by SMS in so many words, each with the first place.
fn named<'a>(handbook: &Handbook, sent: &[(&Workflow, Vec<Sent<'a>>)]) -> BTreeMap<&'a str, &'a Place> {
    let mut found = BTreeMap::new();
    for sent in sent.iter().flat_map(|(_, sent)| sent).filter(|sent| is_known(handbook, sent.template)) {
        if sent.via.contains(&Channel::Sms) {
            found.entry(sent.template).or_insert(sent.place);
        }
    }
    found
}

/// The templates that go by SMS only because somebody has nothing but a telephone.
fn fallen_back<'a>(
    handbook: &Handbook,
    sent: &[(&Workflow, Vec<Sent<'a>>)],
    named: &BTreeMap<&str, &Place>,
) -> BTreeSet<&'a str> {
    if phone_only(handbook).next().is_none() {
        return BTreeSet::new();
    }
    let sent = sent.iter().flat_map(|(_, sent)| sent);
    let no_budget = handbook.organisation.budget == Budget::default();
    let shipped = SHIPPED_TEMPLATES
        .into_iter()
        .filter(|id| !["major-complaint", "sign"].contains(id) && (*id != OVER_BUDGET || !no_budget));
    let all = sent.map(|sent| sent.template).chain(shipped);
    all.filter(|template| !named.contains_key(template) && is_known(handbook, template)).collect()
}

/// Whether a template is there at all; one that is nowhere has a finding of its own.
fn is_known(handbook: &Handbook, template: &str) -> bool {
    SHIPPED_TEMPLATES.contains(&template) || handbook.templates.contains_key(template)
}

fn phone_only(handbook: &Handbook) -> impl Iterator<Item = &str> {
    let only = |contacts: &[Contact]| matches!(contacts.first(), Some(Contact::Phone(_)));
    let people = handbook.staff.iter().filter(move |person| only(&person.contacts));
    people.map(|person| person.name.as_str())
}

fn no_provider(template: &str, place: &Place, findings: &Findings) {
    findings.add(
        warning(
            "no-provider",
            place,
            format!("`{template}` 要发短信，但 steward.yaml 里没有 `sms`"),
            format!("`{template}` goes by text message, but steward.yaml has no `sms`"),
        )
        .help(
            "在 steward.yaml 里写上短信服务商；没有它，短信一条也发不出去",
            "name a provider in steward.yaml; without one no text message is sent",
        )
        .naming(template),
    );
}

fn no_code(template: &str, sent: &Place, provider: &WrittenProvider, findings: &Findings) {
    let kind = &provider.provider.kind;
    findings.add(
        error(
            "no-sms-code",
            &provider.place,
            format!("`{template}` 要发短信，但在 {kind} 没有模板编号"),
            format!("`{template}` goes by text message, but has no code with {kind}"),
        )
        .also(sent, "在这里发短信", "it is sent here")
        .help(
            format!("向 {kind} 申请模板，再加上 `{template}: {{ code: …, longest: {{ … }} }}`"),
            format!("register it with {kind}, then write `{template}: {{ code: …, longest: {{ … }} }}`"),
        )
        .naming(template),
    );
}

fn only_by_phone(handbook: &Handbook, templates: &[&str], provider: &WrittenProvider, findings: &Findings) {
    let who = phone_only(handbook).next().unwrap_or_default();
    let (kind, templates) = (&provider.provider.kind, templates.join(", "));
    findings.add(
        warning(
            "no-sms-code",
            &provider.place,
            format!("{who} 先用短信通知，但这些消息在 {kind} 没有模板编号：{templates}"),
            format!("{who} is told by text message first, but these have no code with {kind}: {templates}"),
        )
        .help(
            format!("给它们申请模板，或把 {who} 的邮箱写在手机前面"),
            format!("register them, or write an e-mail address before the telephone of {who}"),
        ),
    );
}

/// A variable is a word of every template, or a field that some workflow has and none keeps from
/// anybody.
fn variables(handbook: &Handbook, provider: &WrittenProvider, findings: &Findings) {
    let mut confined: BTreeMap<&str, &Field> = BTreeMap::new();
    let mut open = BTreeSet::new();
    for workflow in handbook.workflows.values() {
        for field in workflow.fields.iter().filter(|field| workflow.each_of(&field.id).is_none()) {
            if field.is_confined() {
                confined.entry(field.id.as_str()).or_insert(field);
            } else {
                open.insert(field.id.as_str());
            }
        }
    }
    for (template, name, place) in &provider.variables {
        let name = name.as_str();
        if let Some(field) = confined.get(name) {
            findings.add(
                wording::in_template(place, field, ["短信", "a text message"])
                    .help("从短信模板里去掉它", "leave it out of the registered template"),
            );
        } else if !TEMPLATE_WORDS.contains(&name) && !open.contains(name) {
            let draft = error(
                "unknown-variable",
                place,
                format!("短信模板 `{template}` 的变量 `{name}` 没有来源"),
                format!("nothing fills the variable `{name}` of `{template}`"),
            );
            let words = TEMPLATE_WORDS.iter().copied().chain(open.iter().copied());
            findings.add(match nearest(name, words) {
                Some(word) if TEMPLATE_WORDS.contains(&word) => crate::reader::meant(draft, place, word),
                Some(field) => crate::reader::called(draft, place, field),
                None => {
                    let words = TEMPLATE_WORDS.join(", ");
                    draft.help(
                        format!("可用的变量：{words}，以及人人可见的字段"),
                        format!("the variables are: {words}, and fields that everybody may see"),
                    )
                }
            });
        }
    }
}
