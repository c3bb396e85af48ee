//! How the demo goes. At a terminal the newcomer decides who does what and when; anywhere else it
//! plays a story by itself: nobody answers until the superior takes over, then everybody does their
//! part and the case is archived.

use super::act::{self, Open};
use super::stage::Stage;
use crate::office::denied;
use crate::output::{Output, Paint, Problem, Status};
use std::time::Duration;
use steward_case::{CaseId, Event, What};
use steward_model::{Lang, StaffId};
use steward_ports::{Clock as _, DeliveryState, MessageFilter, Store as _};
use steward_service::Shown;
use steward_time::Timestamp;
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines, Stdin};

/// How often it is looked whether something has happened.
const LOOK: Duration = Duration::from_millis(100);

/// After a leap of the clock the engine gets so long to do what that moment brings.
const SETTLE: Duration = Duration::from_millis(250);

/// Between two things that people do, so that a reader can follow.
const BREATH: Duration = Duration::from_millis(1500);

/// Messages still under way at the end are waited for so long.
const LAST_MESSAGES: Duration = Duration::from_secs(5);

/// Whose eyes the case is seen with: the manager of the estate sees all of it.
const MANAGER: &str = "zhao.qiang";

/// Who steps in when the desk does not answer.
const SUPERIOR: &str = "li.na";

/// The step that nobody answers in time.
const FIRST: &str = "respond";

pub(crate) struct Story<'a> {
    pub(crate) output: &'a Output,
    pub(crate) stage: &'a Stage,
    pub(crate) case: CaseId,
}

