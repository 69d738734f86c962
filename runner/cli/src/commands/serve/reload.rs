//! The files, read again whenever they change or somebody says so (SIGHUP).

use std::path::PathBuf;
use std::time::Duration;

use runner_monitor::promises::not_measurable;
use runner_monitor::watch::{Refused, Watch};
use suites::{Diagnostic, Sources};

use super::Serving;
use crate::looks::Looks;
use crate::outside::Outside;

/// How often the files are looked at.
const EVERY: Duration = Duration::from_secs(2);

/// The project's files, as they are when they are looked at.
pub(super) struct Files {
    folder: PathBuf,
    looks: Looks,
}

impl Files {
    /// Looks at them. To be done before they are read, so that no change falls in between.
    pub(super) fn look(outside: &Outside) -> Self {
        let folders = outside.current_dir.ancestors();
        let root = folders.into_iter().find(|folder| folder.join("tripline.yaml").is_file());
        let folder = root.unwrap_or(&outside.current_dir).to_owned();
        Self { looks: Looks::at(std::slice::from_ref(&folder)), folder }
    }
}

/// Reads the files again whenever they change; never ends. What is not right changes nothing, and
/// is said. `current` is what they said at first.
pub(super) async fn whenever_files_change(
    serving: &Serving,
    files: Files,
    mut current: Watch,
    mut hangups: Hangups,
    outside: &Outside,
) {
    let Files { folder, looks: mut before } = files;
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
            // A file that nothing names, or one that was only saved again.
            Ok(Ok(watch)) if !asked && watch.is_same(&current) => serving.running.is_right(),
            Ok(Ok(watch)) if !not_measurable(&watch).is_empty() => {
                let wrong = not_measurable(&watch);
                let first = wrong.first().map(ToString::to_string).unwrap_or_default();
                serving.running.refuse(wrong.len(), first);
            }
            Ok(Ok(watch)) => {
                current = watch.clone();
                serving.watch(watch).await;
            }
            Ok(Err(Refused::NoProject)) => {
                serving.running.refuse(1, "there is no `tripline.yaml` any more".to_owned());
            }
            Ok(Err(Refused::Problems { diagnostics, sources })) => {
                let errors: Vec<&Diagnostic> = diagnostics
                    .iter()
                    .filter(|d| d.severity() == suites::Severity::Error)
                    .collect();
                let first = errors.first().map_or_else(String::new, |d| told(d, &sources));
                serving.running.refuse(errors.len(), first);
            }
            Err(error) => tracing::error!(%error, "the files could not be read"),
        }
    }
}

/// `tripline.yaml:14:3: unknown key …`
fn told(diagnostic: &Diagnostic, sources: &Sources) -> String {
    format!("{}: {}", sources.place(diagnostic.span), diagnostic.message)
}

/// Somebody says that the files changed. Heard from the moment on that it is listened to, also
/// while nobody waits.
pub(super) struct Hangups {
    #[cfg(unix)]
    signal: Option<tokio::signal::unix::Signal>,
}

impl Hangups {
    /// Begins to listen. Needs a runtime.
    pub(super) fn listen() -> Self {
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
