//! The wire: HTTP/1 on 127.0.0.1, a bounded body, and the silences that were asked for.

use super::answer::{Answer, Body};
use super::{Books, lock, query, register, signature};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use std::io;
use std::sync::{Arc, Mutex};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// A request's body is empty in this protocol; more than this is not listened to.
const LONGEST_BODY: usize = 64 * 1024;

/// Takes connections until it is dropped; they end with it.
pub(super) async fn serve(listener: TcpListener, books: Arc<Mutex<Books>>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            taken = listener.accept() => {
                // A connection that was gone before it was taken is nobody's loss.
                if let Ok((stream, _)) = taken {
                    connections.spawn(converse(stream, Arc::clone(&books)));
                }
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn converse(stream: TcpStream, books: Arc<Mutex<Books>>) {
    let service = service_fn(move |request| respond(request, Arc::clone(&books)));
    // An error here is the other side's leaving, or ours when a hang-up was asked for.
    let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

async fn respond(request: Request<Incoming>, books: Arc<Mutex<Books>>) -> io::Result<Response<Full<Bytes>>> {
    let (head, body) = request.into_parts();
    let body = match Limited::new(body, LONGEST_BODY).collect().await {
        Ok(body) => body.to_bytes(),
        Err(_) => {
            return written(&Answer::gateway(413, "RequestEntityTooLarge", "The request body is too large."));
        }
    };
    let answer = match query::parse(head.uri.query().unwrap_or_default()) {
        None => Answer::gateway(400, "InvalidParameter", "The query string is malformed."),
        Some(parameters) => {
            let request = signature::Request {
                method: head.method.as_str(),
                path: head.uri.path(),
                parameters: &parameters,
                headers: &head.headers,
                body: &body,
            };
            let name =
                |name| head.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
            let mut books = lock(&books);
            match signature::check(&mut books, &request) {
                Err(refusal) => refusal,
                Ok(()) if name("x-acs-version") != "2017-05-25" => {
                    Answer::gateway(400, "InvalidVersion", "Specified parameter Version is not valid.")
                }
                Ok(()) => register::act(&mut books, name("x-acs-action"), &parameters),
            }
        }
    };
    match answer.body {
        Body::Silence => std::future::pending().await,
        Body::Hangup => Err(io::Error::from(io::ErrorKind::ConnectionAborted)),
        Body::Json(_) | Body::Text(_) => written(&answer),
    }
}

fn written(answer: &Answer) -> io::Result<Response<Full<Bytes>>> {
    let (kind, text) = match &answer.body {
        Body::Json(value) => ("application/json;charset=utf-8", value.to_string()),
        Body::Text(text) => ("text/html", text.clone()),
        Body::Silence | Body::Hangup => unreachable!("these are never written"),
    };
    let status = StatusCode::from_u16(answer.status).map_err(io::Error::other)?;
    Response::builder()
        .status(status)
        .header("content-type", kind)
        .body(Full::new(Bytes::from(text)))
        .map_err(io::Error::other)
}
