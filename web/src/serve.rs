//! Taking connections, until it is over.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::Door;
use crate::connections::Connections;
use crate::{connection, router};

/// How long what was asked before may hold up the end.
const PATIENCE: Duration = Duration::from_secs(1);

/// How long to wait when no connection can be taken: none of the reasons goes away at once.
const AGAIN: Duration = Duration::from_millis(100);

/// Answers whoever comes to `listener`, until `shutdown` is there; then what was asked before has a
/// second to be answered. HTTP/1 only, without TLS.
pub async fn serve(listener: TcpListener, door: Door, shutdown: impl Future<Output = ()>) {
    let router = router::router(door);
    let connections = Connections::default();
    let (stop, stopped) = watch::channel(false);
    let mut tasks = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    loop {
        tokio::select! {
            biased;
            () = shutdown.as_mut() => break,
            Some(_) = tasks.join_next(), if !tasks.is_empty() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, from)) => {
                    // Without room it is closed at once: whoever asked may try again.
                    let Some(admitted) = connections.admit() else { continue };
                    let (router, stopped) = (router.clone(), stopped.clone());
                    tasks.spawn(connection::answer(stream, from, router, admitted, stopped));
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be taken");
                    tokio::time::sleep(AGAIN).await;
                }
            },
        }
    }
    drop(listener);
    stop.send_replace(true);
    let all = async { while tasks.join_next().await.is_some() {} };
    if tokio::time::timeout(PATIENCE, all).await.is_err() {
        tasks.shutdown().await;
    }
}
