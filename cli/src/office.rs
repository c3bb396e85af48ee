//! A handbook at work with its store: what commands on cases need. Who acts does so at a desk, as a
//! page's user would; a command that only looks may do without, and then sees what the keeper of
//! the store sees.

use crate::book::{self, Book};
use crate::instants;
use crate::options::Global;
use crate::output::{Problem, Status};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use steward_case::{Case, CaseId, Command, Event, itemised, report};
use steward_model::{EstateId, Files, Handbook, PhotoHash, StaffId, Text, Workflow};
use steward_ports::{
    Album as _, CaseFilter, CaseRow, DeliveryState, MessageFilter, MessageRow, Page, Store as _, StoreError,
    TaskFilter, TaskRow,
};
use steward_service::{Denied, Desk, Service, Shown, SystemClock};
use steward_store::{AlbumFolder, SqliteStore};
use steward_time::TimeZone;
use tokio::runtime::Runtime;

/// A handbook at work.
pub(crate) struct Office {
    pub(crate) handbook: Arc<Handbook>,
    pub(crate) files: Files,
    pub(crate) store: Arc<SqliteStore>,
    album: Arc<AlbumFolder>,
    service: Service,
    actor: Option<StaffId>,
    runtime: Runtime,
}

impl Office {
    /// Opens the handbook and the store that the call means. The first command makes the store.
    pub(crate) fn open(global: &Global) -> Result<Self, Problem> {
        let book = book::open(global)?;
        let path = store_path(&book, global)?;
        let store = Arc::new(open_store(&path)?);
        let album = Arc::new(AlbumFolder::beside(&path));
        let Book { files, handbook, rules, .. } = book;
        let handbook = Arc::new(handbook);
        // Messages are sent by whoever serves, so no channel is set up here.
        let clock = Arc::new(SystemClock::new());
        let service =
            Service::new(handbook.clone(), Arc::new(rules), store.clone(), album.clone(), clock, Vec::new());
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Problem::new(Status::Outside, "no-runtime", Text::plain(error.to_string())))?;
        let actor = global.actor.as_deref().filter(|name| !name.is_empty()).map(StaffId::new);
        Ok(Self { handbook, files, store, album, service, actor, runtime })
    }

    /// Runs until a future is done.
    pub(crate) fn wait<F: Future>(&self, future: F) -> F::Output {
        self.runtime.block_on(future)
    }

    /// Who acts.
    pub(crate) fn desk(&self) -> Result<Desk<'_>, Problem> {
        let Some(actor) = &self.actor else {
            return Err(Problem::words("nobody-acts", "没有说由谁办理", "nobody is named who acts").help(
                Text::new(
                    "写 --as 人员编号，或设环境变量 STEWARD_AS",
                    "write --as with a staff id, or set the variable STEWARD_AS",
                ),
            ));
        };
        self.service.desk(actor).map_err(denied)
    }

    /// The desk of who looks; `None`: the keeper looks.
    fn eyes(&self) -> Result<Option<Desk<'_>>, Problem> {
        self.actor.as_ref().map(|actor| self.service.desk(actor).map_err(denied)).transpose()
    }

    /// Does something to a case. Returns what happened.
    pub(crate) fn act(&self, case: &CaseId, command: &Command) -> Result<Vec<Event>, Problem> {
        let desk = self.desk()?;
        self.wait(desk.act(case, command)).map_err(denied)
    }

    /// A case as it stands.
    pub(crate) fn show(&self, case: &CaseId) -> Result<Shown, Problem> {
        match self.eyes()? {
            Some(desk) => self.wait(desk.show(case)).map_err(denied),
            None => self.wait(self.keeper_shows(case)),
        }
    }

    async fn keeper_shows(&self, id: &CaseId) -> Result<Shown, Problem> {
        let events = self.store.events(id).await.map_err(store_failed)?;
        let Some(case) = Case::replay(&events) else {
            return Err(no_case(id));
        };
        let workflow = self.wording(&case).await?;
        let Some(estate) = self.handbook.estates.get(&case.estate).cloned() else {
            return Err(Problem::new(
                Status::Refused,
                "no-estate",
                Text::new(
                    format!("案件 {id} 所在的项目 {} 已不在手册里", case.estate),
                    format!("the estate {} of case {id} is not in the handbook any more", case.estate),
                ),
            ));
        };
        let now = instants::now();
        let report = report(&case, &workflow, &estate, now.max(case.last));
        let workflow = match itemised(&workflow, &case, &estate) {
            Cow::Borrowed(_) => workflow,
            Cow::Owned(whole) => Arc::new(whole),
        };
        let (unseen, unseen_cases) = (BTreeSet::new(), BTreeSet::new());
        Ok(Shown { case: Arc::new(case), report, unseen, unseen_cases, events, workflow, estate, now })
    }

    /// The events of cases that have been looked at, in the order in which they were committed.
    pub(crate) fn order(&self, cases: &[CaseId]) -> Result<Vec<(CaseId, u32)>, Problem> {
        self.wait(self.store.order(cases)).map_err(store_failed)
    }

    /// A photo that was shown in a case which has been looked at, so that it is known who looks.
    pub(crate) fn photo(&self, case: &CaseId, hash: &PhotoHash) -> Result<Option<Vec<u8>>, Problem> {
        match self.eyes()? {
            Some(desk) => self.wait(desk.photo(case, hash)).map_err(denied),
            None => self.wait(self.album.read(hash)).map_err(store_failed),
        }
    }

    /// The wording a case is pinned to.
    async fn wording(&self, case: &Case) -> Result<Arc<Workflow>, Problem> {
        if let Some(workflow) = self.handbook.wording(&case.estate, &case.workflow, &case.hash) {
            return Ok(workflow.clone());
        }
        let pinned = self.store.pinned(&case.hash).await.map_err(store_failed)?;
        pinned.and_then(|pinned| steward_language::reread(&pinned.sources)).ok_or_else(|| {
            Problem::new(
                Status::Outside,
                "store-failed",
                Text::new(
                    format!("案件 {} 立案时的流程文本读不出来", case.id),
                    format!("the wording that case {} began by can't be read", case.id),
                ),
            )
        })
    }

    pub(crate) fn cases(&self, filter: CaseFilter) -> Result<Page<CaseRow>, Problem> {
        match self.eyes()? {
            Some(desk) => self.wait(desk.cases(filter)).map_err(denied),
            None => self.wait(self.store.cases(&filter)).map_err(store_failed),
        }
    }

    pub(crate) fn messages(&self, filter: MessageFilter) -> Result<Page<MessageRow>, Problem> {
        match self.eyes()? {
            Some(desk) => self.wait(desk.messages(filter)).map_err(denied),
            None => self.wait(self.store.messages(&filter)).map_err(store_failed),
        }
    }

    /// The open tasks of a person: the one named, else the one who looks; the keeper sees all.
    pub(crate) fn tasks(
        &self,
        of: Option<&StaffId>,
        limit: u32,
        after: Option<String>,
    ) -> Result<Page<TaskRow>, Problem> {
        match (self.eyes()?, of) {
            (Some(desk), of) => self.wait(desk.tasks(of, limit, after)).map_err(denied),
            (None, Some(of)) => {
                let theirs = self.service.desk(of).map_err(denied)?;
                self.wait(theirs.tasks(None, limit, after)).map_err(denied)
            }
            (None, None) => {
                let all = TaskFilter { limit, after, ..TaskFilter::default() };
                self.wait(self.store.tasks(&all)).map_err(store_failed)
            }
        }
    }

    pub(crate) fn resend(&self, id: i64) -> Result<Option<DeliveryState>, Problem> {
        match self.eyes()? {
            Some(desk) => self.wait(desk.resend(id)).map_err(denied),
            None => self.wait(self.store.resend(id, instants::now())).map_err(store_failed),
        }
    }

    /// The time zone of a case's estate. A case's id begins with it.
    pub(crate) fn zone_of(&self, case: &CaseId) -> &TimeZone {
        let estates = self.handbook.estates.iter();
        estates
            .filter(|(id, _)| {
                case.as_str().strip_prefix(id.as_str()).is_some_and(|rest| rest.starts_with('-'))
            })
            .max_by_key(|(id, _)| id.as_str().len())
            .map_or(&self.handbook.organisation.zone, |(_, estate)| &estate.zone)
    }

    /// The time zone of an estate.
    pub(crate) fn zone(&self, estate: &EstateId) -> &TimeZone {
        self.handbook.estates.get(estate).map_or(&self.handbook.organisation.zone, |estate| &estate.zone)
    }
}

