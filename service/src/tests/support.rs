//! An estate to try things at.

use crate::courier::Courier;
use crate::reasons::Reasons;
use crate::scheduler::Scheduler;
use crate::{Denied, Desk, Service};
use async_trait::async_trait;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use steward_case::{Case, CaseId, Command, Event, Given, What};
use steward_model::{Channel, Files, Handbook, Severity, StaffId, StepId, TemplateId};
use steward_ports::{
    Album, CaseFilter, Clock, Commit, Content, Failure, Health, Hearing, Message, MessageFilter, MessageRow,
    Notifier, Receipt, Store, TaskFilter, TaskRow,
};
use steward_store::{AlbumFolder, SqliteStore};
use steward_time::Timestamp;
use tempfile::TempDir;
use tokio::sync::{oneshot, watch};

pub(crate) const HOUSE: &str = "
organisation: 江南物业
last_resort: boss
time_zone: Asia/Shanghai
mail: { server: \"smtp://localhost:2525\", from: 管家 <steward@example.com> }
escalate:
  - { at: ready, tell: owner }
  - { at: 80%, tell: owner, via: [sms, email] }
  - { at: overdue, tell: [owner, superior], via: [sms, email] }
sms:
  - provider: aliyun
    key: env:KEY
    secret: env:SECRET
    signature: 江南物业
    templates:
      at-risk: { code: SMS_1, longest: { case: 20, step: 4, left: 10 } }
      overdue: { code: SMS_2, longest: { case: 20, step: 35, late: 10 } }
      still-overdue: { code: SMS_3, longest: { case: 20, step: 35, late: 10 } }
      task: { code: SMS_4, longest: { case: 20, step: 35 } }
      approve: { code: SMS_5, longest: { case: 20, step: 35 } }
      digest: { code: SMS_6, longest: { case: 20 } }
      unreachable: { code: SMS_7, longest: { case: 20 } }
roles:
  desk: { title: 前台, superior: manager }
  manager: { title: 项目经理, superior: boss }
  boss: { title: 集团 }
staff:
  - { id: xu.min, name: 徐敏, roles: [boss], email: xu.min@example.com, lang: en }
";

const RIVERSIDE: &str = "
estate: riverside
name: { zh: 滨江花园, en: Riverside }
staff:
  - { id: wang.li, name: 王丽, roles: [desk], email: wang.li@example.com, phone: \"+8613800000001\" }
  - { id: chen.gang, name: 陈刚, roles: [manager], email: chen.gang@example.com }
";

const HILLSIDE: &str = "
estate: hillside
name: 山景苑
staff:
  - { id: fang.hua, name: 方华, roles: [desk, manager], email: fang.hua@example.com }
";

/// A complaint: recorded while it is opened, answered within half an hour, then filed.
pub(crate) const COMPLAINT: &str = "
workflow: complaint
title: { zh: 投诉处理, en: Complaints }
start: [ { who: [desk] }, { event: hotline.called } ]
fields:
  what: { type: text, required: true, title: { zh: 投诉内容, en: What } }
  phone: { type: phone, private: true, title: 电话 }
  severity: { type: choice, of: [ordinary, major], title: 级别 }
hold: { who: [desk, manager] }
steps:
  - { step: record, title: 记录, owner: desk, form: [what, phone, severity], within: 10m }
  - { step: respond, title: { zh: 首次响应, en: First answer }, owner: desk, within: 30m }
  - { step: file, title: 归档, owner: desk, within: 2h }
";

/// A clock that stands still until a test moves it.
pub(crate) struct TestClock {
    now: watch::Sender<Timestamp>,
}

impl TestClock {
    pub(crate) fn set(&self, to: Timestamp) {
        self.now.send_replace(to);
    }
}

#[async_trait]
impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        *self.now.borrow()
    }

    async fn sleep_until(&self, until: Timestamp) {
        let mut now = self.now.subscribe();
        now.wait_for(|now| *now >= until).await.expect("the clock is still there");
    }
}

/// A notifier that writes down what it is handed, and answers as it was told to.
pub(crate) struct Recorder {
    channel: Channel,
    name: &'static str,
    sent: Mutex<Vec<Message>>,
    /// How many it was handed in all.
    count: watch::Sender<usize>,
    /// Whether it takes its time until it is let go.
    gate: watch::Sender<bool>,
    answers: Mutex<Vec<Failure>>,
}

impl Recorder {
    pub(crate) fn new(channel: Channel, name: &'static str) -> Arc<Self> {
        Arc::new(Self {
            channel,
            name,
            sent: Mutex::default(),
            count: watch::Sender::new(0),
            gate: watch::Sender::new(true),
            answers: Mutex::default(),
        })
    }

    /// The next attempts fail so, in this order.
    pub(crate) fn fail(&self, failures: impl IntoIterator<Item = Failure>) {
        self.answers.lock().expect("a lock").extend(failures);
    }

    /// Waits until it was handed so many in all.
    pub(crate) async fn handed(&self, count: usize) {
        let mut handed = self.count.subscribe();
        handed.wait_for(|handed| *handed >= count).await.expect("the recorder is still there");
    }

