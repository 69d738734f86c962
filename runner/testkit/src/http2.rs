//! Requests and replies over HTTP/2. Resets and stalls are the stream's, not the connection's.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;

use bytes::{Buf, Bytes, BytesMut};
use hyper::body::{Body, Frame, Incoming};
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::time::Sleep;

use crate::act::Act;
use crate::link::Link;
use crate::origin::House;
use crate::received::Received;
use crate::reply::Reply;
use crate::telling::Telling;

/// Answers one connection's requests until the client leaves.
pub(crate) async fn serve(link: impl Link + 'static, house: Arc<House>, connection: usize) {
    let service = hyper::service::service_fn(move |request| {
        let house = Arc::clone(&house);
        async move { respond(request, &house, connection).await }
    });
    let served = hyper::server::conn::http2::Builder::new(TokioExecutor::new())
        .serve_connection(TokioIo::new(link), service);
    // How a connection ends is the client's business.
    let _ = served.await;
}

async fn respond(
    request: Request<Incoming>,
    house: &House,
    connection: usize,
) -> io::Result<Response<Acts>> {
    let request = receive(request, connection).await?;
    house.seen.push(request.clone());
    let reply = house.routes.answer(&request);
    tokio::time::sleep(reply.delay + reply.head_pause).await;
    let reply = match reply.lie.map(|lie| (lie, lie.telling())) {
        None => reply,
        Some((_, Telling::Reply(reply))) => reply,
        Some((_, Telling::Raw(acts))) if matches!(acts[..], [Act::Stall]) => {
            std::future::pending().await
        }
        Some((_, Telling::Raw(acts))) if matches!(acts[..], [Act::Reset | Act::Close]) => {
            return Err(io::ErrorKind::ConnectionReset.into());
        }
        Some((lie, Telling::Raw(_))) => {
            Reply::text(format!("`{}` can only be told over HTTP/1", lie.name())).with_status(501)
        }
    };
    let mut response = Response::builder().status(reply.status);
    for (name, value) in &reply.headers {
        response = response.header(name, value);
    }
    let has_body = reply.has_body(&request.method);
    if let Some(length) = reply.length() {
        response = response.header("content-length", length);
    }
    let acts = if has_body { reply.body } else { Vec::new() };
    response.body(Acts { left: acts.into(), pause: None }).map_err(io::Error::other)
}

async fn receive(request: Request<Incoming>, connection: usize) -> io::Result<Received> {
    let (head, mut body) = request.into_parts();
    let target = head.uri.path_and_query().map_or("/", |target| target.as_str());
    let mut received = Received::new(head.method.as_str(), target, "HTTP/2", connection);
    if let Some(authority) = head.uri.authority() {
        received.headers.push(("host".to_owned(), authority.to_string()));
    }
    for (name, value) in &head.headers {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        received.headers.push((name.to_string(), value));
    }
    let mut bytes = BytesMut::new();
    while let Some(frame) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
        if let Ok(mut data) = frame.map_err(io::Error::other)?.into_data() {
            bytes.extend_from_slice(&data.copy_to_bytes(data.remaining()));
        }
    }
    received.body = bytes.freeze();
    received.at = Instant::now();
    Ok(received)
}

/// A body that plays acts.
struct Acts {
    left: VecDeque<Act>,
    pause: Option<Pin<Box<Sleep>>>,
}

impl Body for Acts {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        loop {
            if let Some(pause) = &mut self.pause {
                std::task::ready!(pause.as_mut().poll(cx));
                self.pause = None;
            }
            let Some(act) = self.left.pop_front() else { return Poll::Ready(None) };
            match act {
                Act::Send(bytes) => return Poll::Ready(Some(Ok(Frame::data(bytes)))),
                Act::Repeat(_, 0) => {}
                Act::Repeat(bytes, times) => {
                    self.left.push_front(Act::Repeat(bytes.clone(), times - 1));
                    return Poll::Ready(Some(Ok(Frame::data(bytes))));
                }
                Act::Drip(bytes, pause) => {
                    for byte in bytes.iter().rev() {
                        self.left.push_front(Act::Send(Bytes::copy_from_slice(&[*byte])));
                        self.left.push_front(Act::Wait(pause));
                    }
                }
                Act::Wait(pause) => self.pause = Some(Box::pin(tokio::time::sleep(pause))),
                Act::Stall => {
                    self.left.push_front(Act::Stall);
                    return Poll::Pending;
                }
                Act::Reset | Act::Close | Act::CloseOnNext => {
                    return Poll::Ready(Some(Err(io::ErrorKind::ConnectionReset.into())));
                }
            }
        }
    }
}
