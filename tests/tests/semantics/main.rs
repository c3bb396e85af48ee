//! What happens exactly: a test for each line of the semantics, named by its number (`s14_…`), and
//! for each complaint about other systems that must not come true here (`lesson_7_…`).
//!
//! A test is a small handbook and a script: lines with `>` are what people do, the others are the
//! whole record of what came of it (see [`fixture`]).

mod fixture;

mod absences;
mod audience;
mod beginnings;
mod budgets;
mod calls;
mod calls_at_random;
mod calls_awaited;
mod calls_off;
mod clocks;
mod duty;
mod endings;
mod entries;
mod events;
mod evidence;
mod flow;
mod guards;
mod hands;
mod holds;
mod items;
mod items_beside;
mod judging;
mod ladders;
mod lateness;
mod lessons;
mod paused;
mod rehearsals;
mod reports;
mod rounds;
mod scenarios;
mod signoff;
mod standards;
