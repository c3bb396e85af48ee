//! The service on a real store in memory, a clock that only tests move, and notifiers that write
//! down what they are handed.

mod adjusted;
mod budget;
mod calls;
mod courier;
mod desk;
mod duty;
mod events;
mod evidence;
mod figures;
mod hearing;
mod items;
mod late;
mod quiet;
mod refusals;
mod scheduler;
mod seen_by;
mod serve;
mod signing;
mod starts;
mod support;
mod zones;
