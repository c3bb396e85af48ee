//! Columns read into the core's types. A word or number that is none of ours is an error that says
//! which column it was and never what stood there.

use crate::words;
use rusqlite::types::Type;
use rusqlite::{Error, Result, Row};
use steward_case::State;
use steward_model::Channel;
use steward_ports::{DeliveryState, Doubt};
use steward_time::Timestamp;

/// An instant.
pub(crate) fn at(row: &Row<'_>, column: usize) -> Result<Timestamp> {
    instant(column, row.get(column)?)
}

/// An instant that may be missing.
pub(crate) fn at_or_none(row: &Row<'_>, column: usize) -> Result<Option<Timestamp>> {
    row.get::<_, Option<i64>>(column)?.map(|seconds| instant(column, seconds)).transpose()
}

/// Where a case stands.
pub(crate) fn state(row: &Row<'_>, column: usize) -> Result<State> {
    words::state(row.get_ref(column)?.as_str()?).ok_or_else(|| odd(column, "no state of a case"))
}

/// Whether a message may have arrived.
pub(crate) fn doubt(row: &Row<'_>, column: usize) -> Result<Doubt> {
    match row.get::<_, i64>(column)? {
        0 => Ok(Doubt::None),
        1 => Ok(Doubt::CutOff),
        2 => Ok(Doubt::Waited),
        3 => Ok(Doubt::CutOffAgain),
        _ => Err(odd(column, "no doubt about a message")),
    }
}

/// Where a message stands.
pub(crate) fn delivery(row: &Row<'_>, column: usize) -> Result<DeliveryState> {
    words::delivery(row.get_ref(column)?.as_str()?).ok_or_else(|| odd(column, "no state of a message"))
}

/// A channel.
pub(crate) fn channel(row: &Row<'_>, column: usize) -> Result<Channel> {
    Channel::from_word(row.get_ref(column)?.as_str()?).ok_or_else(|| odd(column, "no channel"))
}

fn instant(column: usize, seconds: i64) -> Result<Timestamp> {
    Timestamp::from_second(seconds).map_err(|_| odd(column, "no instant"))
}

fn odd(column: usize, why: &'static str) -> Error {
    Error::FromSqlConversionFailure(column, Type::Null, why.into())
}
