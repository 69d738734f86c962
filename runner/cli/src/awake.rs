//! The thread that waits for everything keeps the runtime's clock going meanwhile.
//!
//! One of the runtime's threads waits for sockets and timers on behalf of all. It goes to work on
//! what arrives, and when that is a single task, nobody is woken to wait in its place. A server
//! that talks without pause (interim answer after interim answer) can keep that one task busy for
//! seconds, and until then no timeout would be noticed.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use tokio::runtime::Runtime;

/// By how much a timeout may be late when a server holds up the thread that waits for timers.
const BEAT: Duration = Duration::from_millis(50);

/// The result of `work`, done on this thread and inside `runtime`. Whenever nothing happens here
/// for a while, some idle thread of the runtime is woken: finding nothing to do, it looks after
/// sockets and timers, unless somebody does already.
pub(crate) fn block_on<F: Future>(runtime: &Runtime, work: F) -> F::Output {
    let _inside = runtime.enter();
    let mut work = pin!(work);
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(output) = work.as_mut().poll(&mut context) {
            return output;
        }
        let parked = Instant::now();
        thread::park_timeout(BEAT);
        if parked.elapsed() >= BEAT {
            runtime.spawn(async {});
        }
    }
}

/// Keeps a timer running that is nearer than those of requests: a thread that waits for sockets
/// until a later moment would have to be woken from its wait for each of them.
pub(crate) fn keep_a_timer(runtime: &Runtime) {
    runtime.spawn(async {
        loop {
            tokio::time::sleep(BEAT).await;
        }
    });
}

/// Wakes a thread that is parked.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.unpark();
    }
}
