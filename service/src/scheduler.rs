//! Time at work: judges every case whose moment has come, opens what schedules and other cases ask
//! for, tells those who come on duty, and lets go what a stop made late or quiet hours held. Between two moments it sleeps; it reads only what is due.

use crate::duty::Duty;
use crate::intake::Aside;
use crate::reasons::{Reason, Reasons};
use crate::starts::Starts;
use crate::{Denied, Service};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;
use steward_case::{Actor, CaseId, Command};
use steward_model::Text;
use steward_ports::StoreError;
use steward_time::Timestamp;
use tokio::sync::oneshot;
use tokio::task::JoinSet;

/// So many cases are judged side by side, so that their commits share a write to disk.
const BATCH: u32 = 256;

/// A case that is due again this often within one look does not get on; it is set aside.
const MOST_TURNS: u32 = 16;

/// A case that can't be judged is tried again after this long; meanwhile it holds nobody up.
pub(crate) const ASIDE: Duration = Duration::from_secs(10 * 60);

/// How long to look away while only cases that are set aside are due.
const LOOK_AWAY: Duration = Duration::from_secs(1);

/// After a failure of the store it is tried again after this long, twice as long each time.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// What the store remembers: the calendars and staff that its open cases were computed for.
const SURROUNDINGS: &str = "surroundings";

/// The scheduler.
pub(crate) struct Scheduler {
    service: Arc<Service>,
    reasons: Reasons,
    /// Told when everything due has been judged for the first time.
    ready: Option<oneshot::Sender<()>>,
    starts: Option<Starts>,
    duty: Option<Duty>,
    /// Cases that can't be judged, and when to try again.
    aside: BTreeMap<CaseId, Timestamp>,
    /// What cases asked of others that can't be done now.
    errands: Aside,
}

impl Scheduler {
    pub(crate) fn new(service: Arc<Service>, reasons: Reasons, ready: oneshot::Sender<()>) -> Self {
        Self {
            service,
            reasons,
            ready: Some(ready),
            starts: None,
            duty: None,
            aside: BTreeMap::new(),
            errands: Aside::new(),
        }
    }

    /// Runs until the program is to stop.
    pub(crate) async fn run(mut self) {
        let mut pause = FIRST_PAUSE;
        loop {
            let until = match self.look().await {
                Ok(until) => {
                    pause = FIRST_PAUSE;
                    if let Some(ready) = self.ready.take() {
                        // Nobody may be waiting for it any more.
                        let _ = ready.send(());
                    }
                    until
                }
                Err(error) => {
                    tracing::error!("the store fails; trying again in {} s: {error}", pause.as_secs());
                    let until = after(self.service.clock.now(), pause);
                    pause = (pause * 2).min(LONGEST_PAUSE);
                    Some(until)
                }
            };
            match self.reasons.next(until).await {
                Reason::Stopping => return,
                Reason::Reloaded => self.starts = None,
                Reason::Due | Reason::Committed => {}
            }
        }
    }

    /// Does all there is to do now. Returns when there will be more.
    pub(crate) async fn look(&mut self) -> Result<Option<Timestamp>, StoreError> {
        self.service.nudge.scheduler_looks();
        if self.starts.is_none() {
            self.aside.clear();
            self.errands.clear();
            self.compute_anew().await?;
            self.starts = Some(Starts::read(&self.service).await?);
            self.duty = Some(Duty::read(&self.service).await?);
        }
        loop {
            self.judge_due().await?;
            let mut more = self.service.carry_out_asked(&mut self.errands).await?;
            if let Some(starts) = &mut self.starts {
                more |= starts.fire(&self.service).await?;
            }
            if !more || self.reasons.is_stopping() {
                break;
            }
        }
        if let Some(duty) = &mut self.duty {
            duty.change(&self.service).await?;
        }
        if self.service.nudge.take_late() {
            let bundled = self.service.bundle_late().await;
            if bundled.is_err() {
                self.service.nudge.still_late();
            }
            bundled?;
        }
        self.service.release_held().await?;
        let wake = self.service.store.earliest_wake().await?;
        let wake = match self.aside.is_empty() {
            true => wake,
            // The earliest may be one that is set aside; another may lie behind it.
            false => wake.map(|wake| wake.max(after(self.service.clock.now(), LOOK_AWAY))),
        };
        let start = self.starts.as_ref().and_then(Starts::next);
        let shift = self.duty.as_ref().and_then(Duty::next);
        let release = self.service.store.earliest_release().await?;
        let errand = self.errands.values().min().copied();
        let until = [wake, start, shift, release, errand].into_iter().flatten().min();
        self.service.nudge.scheduler_sleeps(until);
        Ok(until)
    }

