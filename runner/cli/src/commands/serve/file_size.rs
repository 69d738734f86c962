//! A limit on the size of files (`ulimit -f`, a service manager's) is to a service what a full disk
//! is: something that passes.

/// Comes with a write beyond the limit, and ends whoever does not listen: 25 on Linux but for MIPS,
/// on macOS and on the BSDs.
#[cfg(unix)]
const SIGXFSZ: i32 = 25;

/// From here on such a write fails, and nothing else happens. Needs a runtime.
#[cfg(unix)]
pub(super) fn survive_its_limit() {
    use tokio::signal::unix::{SignalKind, signal};
    // What is heard once is heard for as long as the process lives, whoever listens.
    drop(signal(SignalKind::from_raw(SIGXFSZ)));
}

/// Elsewhere there is no such limit.
#[cfg(not(unix))]
pub(super) fn survive_its_limit() {}
