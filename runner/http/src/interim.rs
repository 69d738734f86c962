//! Interim answers (1xx, RFC 9110, 15.2), of which a server may send several, but not for ever.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use thiserror::Error;
use tokio::sync::Notify;

/// How many are waited through.
const MOST: usize = 100;

/// One after the other, and no answer.
#[derive(Debug, Error)]
#[error("sent more than {MOST} interim answers (1xx) and no final one")]
pub(crate) struct Flood;

/// Counts the interim answers to one request.
#[derive(Clone, Default)]
pub(crate) struct Patience(Arc<Count>);

#[derive(Default)]
struct Count {
    come: AtomicUsize,
    lost: Notify,
}

impl Patience {
    /// Counts those that come over HTTP/1; those of HTTP/2 cost no more than time.
    pub(crate) fn attach<B>(&self, request: &mut http::Request<B>) {
        let count = Arc::clone(&self.0);
        hyper::ext::on_informational(request, move |_| {
            if count.come.fetch_add(1, Ordering::Relaxed) == MOST {
                count.lost.notify_one();
            }
        });
    }

    /// Comes back when there were too many.
    pub(crate) async fn lost(&self) -> Flood {
        self.0.lost.notified().await;
        Flood
    }
}
