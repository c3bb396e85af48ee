//! The command line as people and scripts meet it: the real binary, on folders of its own.

mod beginning;
mod calls;
mod checking;
mod demo;
mod differing;
mod doctor;
mod drawing;
mod editing;
mod explaining;
mod formatting;
mod harness;
mod items;
mod promised;
mod recording;
mod rehearsing;
mod reporting;
mod seeing;
mod serving;
mod showing;
mod trying;
mod tutorial;
mod waiting;
mod working;