    /// Judges every case that is due, until none is.
    async fn judge_due(&mut self) -> Result<(), StoreError> {
        let mut turns: BTreeMap<CaseId, u32> = BTreeMap::new();
        while !self.reasons.is_stopping() {
            let now = self.service.clock.now();
            self.aside.retain(|_, again| *again > now);
            let aside = u32::try_from(self.aside.len()).unwrap_or(u32::MAX);
            let due = self.service.store.due(now, BATCH.saturating_add(aside)).await?;
            let due: Vec<CaseId> = due.into_iter().filter(|case| !self.aside.contains_key(case)).collect();
            if due.is_empty() {
                return Ok(());
            }
            for case in &due {
                let turns = turns.entry(case.clone()).or_default();
                *turns += 1;
                if *turns > MOST_TURNS {
                    self.set_aside(case, "it stays due however often it is judged");
                }
            }
            self.each(&due, &Command::Wake).await?;
        }
        Ok(())
    }

    /// Computes every open case anew where calendars or staff are others than those they were
    /// computed for.
    async fn compute_anew(&mut self) -> Result<(), StoreError> {
        let present = self.service.handbook().surroundings.clone();
        if self.service.store.remembered(SURROUNDINGS).await?.as_deref() == Some(&*present) {
            return Ok(());
        }
        let why = Text::new("日历或人员有变动，重新计算", "calendars or staff have changed");
        let mut after: Option<CaseId> = None;
        loop {
            let open = self.service.store.open_cases(after.as_ref(), BATCH).await?;
            let Some(last) = open.last().cloned() else { break };
            self.each(&open, &Command::Recompute(why.clone())).await?;
            after = Some(last);
            if self.reasons.is_stopping() {
                return Ok(());
            }
        }
        self.service.store.remember(SURROUNDINGS, &present).await
    }

    /// Has cases obey a command side by side. One that can't is set aside and does not stop the
    /// others; a store that fails stops all.
    async fn each(&mut self, cases: &[CaseId], command: &Command) -> Result<(), StoreError> {
        let mut going = JoinSet::new();
        let mut names = BTreeMap::new();
        for case in cases.iter().filter(|case| !self.aside.contains_key(*case)) {
            let (service, id, command) = (self.service.clone(), case.clone(), command.clone());
            let task = going
                .spawn(async move { service.decide(&id, &Actor::Engine, &command, |_, _| Ok(())).await });
            names.insert(task.id(), case.clone());
        }
        let mut failed = None;
        let mut hopeless = BTreeSet::new();
        while let Some(done) = going.join_next_with_id().await {
            let (task, why) = match done {
                Ok((_, Ok(_))) => continue,
                Ok((_, Err(Denied::Store(error @ (StoreError::Unavailable(_) | StoreError::Newer(_)))))) => {
                    failed = Some(error);
                    continue;
                }
                Ok((task, Err(denied))) => (task, denied.to_string()),
                Err(broken) => (broken.id(), broken.to_string()),
            };
            if let Some(case) = names.get(&task) {
                hopeless.insert((case.clone(), why));
            }
        }
        hopeless.iter().for_each(|(case, why)| self.set_aside(case, why));
        failed.map_or(Ok(()), Err)
    }

    fn set_aside(&mut self, case: &CaseId, why: &str) {
        tracing::error!(
            %case,
            "case {case} can't be judged and is set aside for {} minutes; the others go on: {why}",
            ASIDE.as_secs() / 60
        );
        self.aside.insert(case.clone(), after(self.service.clock.now(), ASIDE));
    }
}

/// An instant so much later.
pub(crate) fn after(at: Timestamp, pause: Duration) -> Timestamp {
    let seconds = i64::try_from(pause.as_millis().div_ceil(1000)).unwrap_or(i64::MAX);
    Timestamp::from_second(at.as_second().saturating_add(seconds)).unwrap_or(Timestamp::MAX)
}