    /// Whether it answers at once; else it waits until it may.
    pub(crate) fn open(&self, open: bool) {
        self.gate.send_replace(open);
    }

    /// What it was handed since it was asked last.
    pub(crate) fn take(&self) -> Vec<Message> {
        std::mem::take(&mut self.sent.lock().expect("a lock"))
    }
}

#[async_trait]
impl Notifier for Recorder {
    fn channel(&self) -> Channel {
        self.channel
    }

    fn name(&self) -> &str {
        self.name
    }

    fn carries(&self, template: &TemplateId) -> bool {
        self.channel == Channel::Email || template.as_str() != "held"
    }

    async fn send(&self, message: &Message) -> Result<Receipt, Failure> {
        self.sent.lock().expect("a lock").push(message.clone());
        self.count.send_modify(|count| *count += 1);
        self.gate.subscribe().wait_for(|open| *open).await.expect("the recorder is still there");
        let mut answers = self.answers.lock().expect("a lock");
        if answers.is_empty() { Ok(Receipt { reference: None }) } else { Err(answers.remove(0)) }
    }

    async fn examine(&self) -> Health {
        unreachable!("no test examines it")
    }
}

/// A service with all that a test moves and looks at.
pub(crate) struct World {
    /// Where the photos are, and nothing else is; removed with the last world over it.
    pub(crate) folder: Arc<TempDir>,
    pub(crate) service: Arc<Service>,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) store: Arc<SqliteStore>,
    pub(crate) mail: Arc<Recorder>,
    pub(crate) sms: Arc<Recorder>,
    pub(crate) second_sms: Arc<Recorder>,
}

/// A handbook from files beside those of the house.
pub(crate) fn handbook(files: &[(&str, &str)]) -> Arc<Handbook> {
    let mut all = Files::new();
    all.insert("steward.yaml", HOUSE);
    all.insert("estates/riverside.yaml", RIVERSIDE);
    all.insert("estates/hillside.yaml", HILLSIDE);
    all.insert("workflows/complaint.yaml", COMPLAINT);
    all.insert("rules/standard.rhai", "");
    for (path, text) in files {
        all.insert(path, *text);
    }
    let (handbook, found) = steward_language::read(&all);
    let errors: Vec<_> = found.iter().filter(|found| found.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    Arc::new(handbook.expect("a handbook"))
}

impl World {
    /// Monday, 2 March 2026, 09:00 at the estate.
    pub(crate) fn new() -> Self {
        Self::with(&[])
    }

    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        Self::over(files, Arc::new(SqliteStore::open_in_memory().expect("a store")), at("09:00"))
    }

    /// Another program over the same store.
    pub(crate) fn again(&self) -> Self {
        Self::over(&[], self.store.clone(), self.clock.now())
    }

    pub(crate) fn over(files: &[(&str, &str)], store: Arc<SqliteStore>, now: Timestamp) -> Self {
        let folder = Arc::new(tempfile::tempdir().expect("a folder"));
        let album = Arc::new(album(&folder));
        Self::with_album(files, store, now, folder, album)
    }

    /// A program that keeps its photos there.
    pub(crate) fn with_album(
        files: &[(&str, &str)],
        store: Arc<SqliteStore>,
        now: Timestamp,
        folder: Arc<TempDir>,
        album: Arc<dyn Album>,
    ) -> Self {
        let handbook = handbook(files);
        let (rules, _) = steward_rules::compile(&handbook);
        let clock = Arc::new(TestClock { now: watch::Sender::new(now) });
        let mail = Recorder::new(Channel::Email, "mail");
        let sms = Recorder::new(Channel::Sms, "aliyun");
        let second_sms = Recorder::new(Channel::Sms, "second");
        let service = Service::new(
            handbook,
            Arc::new(rules),
            store.clone(),
            album,
            clock.clone(),
            vec![mail.clone(), sms.clone(), second_sms.clone()],
        );
        Self { folder, service: Arc::new(service), clock, store, mail, sms, second_sms }
    }

    /// Moves the clock and judges everything that is then due, as the scheduler does.
    pub(crate) async fn pass(&self, to: Timestamp) {
        self.clock.set(to);
        self.look().await;
    }

    /// One look of a scheduler that has just begun.
    pub(crate) async fn look(&self) {
        let (ready, _) = oneshot::channel();
        let stopping = watch::Sender::new(false);
        let reasons = Reasons {
            clock: self.clock.clone(),
            committed: self.service.nudge.for_scheduler(),
            reloaded: self.service.nudge.on_reload(),
            stopping: stopping.subscribe(),
        };
        Scheduler::new(self.service.clone(), reasons, ready).look().await.expect("a store that works");
    }

    /// Sends everything whose turn has come.
    pub(crate) async fn deliver(&self) {
        send_all(&mut self.courier()).await;
    }

    /// A courier that has just begun.
    pub(crate) fn courier(&self) -> Courier {
        let (ready, _) = oneshot::channel();
        let stopping = watch::Sender::new(false);
        let reasons = Reasons {
            clock: self.clock.clone(),
            committed: self.service.nudge.for_courier(),
            reloaded: self.service.nudge.on_reload(),
            stopping: stopping.subscribe(),
        };
        Courier::new(self.service.clone(), reasons, ready)
    }

    pub(crate) fn desk(&self, person: &str) -> Desk<'_> {
        self.service.desk(&StaffId::new(person)).expect("somebody of the staff")
    }

    /// An open case like another, whose record does not begin with its opening: it can't be read.
    pub(crate) async fn damaged(&self, like: &CaseId) -> CaseId {
        let case = self.service.load(like).await.expect("a case");
        let event = self.store.events(like).await.expect("a record").remove(0);
        let damaged = CaseId::new(format!("{like}-damaged"));
        let commit = Commit {
            case: Case { id: damaged.clone(), events: 1, ..(*case).clone() },
            expected: 0,
            events: vec![Event { changes: Vec::new(), ..event }],
            wake: None,
            due: None,
            tasks: None,
            messages: Vec::new(),
            pinned: None,
            key: None,
            hears: Some(Hearing::Any),
            asks: Vec::new(),
            answers: None,
        };
        self.store.commit(commit).await.expect("written");
        damaged
    }

    /// A complaint that wang.li opens; its first step is done thereby.
    pub(crate) async fn complaint(&self) -> CaseId {
        let fields = fields(&[("what", "电梯停运")]);
        let opened = self.desk("wang.li").open("complaint", "riverside", &fields, None, false).await;
        opened.expect("a case").case
    }

    /// What the record says happened: `overdue respond`, `told wang.li task`.
    pub(crate) async fn record(&self, case: &CaseId) -> Vec<String> {
        let events = self.store.events(case).await.expect("a record");
        events
            .iter()
            .map(|event| {
                let told = event.what == What::Told;
                let words = [event.what.word().to_owned()]
                    .into_iter()
                    .chain(event.limit.as_ref().map(ToString::to_string))
                    .chain(event.step.iter().filter(|_| event.limit.is_none()).map(ToString::to_string))
                    .chain(event.to.iter().filter(|_| told).map(ToString::to_string))
                    .chain(event.template.iter().filter(|_| told).map(ToString::to_string));
                words.collect::<Vec<_>>().join(" ")
            })
            .collect()
    }

    /// How often something is on the record.
    pub(crate) async fn times(&self, case: &CaseId, what: &str) -> usize {
        self.record(case).await.iter().filter(|line| *line == what).count()
    }

    /// Every message, oldest first.
    /// All open tasks.
    pub(crate) async fn tasks(&self) -> Vec<TaskRow> {
        let filter = TaskFilter { limit: 1000, ..TaskFilter::default() };
        self.store.tasks(&filter).await.expect("tasks").rows
    }

    pub(crate) async fn messages(&self) -> Vec<MessageRow> {
        let filter = MessageFilter { limit: 1000, ..MessageFilter::default() };
        let mut rows = self.store.messages(&filter).await.expect("messages").rows;
        rows.sort_by_key(|row| row.id);
        rows
    }

    pub(crate) async fn cases(&self, workflow: &str) -> Vec<CaseId> {
        let filter = CaseFilter {
            workflow: Some(steward_model::WorkflowId::new(workflow)),
            limit: 1000,
            ..CaseFilter::default()
        };
        let mut cases: Vec<CaseId> =
            self.store.cases(&filter).await.expect("cases").rows.into_iter().map(|row| row.case).collect();
        cases.sort();
        cases
    }
}

