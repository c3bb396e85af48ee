//! The handbook of the benches: one estate, one process of six steps.

use crate::clock::StillClock;
use anyhow::{Context as _, Result, bail};
use async_trait::async_trait;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use steward_case::{CaseId, Command, Given};
use steward_model::{Channel, Files, Handbook, Severity, StaffId, StepId, TemplateId};
use steward_ports::{Clock, Failure, Health, Message, Notifier, Receipt};
use steward_rules::Rulebook;
use steward_service::{Denied, Desk, Service};
use steward_store::{AlbumFolder, SqliteStore};
use steward_time::Timestamp;

/// Who does all the work.
const WHO: &str = "wang.li";

/// The steps that are left once a case is opened: the first is done while opening.
pub(crate) const STEPS: [&str; 5] = ["look", "quote", "repair", "check", "file"];

/// How long the first of them may take; nothing falls due before.
pub(crate) const LIMIT: i64 = 720 * 3600;

const STEWARD: &str = "
organisation: 江南物业
last_resort: boss
time_zone: Asia/Shanghai
mail: { server: \"MAIL\", from: 管家 <steward@example.com> }
escalate:
  - { at: ready, tell: owner }
  - { at: overdue, tell: owner }
roles:
  desk: { title: { zh: 前台, en: Front desk }, superior: boss }
  boss: { title: { zh: 集团, en: Group } }
staff:
  - { id: xu.min, name: 徐敏, roles: [boss], email: xu.min@example.com }
";

const ESTATE: &str = "
estate: riverside
name: { zh: 滨江花园, en: Riverside }
staff:
  - { id: wang.li, name: 王丽, roles: [desk], email: wang.li@example.com }
";

const REPAIR: &str = "
workflow: repair
title: { zh: 报修, en: Repairs }
start: [ { who: [desk] } ]
fields:
  what:  { type: text, required: true, title: { zh: 报修内容, en: What is broken } }
  where: { type: text, required: true, title: { zh: 位置, en: Where } }
steps:
  - { step: record, title: { zh: 登记, en: Record }, owner: desk, form: [what, where], within: 720h }
  - { step: look, title: { zh: 上门查看, en: Have a look }, owner: desk, within: 720h }
  - { step: quote, title: { zh: 报价, en: Quote }, owner: desk, within: 720h }
  - { step: repair, title: { zh: 维修, en: Repair }, owner: desk, within: 720h }
  - { step: check, title: { zh: 验收, en: Check }, owner: desk, within: 720h }
  - { step: file, title: { zh: 归档, en: File }, owner: desk, within: 720h }
";

/// The handbook and its rules. `mail` is the mail server.
pub(crate) fn handbook(mail: &str) -> Result<(Arc<Handbook>, Arc<Rulebook>)> {
    let mut files = Files::new();
    files.insert("steward.yaml", STEWARD.replace("MAIL", mail));
    files.insert("estates/riverside.yaml", ESTATE);
    files.insert("workflows/repair.yaml", REPAIR);
    files.insert("rules/standard.rhai", "");
    read(&files)
}

/// Reads files as a handbook without errors.
pub(crate) fn read(files: &Files) -> Result<(Arc<Handbook>, Arc<Rulebook>)> {
    let (handbook, mut found) = steward_language::read(files);
    let handbook = handbook.context("steward.yaml of the benches can't be read")?;
    let (rules, more) = steward_rules::compile(&handbook);
    found.extend(more);
    if let Some(error) = found.iter().find(|found| found.severity == Severity::Error) {
        bail!("the handbook of the benches: {}: {}", error.place.file, error.message.en);
    }
    Ok((Arc::new(handbook), Arc::new(rules)))
}

/// The house at work on a store.
pub(crate) fn service(
    store: &Path,
    clock: Arc<dyn Clock>,
    notifiers: Vec<Arc<dyn Notifier>>,
) -> Result<Arc<Service>> {
    let (handbook, rules) = handbook("smtp://127.0.0.1:2525")?;
    let album = Arc::new(AlbumFolder::beside(store));
    let store = Arc::new(SqliteStore::open(store)?);
    Ok(Arc::new(Service::new(handbook, rules, store, album, clock, notifiers)))
}

/// The house on a store whose time stands still and whose messages stay where they are: the
/// courier's first attempt never ends.
pub(crate) fn quiet_service(store: &Path, now: Timestamp) -> Result<(Arc<Service>, Arc<StillClock>)> {
    let clock = Arc::new(StillClock::new(now));
    Ok((service(store, clock.clone(), vec![Arc::new(Deaf)])?, clock))
}

/// The desk where all work is done.
pub(crate) fn desk(service: &Service) -> Result<Desk<'_>, Denied> {
    service.desk(&StaffId::new(WHO))
}

/// Opens a case.
pub(crate) async fn open(service: &Service) -> Result<CaseId, Denied> {
    let fields = BTreeMap::from([
        ("what".to_owned(), "电梯轿厢照明不亮，请派人查看".to_owned()),
        ("where".to_owned(), "3号楼2单元".to_owned()),
    ]);
    Ok(desk(service)?.open("repair", "riverside", &fields, None, false).await?.case)
}

/// Does a step.
pub(crate) async fn complete(service: &Service, case: &CaseId, step: &str) -> Result<(), Denied> {
    let command = Command::Complete {
        step: StepId::new(step),
        fields: BTreeMap::new(),
        ticked: Vec::new(),
        failed: BTreeMap::new(),
        given: Given::default(),
    };
    desk(service)?.act(case, &command).await.map(drop)
}

/// A mail channel that takes a message and never answers.
struct Deaf;

#[async_trait]
impl Notifier for Deaf {
    fn channel(&self) -> Channel {
        Channel::Email
    }

    fn name(&self) -> &str {
        "deaf"
    }

    fn carries(&self, _: &TemplateId) -> bool {
        true
    }

    async fn send(&self, _: &Message) -> Result<Receipt, Failure> {
        std::future::pending().await
    }

    async fn examine(&self) -> Health {
        unreachable!("no bench examines it")
    }
}
