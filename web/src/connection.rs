//! One connection: HTTP/1, with an end to everything.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1::Builder;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tower::Service as _;

use crate::connections::Admitted;
use crate::remote::Remote;

/// How long a request's head may take, and how long nothing at all may come.
const HEAD: Duration = Duration::from_secs(10);

/// How large a head may be, in bytes.
const HEAD_SIZE: usize = 16 * 1024;

/// How many headers it may have.
const HEADERS: usize = 64;

/// How long a connection may be used.
const LIFE: Duration = Duration::from_secs(60);

/// How long what was asked before may take, once a connection is to end: perhaps somebody waits for
/// a verdict.
const PATIENCE: Duration = Duration::from_secs(75);

/// Answers what comes on `stream`, until either side has enough.
pub(crate) async fn answer(
    stream: TcpStream,
    from: SocketAddr,
    router: Router,
    admitted: Admitted,
    mut stop: watch::Receiver<bool>,
) {
    // Only costs speed when it fails.
    let _ = stream.set_nodelay(true);
    let service = service_fn(|request| ask(request, from, &router, &admitted));
    let mut http = Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD);
    http.max_headers(HEADERS).max_header_size(HEAD_SIZE).max_buf_size(2 * HEAD_SIZE);
    let mut connection = pin!(http.serve_connection(TokioIo::new(stream), service));
    tokio::select! {
        // However it ended, whoever asked knows as much as can be said.
        _ = connection.as_mut() => return,
        () = admitted.closed() => return,
        // The sender is dropped only when all is over.
        _ = stop.wait_for(|stop| *stop) => {}
        () = tokio::time::sleep(LIFE) => {}
    }
    connection.as_mut().graceful_shutdown();
    tokio::select! {
        _ = connection.as_mut() => {}
        () = admitted.closed() => {}
        () = tokio::time::sleep(PATIENCE) => {}
    }
}

async fn ask(
    request: Request<Incoming>,
    from: SocketAddr,
    router: &Router,
    admitted: &Admitted,
) -> Result<Response<Body>, Infallible> {
    let _busy = admitted.busy();
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(Remote(from));
    router.clone().call(request).await
}
