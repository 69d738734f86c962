//! The files, read again whenever they change or somebody says so (SIGHUP).

use std::time::Duration;

use runner_monitor::service::Running;
use runner_monitor::watch::{Refused, Watch};
use suites::{Diagnostic, Sources};

use crate::looks::Looks;
use crate::outside::Outside;

/// How often the files are looked at.
const EVERY: Duration = Duration::from_secs(2);

/// Reads the files again whenever they change; never ends. What is not right changes nothing, and
/// is said.
pub(super) async fn whenever_files_change(running: &mut Running, outside: &Outside) {
    let mut hangups = Hangups::listen();
    let mut folder = outside.current_dir.clone();
    if let Ok(watch) = Watch::read(&outside.current_dir) {
        folder.clone_from(&watch.project.root);
    }
    let mut before = Looks::at(std::slice::from_ref(&folder));
    loop {
        let asked = tokio::select! {
            () = hangups.next() => true,
            () = tokio::time::sleep(EVERY) => false,
        };
        let looks = Looks::at(std::slice::from_ref(&folder));
        if looks == before && !asked {
            continue;
        }
        before = looks;
        let current_dir = outside.current_dir.clone();
        let read = tokio::task::spawn_blocking(move || Watch::read(&current_dir)).await;
        match read {
            Ok(Ok(watch)) => running.watch(watch).await,
            Ok(Err(Refused::NoProject)) => {
                running.refuse(1, "there is no `tripline.yaml` any more".to_owned());
            }
            Ok(Err(Refused::Problems { diagnostics, sources })) => {
                let errors: Vec<&Diagnostic> = diagnostics
                    .iter()
                    .filter(|d| d.severity() == suites::Severity::Error)
                    .collect();
                let first = errors.first().map_or_else(String::new, |d| told(d, &sources));
                running.refuse(errors.len(), first);
            }
            Err(error) => tracing::error!(%error, "the files could not be read"),
        }
    }
}

/// `tripline.yaml:14:3: unknown key …`
fn told(diagnostic: &Diagnostic, sources: &Sources) -> String {
    format!("{}: {}", sources.place(diagnostic.span), diagnostic.message)
}

/// Somebody says that the files changed.
struct Hangups {
    #[cfg(unix)]
    signal: Option<tokio::signal::unix::Signal>,
}

impl Hangups {
    fn listen() -> Self {
        Self {
            #[cfg(unix)]
            signal: tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup()).ok(),
        }
    }

    async fn next(&mut self) {
        #[cfg(unix)]
        if let Some(signal) = &mut self.signal {
            signal.recv().await;
            return;
        }
        std::future::pending::<()>().await;
    }
}
