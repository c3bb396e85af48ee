//! `steward`, the command line: what a keeper types, what scripts call, and what a manager runs
//! before sending a change in. It wires the rooms together and decides nothing itself.

mod book;
mod calling;
mod commands;
mod demo;
mod drawing;
mod figures;
mod folder;
mod help;
mod instants;
mod lock;
mod names;
mod office;
mod options;
mod output;
mod shipped;
mod stop;
mod timeline;
mod watch;
mod wire;
mod words;

use calling::Typed;
use std::process::ExitCode;

fn main() -> ExitCode {
    let (output, typed) = calling::read(std::env::args_os().collect());
    match typed {
        Typed::Page(page) => {
            output.text(page);
            ExitCode::SUCCESS
        }
        Typed::Wrong(problem) => output.end(Err(problem)),
        Typed::Call(call) => {
            let done = commands::run(&output, &call.global, call.command);
            output.end(done)
        }
    }
}
