//! A few connections that are kept, so that a burst of mails greets and logs in only a few times.
//! Nothing runs in the background: a connection that has grown old is dropped when it is next
//! looked at.

use super::compose::Composed;
use super::exchange;
use super::server::{Deadline, Server};
use super::trouble::{Stage, Trouble};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::Instant;

/// Connections at once. Servers commonly allow ten to twenty of one client.
const MOST_CONNECTIONS: usize = 8;

/// A connection that has rested longer than this is not trusted: many servers hang up after a minute.
const LONGEST_REST: Duration = Duration::from_secs(45);

/// The server and the connections to it.
pub(super) struct Pool {
    server: Server,
    places: Semaphore,
    resting: Mutex<Vec<Resting>>,
}

struct Resting {
    connection: AsyncSmtpConnection,
    since: Instant,
}

impl Pool {
    pub(super) fn new(server: Server) -> Self {
        Self { server, places: Semaphore::new(MOST_CONNECTIONS), resting: Mutex::new(Vec::new()) }
    }

    pub(super) fn server(&self) -> &Server {
        &self.server
    }

    /// Hands a mail over on a connection that rests, or on a new one.
    pub(super) async fn send(&self, mail: &Composed, deadline: Deadline) -> Result<String, Trouble> {
        let Ok(_place) = deadline.within(Stage::Place, self.places.acquire()).await? else {
            unreachable!("the places are never closed")
        };
        let mut connection = self.connection(deadline).await?;
        let result = exchange::hand_over(&mut connection, mail, deadline).await;
        let usable = match &result {
            Ok(_) => true,
            Err(trouble) => trouble.is_an_answer() && exchange::start_over(&mut connection, deadline).await,
        };
        // One that broke, or still waits for an answer, is closed by being dropped.
        if usable {
            self.resting().push(Resting { connection, since: Instant::now() });
        }
        result
    }

    async fn connection(&self, deadline: Deadline) -> Result<AsyncSmtpConnection, Trouble> {
        while let Some(mut connection) = self.rested() {
            if deadline.within(Stage::Greeting, connection.test_connected()).await? {
                return Ok(connection);
            }
        }
        self.server.connect(deadline).await
    }

    /// The connection that has rested least, when that is not too long.
    fn rested(&self) -> Option<AsyncSmtpConnection> {
        let mut resting = self.resting();
        resting.retain(|one| one.since.elapsed() < LONGEST_REST);
        resting.pop().map(|one| one.connection)
    }

    /// The list stays whole after a panic elsewhere: each change to it is one step.
    fn resting(&self) -> MutexGuard<'_, Vec<Resting>> {
        self.resting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
