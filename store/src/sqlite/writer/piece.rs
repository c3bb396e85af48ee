//! A piece of work that is handed to another thread, with the way its answer comes back.

use super::super::fault::Fault;
use rusqlite::Connection;
use steward_ports::StoreError;
use tokio::sync::oneshot;

/// A piece of work, of whatever result.
pub(super) trait Job: Send {
    fn run(&mut self, connection: &Connection) -> Result<(), Fault>;
    fn answer(self: Box<Self>, outcome: Result<(), StoreError>);
}

/// The work, what it made, and who waits for that.
pub(super) struct Piece<T, W> {
    work: W,
    made: Option<T>,
    answer: oneshot::Sender<Result<T, StoreError>>,
}

impl<T, W> Piece<T, W> {
    pub(super) fn new(work: W, answer: oneshot::Sender<Result<T, StoreError>>) -> Self {
        Self { work, made: None, answer }
    }
}

impl<T, W> Job for Piece<T, W>
where
    T: Send,
    W: Fn(&Connection) -> Result<T, Fault> + Send,
{
    fn run(&mut self, connection: &Connection) -> Result<(), Fault> {
        self.made = Some((self.work)(connection)?);
        Ok(())
    }

    fn answer(self: Box<Self>, outcome: Result<(), StoreError>) {
        let answer = match (outcome, self.made) {
            (Ok(()), Some(made)) => Ok(made),
            (Err(error), _) => Err(error),
            (Ok(()), None) => unreachable!("work that was kept was never run"),
        };
        // Whoever asked may have stopped waiting; what was written stays written.
        let _ = self.answer.send(answer);
    }
}
