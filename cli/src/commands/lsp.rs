//! `steward lsp`: the language server. An editor starts it and talks to it over stdin and stdout: it
//! shows what `check` finds while somebody writes, saved or not, and answers what they ask.
//!
//! `wire` reads and writes messages and lives through garbage; `desk` keeps the files as the editor has
//! them and what is found in them; `answers` turns what the language says into what editors read;
//! `text` counts positions as they do.

mod answers;
mod desk;
mod text;
mod wire;

use crate::options::Global;
use crate::output::{Done, Output, Problem, Status, Verdict};
use desk::Desk;
use lsp_server::{ErrorCode, Message, Request, RequestId, Response};
use lsp_types::notification::{
    DidChangeTextDocument, DidChangeWatchedFiles, DidCloseTextDocument, DidOpenTextDocument,
    DidSaveTextDocument, Exit, Notification,
};
use lsp_types::request::{
    CodeActionRequest, Completion, DocumentSymbolRequest, Formatting, GotoDefinition, HoverRequest,
    Initialize, PrepareRenameRequest, References, Rename, Request as Asked, Shutdown,
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::sync::mpsc::{Receiver, TryRecvError};
use steward_model::Text;
use wire::{Heard, Wire};

pub(crate) fn run(output: &Output, global: &Global) -> Done {
    let (wire, heard) = Wire::open();
    let mut server = Server { desk: Desk::new(output.lang, global.dir.clone()), wire, stage: Stage::New };
    let ended = server.serve(&heard);
    server.wire.close();
    match ended {
        true => Ok(Verdict::Well),
        false => Err(Problem::new(
            Status::Outside,
            "editor-gone",
            Text::new("编辑器没有道别就断开了", "the editor went away without saying so"),
        )),
    }
}

/// How far the conversation has come.
#[derive(PartialEq)]
enum Stage {
    New,
    Talking,
    Closing,
}

struct Server {
    desk: Desk,
    wire: Wire,
    stage: Stage,
}

impl Server {
    /// Answers until the editor leaves; whether it took leave.
    fn serve(&mut self, heard: &Receiver<Heard>) -> bool {
        loop {
            // What is found is told once nothing more has come: nobody waits for what is old already.
            let next = match heard.try_recv() {
                Err(TryRecvError::Empty) => {
                    self.publish();
                    heard.recv().map_err(|_| TryRecvError::Disconnected)
                }
                next => next,
            };
            match next {
                Err(_) => return false,
                Ok(Heard::Garbage(why)) => self.wire.garbage(&why),
                Ok(Heard::Message(Message::Notification(one))) if one.method == Exit::METHOD => {
                    return self.stage == Stage::Closing;
                }
                Ok(Heard::Message(Message::Notification(one))) => self.told(&one.method, one.params),
                Ok(Heard::Message(Message::Request(asked))) => {
                    let response = self.asked(asked);
                    self.wire.send(Message::Response(response));
                }
                // Nothing is asked of the editor, so nothing is answered.
                Ok(Heard::Message(Message::Response(_))) => {}
            }
        }
    }

    fn publish(&mut self) {
        if self.stage == Stage::Talking {
            for params in self.desk.findings() {
                self.wire.notify("textDocument/publishDiagnostics", params);
            }
        }
    }

    fn told(&mut self, method: &str, params: Value) {
        if self.stage != Stage::Talking {
            return;
        }
        match method {
            DidOpenTextDocument::METHOD => {
                read(params, |told: lsp_types::DidOpenTextDocumentParams| {
                    let document = told.text_document;
                    self.desk.write(&document.uri, document.text, document.version);
                });
            }
            DidChangeTextDocument::METHOD => {
                read(params, |told: lsp_types::DidChangeTextDocumentParams| {
                    // Whole texts are asked for, so the last change is the text.
                    if let Some(change) = told.content_changes.into_iter().next_back() {
                        self.desk.write(&told.text_document.uri, change.text, told.text_document.version);
                    }
                });
            }
            DidCloseTextDocument::METHOD => {
                read(params, |told: lsp_types::DidCloseTextDocumentParams| {
                    self.desk.close(&told.text_document.uri);
                });
            }
            DidSaveTextDocument::METHOD | DidChangeWatchedFiles::METHOD => self.desk.files_changed(),
            _ => {}
        }
    }

    fn asked(&mut self, asked: Request) -> Response {
        let Request { id, method, params } = asked;
        let refused = |code: ErrorCode, why: &str| Response::new_err(id.clone(), code as i32, why.to_owned());
        match (&self.stage, method.as_str()) {
            (Stage::New, Initialize::METHOD) => {
                let Ok(params) = serde_json::from_value(params) else {
                    return refused(ErrorCode::InvalidParams, "the parameters of `initialize` can't be read");
                };
                let result = self.desk.begin(&params);
                self.stage = Stage::Talking;
                return Response::new_ok(id, result);
            }
            (Stage::New, _) => return refused(ErrorCode::ServerNotInitialized, "`initialize` comes first"),
            (Stage::Closing, _) => {
                return refused(ErrorCode::InvalidRequest, "`exit` comes after `shutdown`");
            }
            (Stage::Talking, Shutdown::METHOD) => {
                self.stage = Stage::Closing;
                return Response::new_ok(id, Value::Null);
            }
            (Stage::Talking, _) => {}
        }
        let desk = &mut self.desk;
        let answer = match method.as_str() {
            HoverRequest::METHOD => answer(params, |asked| desk.hover(&asked)),
            Completion::METHOD => answer(params, |asked| desk.offers(&asked)),
            GotoDefinition::METHOD => answer(params, |asked| desk.definition(&asked)),
            References::METHOD => answer(params, |asked| desk.references(&asked)),
            PrepareRenameRequest::METHOD => {
                return answer_or_refuse(id, params, |asked| desk.may_rename(&asked));
            }
            Rename::METHOD => return answer_or_refuse(id, params, |asked| desk.rename(&asked)),
            DocumentSymbolRequest::METHOD => answer(params, |asked| desk.outline(&asked)),
            CodeActionRequest::METHOD => answer(params, |asked| desk.changes(&asked)),
            Formatting::METHOD => answer(params, |asked| desk.formatted(&asked)),
            _ => return refused(ErrorCode::MethodNotFound, &format!("`{method}` is not answered here")),
        };
        match answer {
            Some(value) => Response::new_ok(id, value),
            None => refused(ErrorCode::InvalidParams, &format!("the parameters of `{method}` can't be read")),
        }
    }
}

/// Does something with parameters that can be read.
fn read<P: DeserializeOwned>(params: Value, with: impl FnOnce(P)) {
    match serde_json::from_value(params) {
        Ok(params) => with(params),
        Err(error) => tracing::warn!("what the editor told can't be read: {error}"),
    }
}

/// The answer to parameters that can be read.
fn answer<P: DeserializeOwned, A: serde::Serialize>(
    params: Value,
    with: impl FnOnce(P) -> A,
) -> Option<Value> {
    let params = serde_json::from_value(params).ok()?;
    serde_json::to_value(with(params)).ok()
}

/// The answer to parameters that can be read, or why there is none.
fn answer_or_refuse<P: DeserializeOwned, A: serde::Serialize>(
    id: RequestId,
    params: Value,
    with: impl FnOnce(P) -> Result<A, String>,
) -> Response {
    let answer =
        serde_json::from_value(params).map_err(|error| (ErrorCode::InvalidParams, error.to_string()));
    match answer.and_then(|params| with(params).map_err(|why| (ErrorCode::RequestFailed, why))) {
        Ok(answer) => Response::new_ok(id, answer),
        Err((code, why)) => Response::new_err(id, code as i32, why),
    }
}
