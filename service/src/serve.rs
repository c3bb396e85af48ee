//! The loops that run while the program serves: the scheduler, the courier, and a look every half
//! second whether another process has committed something.

use crate::Service;
use crate::courier::Courier;
use crate::reasons::Reasons;
use crate::scheduler::Scheduler;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinSet;
use tokio::time::MissedTickBehavior;

/// How soon what another process commits is seen.
const PULSE: Duration = Duration::from_millis(500);

/// A service at work. Dropping it stops the loops at once; [`Serving::stop`] lets them end.
pub struct Serving {
    stopping: watch::Sender<bool>,
    ready: Vec<oneshot::Receiver<()>>,
    loops: JoinSet<()>,
}

/// Begins to serve: judges what is due and delivers what is waiting, until it is stopped.
pub fn serve(service: &Arc<Service>) -> Serving {
    let stopping = watch::Sender::new(false);
    let reasons = |committed| Reasons {
        clock: service.clock.clone(),
        committed,
        reloaded: service.nudge.on_reload(),
        stopping: stopping.subscribe(),
    };
    let (judging, judges) = oneshot::channel();
    let (delivering, delivers) = oneshot::channel();
    let scheduler = Scheduler::new(service.clone(), reasons(service.nudge.for_scheduler()), judging);
    let courier = Courier::new(service.clone(), reasons(service.nudge.for_courier()), delivering);
    let mut loops = JoinSet::new();
    loops.spawn(scheduler.run());
    loops.spawn(courier.run());
    loops.spawn(watch_others(service.clone(), stopping.subscribe()));
    Serving { stopping, ready: vec![judges, delivers], loops }
}

impl Serving {
    /// Returns once everything that was due has been judged and messages are being delivered.
    pub async fn ready(&mut self) {
        for ready in self.ready.drain(..) {
            // A loop that broke before it was ready is told by `broke`.
            let _ = ready.await;
        }
    }

    /// Returns when a loop has ended by itself, which only a bug of ours makes it do.
    pub async fn broke(&mut self) -> String {
        match self.loops.join_next().await {
            Some(Err(broken)) => broken.to_string(),
            Some(Ok(())) => "a loop of the service ended by itself".to_owned(),
            None => std::future::pending().await,
        }
    }

    /// Stops: what is being judged is finished, and what is being sent, for ten seconds at most.
    pub async fn stop(mut self) {
        self.stopping.send_replace(true);
        while self.loops.join_next().await.is_some() {}
    }
}

/// Nudges the loops when any process has committed something.
async fn watch_others(service: Arc<Service>, mut stopping: watch::Receiver<bool>) {
    let mut pulse = tokio::time::interval(PULSE);
    pulse.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut last = None;
    loop {
        tokio::select! {
            _ = stopping.wait_for(|stopping| *stopping) => return,
            _ = pulse.tick() => {}
        }
        match service.store.pulse().await {
            Ok(beat) if last == Some(beat) => {}
            Ok(beat) => {
                last = Some(beat);
                service.nudge.anything();
            }
            // The loops meet the same trouble and tell it.
            Err(error) => tracing::debug!("the store's pulse can't be read: {error}"),
        }
    }
}
