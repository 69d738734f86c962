//! `--watch`: again whenever a file changes.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::interrupts::Interrupts;
use super::{Refused, execute, prepare};
use crate::args::RunArgs;
use crate::awake;
use crate::exit::Exit;
use crate::looks::Looks;
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
    let exit = awake::block_on(&runtime, again_and_again(args, outside));
    runtime.shutdown_background();
    exit
}

async fn again_and_again(args: &RunArgs, outside: &Outside) -> Exit {
    let mut interrupts = Interrupts::listen();
    loop {
        let prepared = prepare(args, outside);
        let files: Vec<PathBuf> = match &prepared {
            Ok(prepared) => {
                prepared.plan.sources.files().map(|(_, file)| file.path.clone()).collect()
            }
            Err(Refused { files, .. }) => files.clone(),
        };
        // Looked at before the run: what changes while tests run is a change, too.
        let folders = folders(&files);
        let before = Looks::at(&folders);
        let exit = match prepared {
            Ok(prepared) => execute::carry_out(prepared, args, outside).await.0,
            Err(Refused { exit, .. }) => exit,
        };
        if exit == Exit::Interrupted || exit == Exit::Usage {
            return exit;
        }
        say::err("waiting for a change; Ctrl-C ends");
        tokio::select! {
            () = interrupts.next() => return Exit::Interrupted,
            () = changed(&folders, &before) => say::err(""),
        }
    }
}

/// Waits until something in the folders is another than it was.
async fn changed(folders: &[PathBuf], before: &Looks) {
    while Looks::at(folders) == *before {
        tokio::time::sleep(EVERY).await;
    }
    // An editor may write in several steps.
    tokio::time::sleep(EVERY / 3).await;
}

/// The folders with all that suites may name: data files, schemas, flows. With a project that is
/// the project.
fn folders(files: &[PathBuf]) -> Vec<PathBuf> {
    let mut parents: Vec<&Path> = files.iter().filter_map(|file| file.parent()).collect();
    parents.sort();
    parents.dedup();
    let is_inside =
        |folder: &Path| parents.iter().any(|outer| *outer != folder && folder.starts_with(outer));
    parents.iter().filter(|folder| !is_inside(folder)).map(|folder| folder.to_path_buf()).collect()
}