/// Where the store is: what the call says, relative to where one stands; else what steward.yaml
/// says, relative to it.
pub(crate) fn store_path(book: &Book, global: &Global) -> Result<PathBuf, Problem> {
    let (url, base) = match (&global.store, &book.handbook.organisation.store) {
        (Some(url), _) => (url, Path::new("")),
        (None, Some(url)) => (url, &*book.folder),
        (None, None) => {
            return Err(Problem::words(
                "no-store",
                "没有说案件存在哪里",
                "it is not said where cases are kept",
            )
            .help(Text::new(
                "在 steward.yaml 写 store: sqlite:data/steward.db，或用 --store",
                "write store: sqlite:data/steward.db in steward.yaml, or use --store",
            )));
        }
    };
    match url.strip_prefix("sqlite:").filter(|path| !path.is_empty()) {
        Some(path) => Ok(base.join(path)),
        None => {
            Err(Problem::words("bad-store", format!("看不懂存储“{url}”"), format!("`{url}` is no store"))
                .help(Text::new(
                    "写成 sqlite:路径，如 sqlite:data/steward.db",
                    "write sqlite:PATH, such as sqlite:data/steward.db",
                )))
        }
    }
}

pub(crate) fn open_store(path: &Path) -> Result<SqliteStore, Problem> {
    SqliteStore::open(path).map_err(store_failed)
}

pub(crate) fn no_case(id: &CaseId) -> Problem {
    Problem::words("unknown-name", format!("没有案件 {id}"), format!("there is no case {id}"))
        .help(Text::new("steward cases 列出全部", "`steward cases` lists them"))
}

pub(crate) fn denied(denied: Denied) -> Problem {
    let text = denied.text();
    match denied {
        Denied::Words(_) => Problem::new(Status::Words, "bad-words", text),
        Denied::Refused(..) => Problem::new(Status::Refused, "refused", text),
        Denied::Store(error) => store_failed(error),
    }
}

pub(crate) fn store_failed(error: StoreError) -> Problem {
    let code = match error {
        StoreError::Unavailable(_) => "store-unavailable",
        StoreError::Newer(_) => "store-newer",
        StoreError::Damaged(_) => "store-damaged",
    };
    Problem::new(Status::Outside, code, error.text().clone())
}
