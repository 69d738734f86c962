//! `--watch`: again whenever a file changes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::{Prepared, Refused, execute, prepare};
use crate::args::RunArgs;
use crate::exit::Exit;
use crate::outside::Outside;
use crate::say;

/// How often files are looked at: asking is cheap, and works on every file system.
const EVERY: Duration = Duration::from_millis(300);

/// Runs, waits for a change, runs again, until Ctrl-C.
pub(super) fn watch(args: &RunArgs, outside: &Outside) -> Exit {
    let runtime = match execute::runtime() {
        Ok(runtime) => runtime,
        Err(exit) => return exit,
    };
    runtime.block_on(async {
        loop {
            let (exit, files) = match prepare(args, outside) {
                Ok(prepared) => {
                    let files = files_of(&prepared);
                    (execute::carry_out(prepared, args, outside).await, files)
                }
                Err(Refused { exit, files }) => (exit, files),
            };
            if exit == Exit::Interrupted || exit == Exit::Usage {
                return exit;
            }
            say::err("waiting for a change; Ctrl-C ends");
            if changed(&files).await == Change::Ended {
                return Exit::Interrupted;
            }
            say::err("");
        }
    })
}

fn files_of(prepared: &Prepared) -> Vec<PathBuf> {
    prepared.plan.sources.files().map(|(_, file)| file.path.clone()).collect()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    Seen,
    Ended,
}

/// Waits until one of the files, or what lies beside them, is another than it was.
async fn changed(files: &[PathBuf]) -> Change {
    let before = looks(files);
    loop {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => return Change::Ended,
            () = tokio::time::sleep(EVERY) => {}
        }
        if looks(files) != before {
            // An editor may write in several steps.
            tokio::time::sleep(EVERY / 3).await;
            return Change::Seen;
        }
    }
}

/// When each file, and each folder with them in it, was last changed.
fn looks(files: &[PathBuf]) -> BTreeMap<PathBuf, Option<(SystemTime, u64)>> {
    let folders = files.iter().filter_map(|file| file.parent());
    files
        .iter()
        .map(PathBuf::as_path)
        .chain(folders)
        .map(|path: &Path| {
            let look = std::fs::metadata(path).ok();
            (path.to_owned(), look.and_then(|look| Some((look.modified().ok()?, look.len()))))
        })
        .collect()
}
