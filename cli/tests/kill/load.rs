//! The work that goes on while the engine dies: several people at once, each command a process of
//! its own, on cases of their own, so that there is no reason to refuse one.

use crate::place::Place;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::Value;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// So many work at once.
const PEOPLE: u64 = 3;

/// So many cases each of them opens.
const CASES: usize = 40;

/// Nobody is quicker or slower than this between two commands, in milliseconds.
const PAUSE: std::ops::Range<u64> = 0..500;

/// A command that was answered well.
pub(crate) struct Accepted {
    /// The case it was done to.
    pub(crate) case: String,
    /// What it was told to have happened; of an opening, nothing.
    pub(crate) events: Vec<Value>,
    /// What was asked.
    pub(crate) asked: String,
}

/// A job that waits for another case, and what was done about it.
pub(crate) struct Job {
    /// The case.
    pub(crate) case: String,
    /// What became of it.
    pub(crate) fate: Fate,
}

/// What somebody did about a job.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Fate {
    /// Nothing: it waits.
    Waits,
    /// The case it waits for was done.
    Done(String),
    /// The job was cancelled.
    Cancelled,
}

/// What one of them did.
#[derive(Default)]
pub(crate) struct Answers {
    pub(crate) jobs: Vec<Job>,
    pub(crate) accepted: Vec<Accepted>,
    /// Commands that were not accepted, and why.
    pub(crate) refused: Vec<String>,
}

/// People at work.
pub(crate) struct Load {
    people: Vec<(Sender<()>, JoinHandle<Answers>)>,
}

impl Load {
    /// Lets them begin.
    pub(crate) fn begin(place: &Arc<Place>, seed: u64) -> Self {
        let person = |number: u64| {
            let (place, (stop, stopped)) = (Arc::clone(place), channel());
            let random = StdRng::seed_from_u64(seed.wrapping_add(number));
            let thread = std::thread::spawn(move || {
                let mut person = Person { place, random, cases: Vec::new(), answers: Answers::default() };
                loop {
                    let pause = Duration::from_millis(person.random.random_range(PAUSE));
                    if stopped.recv_timeout(pause) != Err(RecvTimeoutError::Timeout) {
                        return person.answers;
                    }
                    person.act();
                }
            });
            (stop, thread)
        };
        Self { people: (1..=PEOPLE).map(person).collect() }
    }

    /// Lets them finish what they are doing. Returns everything they did.
    pub(crate) fn end(self) -> Answers {
        let mut all = Answers::default();
        for (stop, thread) in self.people {
            drop(stop);
            let one = thread.join().expect("nobody gave up");
            all.accepted.extend(one.accepted);
            all.refused.extend(one.refused);
            all.jobs.extend(one.jobs);
        }
        all
    }
}

/// Somebody at work.
struct Person {
    place: Arc<Place>,
    random: StdRng,
    cases: Vec<Mine>,
    answers: Answers,
}

/// A case somebody opened, and the step that is next.
struct Mine {
    case: String,
    next: Option<&'static str>,
}

impl Person {
    /// Does something: opens a case, or goes on with one. Many are never touched again, so that their
    /// limits run out.
    fn act(&mut self) {
        if self.random.random_bool(0.4) {
            return self.act_on_a_job();
        }
        let fresh = self.cases.is_empty() || (self.cases.len() < CASES && self.random.random_bool(0.5));
        if fresh {
            let open = ["open", "leak", "--estate", "riverside", "--field", "where=3#101", "--as", "wang.li"];
            if let Some(case) = self.ask(&open, None) {
                self.cases.push(Mine { case, next: Some("look") });
            }
            return;
        }
        let chosen = self.random.random_range(0..self.cases.len());
        let case = self.cases[chosen].case.clone();
        let step = self.cases[chosen].next.filter(|_| self.random.random_bool(0.4));
        match step {
            Some(step) => {
                let actor = if step == "look" { "wang.li" } else { "zhang.wei" };
                if self.ask(&["done", &case, step, "--as", actor], Some(&case)).is_some() {
                    self.cases[chosen].next = (step == "look").then_some("mend");
                }
            }
            None if self.cases[chosen].next.is_some() => {
                self.ask(&["note", &case, "业主催问", "--as", "wang.li"], Some(&case));
            }
            None => {}
        }
    }

    /// Opens a job, or goes on with one: does what it waits for, where that is open by now, or cancels it, as
    /// every third.
    fn act_on_a_job(&mut self) {
        let waiting: Vec<usize> =
            (0..self.answers.jobs.len()).filter(|&job| self.answers.jobs[job].fate == Fate::Waits).collect();
        if waiting.is_empty() || self.random.random_bool(0.4) {
            let open = ["open", "job", "--estate", "riverside", "--field", "where=3#101", "--as", "wang.li"];
            if let Some(case) = self.ask(&open, None) {
                self.answers.jobs.push(Job { case, fate: Fate::Waits });
            }
            return;
        }
        let job = waiting[self.random.random_range(0..waiting.len())];
        let case = self.answers.jobs[job].case.clone();
        if job.is_multiple_of(3) {
            if self.ask(&["cancel", &case, "--reason", "重复", "--as", "zhao.qiang"], Some(&case)).is_some()
            {
                self.answers.jobs[job].fate = Fate::Cancelled;
            }
            return;
        }
        // Where no engine lived long enough, it is not known yet which case it waits for.
        let Some(called) = self.place.run(&["show", &case]).ok().and_then(|shown| called(&shown)) else {
            return;
        };
        if self.ask(&["done", &called, "fix", "--as", "zhang.wei"], Some(&called)).is_some() {
            self.answers.jobs[job].fate = Fate::Done(called);
        }
    }

    /// Asks for something. Returns the case it was done to, when it was accepted.
    fn ask(&mut self, args: &[&str], case: Option<&str>) -> Option<String> {
        let answer = self.place.run(args).and_then(|document| {
            let named = document["case"].as_str().filter(|named| case.is_none_or(|case| case == *named));
            let named = named.ok_or_else(|| format!("{args:?} answered for another case: {document}"))?;
            let events = document["events"].as_array().cloned().unwrap_or_default();
            Ok(Accepted { case: named.to_owned(), events, asked: args.join(" ") })
        });
        match answer {
            Ok(accepted) => {
                let case = accepted.case.clone();
                self.answers.accepted.push(accepted);
                Some(case)
            }
            Err(why) => {
                self.answers.refused.push(why);
                None
            }
        }
    }
}

/// The case that a job called, as it is shown.
pub(crate) fn called(shown: &Value) -> Option<String> {
    let order = shown["steps"].as_array()?.iter().find(|step| step["step"] == "order")?;
    Some(order["called"]["case"].as_str()?.to_owned())
}