/// The album of a folder.
pub(crate) fn album(folder: &TempDir) -> AlbumFolder {
    AlbumFolder::beside(&folder.path().join("steward.db"))
}

/// Has a courier send everything whose turn has come, and the news of what that brought.
pub(crate) async fn send_all(courier: &mut Courier) {
    for _ in 0..4 {
        courier.look().await.expect("a store that works");
        courier.finish().await;
    }
}

pub(crate) fn fields(of: &[(&str, &str)]) -> BTreeMap<String, String> {
    of.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

/// An hour of Monday, 2 March 2026, at the estate; `03T09:00` is Tuesday.
pub(crate) fn at(hour: &str) -> Timestamp {
    let (day, clock) = hour.split_once('T').unwrap_or(("02", hour));
    let clock = if clock.len() == 5 { format!("{clock}:00") } else { clock.to_owned() };
    format!("2026-03-{day}T{clock}+08:00").parse().expect("an hour")
}

pub(crate) fn done(step: &str) -> Command {
    Command::Complete {
        step: StepId::new(step),
        fields: BTreeMap::new(),
        ticked: Vec::new(),
        failed: BTreeMap::new(),
        given: Given::default(),
    }
}

pub(crate) fn content(message: &Message) -> &str {
    match &message.content {
        Content::Mail { subject, .. } => subject,
        Content::Sms { template, .. } => template.as_str(),
    }
}

/// The kind of a denial, and its Chinese words.
pub(crate) fn denied(of: Denied) -> (&'static str, String) {
    let kind = match &of {
        Denied::Words(_) => "words",
        Denied::Refused(..) => "refused",
        Denied::Store(_) => "store",
    };
    (kind, of.text().zh)
}
