//! The wish to stop: Ctrl-C, or what a process manager sends.

use crate::output::Problem;
#[cfg(unix)]
use crate::output::Status;
#[cfg(unix)]
use steward_model::Text;

/// Ctrl-C, or what a process manager sends.
pub(crate) struct Stop {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Stop {
    pub(crate) fn listen() -> Result<Self, Problem> {
        use tokio::signal::unix::{SignalKind, signal};
        let failed = |error: std::io::Error| {
            Problem::new(Status::Outside, "no-signals", Text::plain(error.to_string()))
        };
        Ok(Self {
            terminate: signal(SignalKind::terminate()).map_err(failed)?,
            interrupt: signal(SignalKind::interrupt()).map_err(failed)?,
        })
    }

    /// Returns once it is asked to stop, with what asked.
    pub(crate) async fn asked(&mut self) -> &'static str {
        tokio::select! {
            _ = self.terminate.recv() => "SIGTERM",
            _ = self.interrupt.recv() => "Ctrl-C",
        }
    }
}

#[cfg(not(unix))]
impl Stop {
    pub(crate) fn listen() -> Result<Self, Problem> {
        Ok(Self {})
    }

    /// Returns once it is asked to stop, with what asked.
    pub(crate) async fn asked(&mut self) -> &'static str {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        "Ctrl-C"
    }
}
