//! `steward.yaml`: the organisation, its channels, its roles. The staff above the estates and the
//! ladder for workflows that have none stand in it too and are read where they belong.

use super::calendar::span_of_hours;
use super::estate::time_zone;
use super::sms::WrittenProvider;
use super::{budget, mail, person, role, sms};
use crate::findings::{Findings, error};
use crate::names::{Noun, Register};
use crate::reader::{MapReader, scalar, word};
use crate::tree::{Kind, Node};
use crate::words::{HandbookKey, LangWord, StoreKey};
use std::collections::BTreeMap;
use std::rc::Rc;
use steward_model::{Budget, Lang, Organisation, Place, Role, RoleId, TemplateId};
use steward_time::TimeZone;

/// What `steward.yaml` says.
#[derive(Debug)]
pub(crate) struct Written<'a> {
    /// The organisation.
    pub(crate) organisation: Organisation,
    /// The names of the roles.
    pub(crate) role_names: Rc<Register<RoleId>>,
    /// The roles.
    pub(crate) roles: BTreeMap<RoleId, Role>,
    /// The SMS providers with their places.
    pub(crate) providers: Vec<WrittenProvider>,
    /// Whether `sms:` is written at all, understood or not.
    pub(crate) names_sms: bool,
    /// `staff:`, not read yet.
    pub(crate) staff: Option<&'a Node>,
    /// `escalate:`, not read yet.
    pub(crate) ladder: Option<&'a Node>,
    /// Where `last_resort` is written.
    pub(crate) last_resort: Place,
}

/// Reads `steward.yaml`.
pub(crate) fn organisation<'a>(
    node: &'a Node,
    templates: &Register<TemplateId>,
    findings: &'a Findings,
) -> Written<'a> {
    let Some(mut keys) = MapReader::<HandbookKey>::open(node, findings) else {
        return nothing(node);
    };
    let name = keys
        .required(HandbookKey::Organisation)
        .and_then(|node| scalar(node, findings, "企业名称", "the organisation's name"));
    let last = keys.required(HandbookKey::LastResort);
    let zone = keys.required(HandbookKey::TimeZone).and_then(|node| time_zone(node, findings));
    let lang = keys.take(HandbookKey::Language).and_then(|node| word::<LangWord>(node, findings));
    let store = keys.take(HandbookKey::Store).and_then(|node| store(node, findings));
    let mail = keys.take(HandbookKey::Mail).and_then(|node| mail::mail(node, findings));
    let names_sms = keys.place(HandbookKey::Sms).is_some();
    let providers =
        keys.take(HandbookKey::Sms).map(|node| sms::providers(node, templates, findings)).unwrap_or_default();
    let quiet = keys.take(HandbookKey::QuietHours);
    let quiet = quiet.and_then(|node| span_of_hours(node, findings));
    let budget = keys.take(HandbookKey::Budget).map(|node| budget::budget(node, findings));
    let listed = keys.required(HandbookKey::Roles);
    let ladder = keys.take(HandbookKey::Escalate);
    let staff = keys.take(HandbookKey::Staff);
    let top = node.head();
    keys.finish("steward.yaml", "steward.yaml");
    let mut role_names = listed.map_or_else(|| Register::new(Noun::Role), |node| role::enter(node, findings));
    if !listed.is_some_and(|node| matches!(node.kind, Kind::Map(_))) {
        role_names.leave_open();
    }
    let roles = listed.map(|node| role::roles(node, &role_names, findings)).unwrap_or_default();
    let last_resort = last.and_then(|node| role_names.resolve(node, findings));
    Written {
        organisation: Organisation {
            name: name.unwrap_or_default().to_owned(),
            last_resort: last_resort.unwrap_or_else(|| RoleId::new("")),
            zone: zone.unwrap_or(TimeZone::UTC),
            lang: lang.map_or(Lang::Zh, person::lang_of),
            store,
            mail,
            sms: providers.iter().map(|written| written.provider.clone()).collect(),
            quiet,
            budget: budget.unwrap_or_default(),
        },
        role_names: Rc::new(role_names),
        roles,
        providers,
        names_sms,
        staff,
        ladder,
        last_resort: last.map_or(top, |node| &node.place).clone(),
    }
}

fn nothing(node: &Node) -> Written<'static> {
    Written {
        organisation: Organisation {
            name: String::new(),
            last_resort: RoleId::new(""),
            zone: TimeZone::UTC,
            lang: Lang::Zh,
            store: None,
            mail: None,
            sms: Vec::new(),
            quiet: None,
            budget: Budget::default(),
        },
        role_names: Rc::new(Register::new(Noun::Role)),
        roles: BTreeMap::new(),
        providers: Vec::new(),
        names_sms: true,
        staff: None,
        ladder: None,
        last_resort: node.head().clone(),
    }
}

/// Where cases are kept: `sqlite:PATH`.
fn store(node: &Node, findings: &Findings) -> Option<String> {
    if matches!(node.kind, Kind::Map(_)) {
        let mut keys = MapReader::<StoreKey>::open(node, findings)?;
        let url = keys.required(StoreKey::Url)?;
        if let Some(node) = keys.take(StoreKey::Password) {
            super::secret::secret(node, findings);
        }
        return store(url, findings);
    }
    let text =
        scalar(node, findings, "存储，如 sqlite:data/steward.db", "a store such as sqlite:data/steward.db")?;
    if text.starts_with("postgres:") || text.starts_with("postgresql:") {
        if text.split_once('@').is_some_and(|(user, _)| user.matches(':').count() > 1) {
            super::secret::refuse_inside(node, findings);
        } else {
            let draft = crate::reader::not_yet(&node.place, "postgres");
            findings
                .add(draft.help("现在先写 sqlite:data/steward.db", "write sqlite:data/steward.db for now"));
        }
        return None;
    }
    let path = text.strip_prefix("sqlite:").filter(|path| !path.trim().is_empty());
    if path.is_none() {
        findings.add(
            error("bad-store", &node.place, format!("`{text}` 不是存储"), format!("`{text}` is no store"))
                .help("写成 sqlite:data/steward.db 这样", "write it like sqlite:data/steward.db"),
        );
    }
    path.map(|_| text.to_owned())
}
