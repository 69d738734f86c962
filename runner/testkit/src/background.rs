//! A server's own thread and runtime, which end with the server.

use std::net::{Ipv4Addr, SocketAddr};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

/// A listening thread. Dropping it ends every connection and waits for the thread.
pub(crate) struct Background {
    addr: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Background {
    /// Listens on a free port and hands every connection to `on_accept`, which may spawn.
    pub(crate) fn listen(on_accept: impl Fn(TcpStream) + Send + 'static) -> Self {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .expect("the loopback has a free port");
        listener.set_nonblocking(true).expect("a fresh socket can be made non-blocking");
        let addr = listener.local_addr().expect("a bound socket has an address");
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::Builder::new()
            .name(format!("testkit-{}", addr.port()))
            .spawn(move || {
                tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()
                    .expect("a runtime can be built")
                    .block_on(accept(listener, stopped, on_accept));
            })
            .expect("a thread can be started");
        Self { addr, stop: Some(stop), thread: Some(thread) }
    }

    /// Where it listens.
    pub(crate) fn addr(&self) -> SocketAddr {
        self.addr
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic in a test's closure was already printed; dropping must not panic again.
            let _ = thread.join();
        }
    }
}

/// Accepts until told to stop. The runtime, dropped right after, drops the connections.
async fn accept(
    listener: std::net::TcpListener,
    mut stopped: oneshot::Receiver<()>,
    on_accept: impl Fn(TcpStream),
) {
    let listener = TcpListener::from_std(listener).expect("the socket is non-blocking");
    loop {
        tokio::select! {
            _ = &mut stopped => return,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    // Bytes must leave one by one when a reply says so.
                    let _ = stream.set_nodelay(true);
                    on_accept(stream);
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(1)).await,
            },
        }
    }
}