impl Story<'_> {
    /// Plays by itself until the case is closed.
    pub(crate) async fn play(&self) -> Result<(), Problem> {
        self.until(|event| event.what == What::Overdue && is_first(event)).await?;
        self.pass(6 * 60).await;
        self.say("前台没有应答，客服主管接手处理", "the desk did not answer; the supervisor takes over");
        self.finish_as(FIRST, &StaffId::new(SUPERIOR)).await?;
        loop {
            let shown = self.shown().await?;
            if shown.case.is_over() {
                return self.messages_out().await;
            }
            match act::open(self.output, &shown).into_iter().next() {
                Some(open) => {
                    tokio::time::sleep(BREATH).await;
                    self.pass(2 * 3600).await;
                    self.finish(&open).await?;
                }
                None => self.leap_to_next().await,
            }
        }
    }

    /// Lets the newcomer take part until the case is closed or they have seen enough.
    pub(crate) async fn take_part(&self) -> Result<(), Problem> {
        let mut typed = BufReader::new(tokio::io::stdin()).lines();
        let mut offered: Vec<Open> = Vec::new();
        loop {
            let shown = self.shown().await?;
            if shown.case.is_over() {
                return self.messages_out().await;
            }
            let open = act::open(self.output, &shown);
            if open.is_empty() {
                self.leap_to_next().await;
                continue;
            }
            if open != offered {
                // The facts that made it so are told first.
                tokio::time::sleep(2 * LOOK).await;
                self.offer(&open);
                offered = open;
            }
            let Some(line) = self.typed_or_changed(&mut typed).await else { continue };
            match (line.trim(), offered.first()) {
                ("q", _) => return Ok(()),
                ("n", _) => self.leap_to_next().await,
                ("", Some(first)) => self.try_to_finish(first).await?,
                (number, _) => {
                    match number.parse::<usize>().ok().and_then(|n| offered.get(n.wrapping_sub(1))) {
                        Some(open) => self.try_to_finish(open).await?,
                        None => self.offer(&offered),
                    }
                }
            }
        }
    }

    /// A line that was typed; `None` when there was time enough for something to happen. When no more
    /// can be typed the story goes on by itself.
    async fn typed_or_changed(&self, typed: &mut Lines<BufReader<Stdin>>) -> Option<String> {
        tokio::select! {
            line = typed.next_line() => Some(line.ok().flatten().unwrap_or_else(|| "q".to_owned())),
            () = tokio::time::sleep(2 * LOOK) => None,
        }
    }

    fn offer(&self, open: &[Open]) {
        for (place, open) in open.iter().enumerate() {
            let number = place + 1;
            let line = match self.output.lang {
                Lang::Zh => format!("{number} + 回车：由{}办完“{}”", open.name, open.title),
                Lang::En => format!("{number} + Enter: {} finishes “{}”", open.name, open.title),
            };
            self.output.line(self.output.paint(Paint::Bold, &format!("  >> {line}")));
        }
        let rest = self.output.pick(
            "什么也不做：看它一级级催下去    n + 回车：跳到下一件事    q + 回车：离开",
            "do nothing and see it climb    n + Enter: on to the next thing that happens    q + Enter: leave",
        );
        self.output.line(self.output.paint(Paint::Dim, &format!("  >> {rest}")));
    }

    /// Finishes a step; that it can't be done after all is said, and the story goes on.
    async fn try_to_finish(&self, open: &Open) -> Result<(), Problem> {
        match self.finish(open).await {
            Err(problem) if problem.status != Status::Outside => {
                self.output.line(format!("  -- {}", self.output.say(&problem.message)));
                Ok(())
            }
            other => other,
        }
    }

    async fn finish(&self, open: &Open) -> Result<(), Problem> {
        self.finish_as(open.step.as_str(), &open.person).await
    }

    async fn finish_as(&self, step: &str, person: &StaffId) -> Result<(), Problem> {
        let shown = self.shown().await?;
        act::finish(self.stage, &self.case, &shown, &step.into(), person, self.output).await
    }

    fn say(&self, zh: &'static str, en: &'static str) {
        self.output.line(self.output.paint(Paint::Bold, &format!("  -- {}", self.output.pick(zh, en))));
    }

    async fn shown(&self) -> Result<Shown, Problem> {
        let manager = self.stage.service.desk(&StaffId::new(MANAGER)).map_err(denied)?;
        manager.show(&self.case).await.map_err(denied)
    }

    /// Waits until the record has such an event.
    async fn until(&self, is: impl Fn(&Event) -> bool) -> Result<(), Problem> {
        loop {
            let shown = self.shown().await?;
            if shown.case.is_over() || shown.events.iter().any(&is) {
                return Ok(());
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Lets so many seconds of the demo's time pass, without waiting for them.
    async fn pass(&self, seconds: i64) {
        let to = self.stage.clock.now().as_second() + seconds;
        let Ok(to) = Timestamp::from_second(to) else { return };
        while !self.stage.clock.leap(to) {
            tokio::time::sleep(SETTLE).await;
        }
        tokio::time::sleep(SETTLE).await;
    }

    /// Leaps to the next moment at which time alone brings something.
    async fn leap_to_next(&self) {
        if let Some(next) = self.stage.clock.next_moment() {
            self.stage.clock.leap(next);
        }
        tokio::time::sleep(SETTLE).await;
    }

    /// Waits for the messages that are still under way.
    async fn messages_out(&self) -> Result<(), Problem> {
        let waiting = async {
            for state in [DeliveryState::Waiting, DeliveryState::Sending] {
                let filter = MessageFilter { state: Some(state), limit: 1, ..MessageFilter::default() };
                while self.stage.store.messages(&filter).await.is_ok_and(|page| !page.rows.is_empty()) {
                    tokio::time::sleep(LOOK).await;
                }
            }
        };
        // What is still not out by then has a reason that the summary does not need.
        let _ = tokio::time::timeout(LAST_MESSAGES, waiting).await;
        tokio::time::sleep(2 * LOOK).await;
        Ok(())
    }
}

fn is_first(event: &Event) -> bool {
    event.step.as_ref().is_some_and(|step| step.as_str() == FIRST)
}
