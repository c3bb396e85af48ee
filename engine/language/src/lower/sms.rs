//! `sms:` of `steward.yaml`: the providers, in the order they are tried, and the templates that are
//! registered with each.

use super::secret::secret;
use crate::findings::{Findings, error};
use crate::names::Register;
use crate::reader::{MapReader, list, map, number, scalar, word};
use crate::tree::{Entry, Node};
use crate::words::{ProviderWord, SmsKey, SmsTemplateKey, Words};
use std::collections::BTreeMap;
use steward_model::{Place, Provider, SmsTemplate, TemplateId};

/// The longest value a variable may be registered with: what carriers in China take.
const MAX_VARIABLE: u32 = 35;

/// A provider, and where each of its templates and their variables is written.
#[derive(Debug)]
pub(crate) struct WrittenProvider {
    /// The provider.
    pub(crate) provider: Provider,
    /// Where its templates begin.
    pub(crate) place: Place,
    /// Where each variable of a template is written.
    pub(crate) variables: Vec<(TemplateId, String, Place)>,
}

/// The providers.
pub(crate) fn providers(
    node: &Node,
    templates: &Register<TemplateId>,
    findings: &Findings,
) -> Vec<WrittenProvider> {
    let items = list(node, findings).unwrap_or_default();
    items.iter().filter_map(|item| provider(item, templates, findings)).collect()
}

fn provider(node: &Node, known: &Register<TemplateId>, findings: &Findings) -> Option<WrittenProvider> {
    let mut keys = MapReader::<SmsKey>::open(node, findings)?;
    let kind = keys.required(SmsKey::Provider).and_then(|node| word::<ProviderWord>(node, findings));
    let url = keys.take(SmsKey::Url).and_then(|node| url(node, findings));
    let key = keys.required(SmsKey::Key).and_then(|node| secret(node, findings));
    let hidden = keys.required(SmsKey::Secret).and_then(|node| secret(node, findings));
    let signature =
        keys.required(SmsKey::Signature).and_then(|node| scalar(node, findings, "签名", "the signature"));
    let listed = keys.required(SmsKey::Templates);
    let place = keys.place(SmsKey::Templates).unwrap_or(keys.head()).clone();
    keys.finish("短信服务商", "an SMS provider");
    let mut variables = Vec::new();
    let mut templates = BTreeMap::new();
    let entries = listed.and_then(|node| map(node, findings, "templates", "templates"));
    for entry in entries.unwrap_or_default() {
        let id = known.resolve_text(&entry.key, &entry.key_place, findings);
        if let Some((template, places)) = template(entry, findings) {
            variables.extend(places.into_iter().map(|(name, place)| (id.clone(), name, place)));
            templates.insert(id, template);
        }
    }
    let provider = Provider {
        kind: kind?.en().to_owned(),
        url,
        key: key?,
        secret: hidden?,
        signature: signature?.to_owned(),
        templates,
    };
    Some(WrittenProvider { provider, place, variables })
}

fn template(entry: &Entry, findings: &Findings) -> Option<(SmsTemplate, Vec<(String, Place)>)> {
    let mut keys = MapReader::<SmsTemplateKey>::open(&entry.value, findings)?;
    let code = keys
        .required(SmsTemplateKey::Code)
        .and_then(|node| scalar(node, findings, "模板编号", "the template's code"));
    let longest = keys.take(SmsTemplateKey::Longest);
    keys.finish("短信模板", "an SMS template");
    let entries = longest.and_then(|node| map(node, findings, "longest", "longest"));
    let mut sizes = Vec::new();
    let mut places = Vec::new();
    for entry in entries.unwrap_or_default() {
        let what = ("变量的最长字数", "the longest value of a variable");
        if let Some(most) = number(&entry.value, findings, 1..=MAX_VARIABLE, what) {
            sizes.push((entry.key.clone(), most as usize));
            places.push((entry.key.clone(), entry.key_place.clone()));
        }
    }
    Some((SmsTemplate { code: code?.to_owned(), longest: sizes }, places))
}

fn url(node: &Node, findings: &Findings) -> Option<String> {
    let text = scalar(node, findings, "地址", "an address")?.trim();
    if text.contains('@') {
        super::secret::refuse_inside(node, findings);
        return None;
    }
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    if host.is_some_and(|host| !host.trim_matches('/').is_empty()) {
        return Some(text.to_owned());
    }
    findings.add(
        error("bad-server", &node.place, format!("`{text}` 不是地址"), format!("`{text}` is no address"))
            .help("写成 https://sms.example.com 这样", "write it like https://sms.example.com"),
    );
    None
}
