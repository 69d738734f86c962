//! The other end of a webhook.

use std::fmt::Write as _;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::alert::Alert;
use super::latest::Latest;
use crate::web::{Now, Problem, stamp};

/// The largest alert, in bytes.
const LARGEST: usize = 256 * 1024;

/// Takes `POST /alerts` on loopback and keeps the last 50, for a demo to show; `GET /` lists them.
///
/// Dropping it closes it.
#[derive(Debug)]
pub struct AlertSink {
    addr: SocketAddr,
    alerts: Latest<Alert>,
    /// The door closes when this is dropped.
    _open: watch::Sender<()>,
}

impl AlertSink {
    /// Opens it on a port of 127.0.0.1; with 0 the system chooses a free one.
    ///
    /// # Errors
    ///
    /// When the port cannot be had.
    pub async fn start(port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let addr = listener.local_addr()?;
        let alerts = Latest::default();
        let router = Router::new()
            .route("/", get(list))
            .route("/alerts", post(take))
            .layer(DefaultBodyLimit::max(LARGEST))
            .with_state(alerts.clone());
        let (open, mut closed) = watch::channel(());
        tokio::spawn(async move {
            axum::serve(listener, router)
                .with_graceful_shutdown(async move {
                    // An error, as nothing is ever sent: the sink is gone.
                    let _ = closed.changed().await;
                })
                .await
        });
        Ok(Self { addr, alerts, _open: open })
    }

    /// Where it listens.
    #[must_use]
    pub const fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// The last 50 alerts, the oldest first.
    #[must_use]
    pub fn alerts(&self) -> Vec<Alert> {
        self.alerts.all()
    }
}

async fn take(
    State(alerts): State<Latest<Alert>>,
    Now(at): Now,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, Problem> {
    let body = serde_json::from_slice(&body)
        .map_err(|error| Problem::new(StatusCode::BAD_REQUEST, format!("No JSON: {error}")))?;
    let headers = headers.iter().filter_map(|(name, value)| {
        Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
    });
    alerts.keep(Alert { at, headers: headers.collect(), body });
    Ok(StatusCode::NO_CONTENT)
}

async fn list(State(alerts): State<Latest<Alert>>) -> String {
    let alerts = alerts.all();
    if alerts.is_empty() {
        return "No alert has come yet. `POST /alerts` takes them.\n".to_owned();
    }
    let mut text = String::from("What came at `POST /alerts`, the newest first:\n\n");
    for alert in alerts.iter().rev() {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}  {}", stamp(alert.at), alert.line());
    }
    text
}
