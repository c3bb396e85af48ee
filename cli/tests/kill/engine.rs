//! `steward serve`, its deaths and its last life.

use crate::peers::Peers;
use crate::place::Place;
use rand::RngExt as _;
use rand::rngs::StdRng;
use rusqlite::Connection;
use std::fs::File;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::{interval, sleep, timeout};

/// Longer than a start takes, or the last life, even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// It is not waited longer for a moment to die at.
const LULL: Duration = Duration::from_secs(2);

/// How often it is looked whether there is anything left to do.
const LOOK: Duration = Duration::from_millis(200);

/// A running `serve`. It is killed when dropped.
pub(crate) struct Engine {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

/// What kills it.
enum Death {
    /// So long after it was started, whether it is ready or not.
    Starting(Duration),
    /// So long after it was ready.
    Working(Duration),
    /// When so many messages have been taken, before it can note the last of them.
    Sending(u32),
    /// So long after it has begun to carry out what one case asked of another.
    Carrying(Duration),
}

impl Death {
    fn any(random: &mut StdRng) -> Self {
        match random.random_range(0..6) {
            4 | 5 => Self::Carrying(Duration::from_millis(random.random_range(0..6))),
            0 => Self::Starting(Duration::from_millis(random.random_range(0..150))),
            1 => Self::Working(Duration::from_millis(random.random_range(0..1500))),
            _ => Self::Sending(random.random_range(1..20)),
        }
    }
}

impl Engine {
    fn start(place: &Place) -> Self {
        let log = File::options().create(true).append(true).open(place.log()).expect("a log");
        let mut command = Command::from(place.steward());
        command.arg("serve").stdout(Stdio::piped()).stderr(log).kill_on_drop(true);
        let mut child = command.spawn().expect("it runs");
        let stdout = child.stdout.take().expect("a pipe");
        Self { child, lines: BufReader::new(stdout).lines() }
    }

    async fn ready(&mut self) {
        let line = timeout(PATIENCE, self.lines.next_line()).await.expect("it is ready in time");
        let line = line.expect("UTF-8");
        assert!(line.as_deref().is_some_and(|line| line.starts_with("ready")), "it is ready: {line:?}");
    }

    /// One life of the engine, to its sudden end at a moment left to chance.
    pub(crate) async fn live_and_die(place: &Place, peers: &Peers, random: &mut StdRng) {
        let (mut mails, mut messages) = (peers.mail.subscribe(), peers.sms.subscribe());
        let mut engine = Self::start(place);
        match Death::any(random) {
            Death::Starting(span) => sleep(span).await,
            Death::Working(span) => {
                engine.ready().await;
                sleep(span).await;
            }
            Death::Sending(count) => {
                engine.ready().await;
                let taken = async {
                    for _ in 0..count {
                        // Whether one was missed matters little: it only dies later.
                        tokio::select! {
                            _ = mails.recv() => {}
                            _ = messages.recv() => {}
                        }
                    }
                };
                // In a lull it dies without.
                let _ = timeout(LULL, taken).await;
            }
            Death::Carrying(span) => {
                engine.ready().await;
                let store = Connection::open(place.store()).expect("the store");
                store.busy_timeout(PATIENCE).expect("a setting");
                let _ = timeout(LULL, begun(&store)).await;
                sleep(span).await;
            }
        }
        engine.child.kill().await.expect("SIGKILL");
    }

    /// The last life: until nothing is due, nothing is to be sent, and it was asked to stop.
    ///
    /// What waits for a lease to run out, and a text message that may have arrived and so waits two
    /// minutes, need not wait here: only how long is shortened, not whether.
    pub(crate) async fn finish(place: &Place) -> ExitStatus {
        let store = Connection::open(place.store()).expect("the store");
        store.busy_timeout(PATIENCE).expect("a setting");
        // Whoever held these leases is dead.
        no_wait(&store, "sending");
        let mut engine = Self::start(place);
        engine.ready().await;
        let drained = async {
            let mut look = interval(LOOK);
            while !idle(&store) {
                look.tick().await;
                no_wait(&store, "waiting");
            }
        };
        if timeout(PATIENCE, drained).await.is_err() {
            // The verdict says what is missing.
            return engine.stop().await;
        }
        engine.stop().await
    }

    async fn stop(mut self) -> ExitStatus {
        let pid = self.child.id().expect("it still runs").to_string();
        let kill = Command::new("kill").args(["-TERM", &pid]).status().await.expect("kill");
        assert!(kill.success());
        timeout(PATIENCE, self.child.wait()).await.expect("it stops in time").expect("it stopped")
    }
}

fn no_wait(store: &Connection, state: &str) {
    let now = steward_time::Timestamp::now().as_second();
    store
        .execute("UPDATE messages SET turn = ?1 WHERE state = ?2 AND turn > ?1", (now, state))
        .expect("written");
}

/// Returns when something that a case asked of another is carried out: it is struck off, or asked for more.
async fn begun(store: &Connection) {
    let asked = || -> (i64, i64) {
        let ask = "SELECT COALESCE(MIN(seq), 0), COALESCE(MAX(seq), 0) FROM asked";
        store.query_row(ask, [], |row| Ok((row.get(0)?, row.get(1)?))).expect("an answer")
    };
    let mut first = asked();
    loop {
        sleep(Duration::from_millis(1)).await;
        let now = asked();
        if first.1 > 0 && now.0 != first.0 {
            return;
        }
        first = now;
    }
}

/// Whether no case will change by time alone, none has asked another for anything, and no message is on its
/// way.
fn idle(store: &Connection) -> bool {
    let ask = "SELECT NOT EXISTS (SELECT 1 FROM cases WHERE wake IS NOT NULL)
               AND NOT EXISTS (SELECT 1 FROM asked)
               AND NOT EXISTS (SELECT 1 FROM messages WHERE state IN ('waiting', 'held', 'sending'))";
    store.query_row(ask, [], |row| row.get(0)).expect("an answer")
}
