//! The server that everybody asks: on loopback, in this process, on a thread of its own.

use std::collections::HashMap;
use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpListener;

/// Paths, and what they answer.
const ANSWERS: &str = include_str!("../answers.json");

/// What `/slow` answers, and after how long.
const SLOW: (&str, Duration) = ("/orders/4711", Duration::from_millis(500));

/// A server on a free port of 127.0.0.1; it ends with the process.
#[derive(Debug)]
pub struct Origin {
    addr: SocketAddr,
    house: Arc<House>,
}

#[derive(Debug)]
struct House {
    answers: HashMap<String, Bytes>,
    /// Answers given that were no 404.
    served: AtomicUsize,
}

impl Origin {
    /// Starts it.
    ///
    /// # Errors
    /// There is no free port.
    pub fn start() -> io::Result<Self> {
        let answers: HashMap<String, Value> =
            serde_json::from_str(ANSWERS).map_err(io::Error::other)?;
        let answers =
            answers.into_iter().map(|(path, body)| (path, Bytes::from(body.to_string()))).collect();
        let house = Arc::new(House { answers, served: AtomicUsize::new(0) });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
        let addr = listener.local_addr()?;
        let inside = Arc::clone(&house);
        std::thread::spawn(move || runtime.block_on(serve(&listener, &inside)));
        Ok(Self { addr, house })
    }

    /// `http://127.0.0.1:PORT`
    pub fn url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// How many requests were answered since this was last asked.
    pub fn take_served(&self) -> usize {
        self.house.served.swap(0, Ordering::Relaxed)
    }
}

async fn serve(listener: &TcpListener, house: &Arc<House>) {
    loop {
        // One that went away before it was accepted is no concern of the others.
        let Ok((socket, _)) = listener.accept().await else { continue };
        // Without it an answer may wait for the acknowledgement of the one before.
        let _ = socket.set_nodelay(true);
        let house = Arc::clone(house);
        tokio::spawn(async move {
            let service = service_fn(|request| answer(request, Arc::clone(&house)));
            // A client that leaves in the middle is what clients do at their end.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(socket), service).await;
        });
    }
}

async fn answer(
    request: Request<Incoming>,
    house: Arc<House>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let path = match request.uri().path() {
        "/slow" => {
            tokio::time::sleep(SLOW.1).await;
            SLOW.0
        }
        path => path,
    };
    let Some(body) = house.answers.get(path) else {
        let mut response = Response::new(Full::default());
        *response.status_mut() = StatusCode::NOT_FOUND;
        return Ok(response);
    };
    house.served.fetch_add(1, Ordering::Relaxed);
    let mut response = Response::new(Full::new(body.clone()));
    let json = http::HeaderValue::from_static("application/json");
    response.headers_mut().insert(http::header::CONTENT_TYPE, json);
    Ok(response)
}
