//! The layer around every connection that is opened: when it began, when it was ready, its ends.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};

use http::Extensions;
use hyper_util::client::legacy::connect::{Connected, Connection, HttpInfo};
use tower::{Layer, Service};

use crate::phases::Recorder;

/// Puts [`Observed`] around the connector.
#[derive(Clone)]
pub(crate) struct Observe;

impl<S> Layer<S> for Observe {
    type Service = Observed<S>;

    fn layer(&self, connector: S) -> Observed<S> {
        Observed(connector)
    }
}

/// A connector that is watched.
#[derive(Clone)]
pub(crate) struct Observed<S>(S);

impl<S, To> Service<To> for Observed<S>
where
    S: Service<To>,
    S::Response: Connection,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, to: To) -> Self::Future {
        let Some(recorder) = Recorder::current() else { return Box::pin(self.0.call(to)) };
        recorder.connecting();
        let opening = self.0.call(to);
        let done = recorder.clone();
        // The pool may finish a connection in the background: it keeps its own recorder.
        Box::pin(recorder.around(async move {
            let connection = opening.await?;
            done.connected(ends(&connection.connected()));
            Ok(connection)
        }))
    }
}

/// Our end and theirs.
pub(crate) fn ends(connected: &Connected) -> Option<(SocketAddr, SocketAddr)> {
    let mut extras = Extensions::new();
    connected.get_extras(&mut extras);
    let info = extras.get::<HttpInfo>()?;
    Some((info.local_addr(), info.remote_addr()))
}
