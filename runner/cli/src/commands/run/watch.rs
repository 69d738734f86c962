//! `--watch`: again whenever a file changes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::interrupts::Interrupts;
use super::{Refused, execute, prepare};
use crate::args::RunArgs;
use crate::exit::Exit;
use crate::outside::Outside;
use crate::say;

/// How often files are looked at: asking is cheap, and works on every file system.
const EVERY: Duration = Duration::from_millis(300);
/// No more files are looked at, so that a heap of data beside the suites costs nothing.
const MOST: usize = 10_000;

/// Runs, waits for a change, runs again, until Ctrl-C.
pub(super) fn watch(args: &RunArgs, outside: &Outside) -> Exit {
    let runtime = match execute::runtime() {
        Ok(runtime) => runtime,
        Err(exit) => return exit,
    };
    let exit = runtime.block_on(again_and_again(args, outside));
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
        let before = looks(&folders);
        let exit = match prepared {
            Ok(prepared) => execute::carry_out(prepared, args, outside).await,
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
    while looks(folders) == *before {
        tokio::time::sleep(EVERY).await;
    }
    // An editor may write in several steps.
    tokio::time::sleep(EVERY / 3).await;
}

/// When each file was last changed, and its length.
type Looks = BTreeMap<PathBuf, Option<(SystemTime, u64)>>;

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

fn looks(folders: &[PathBuf]) -> Looks {
    let mut found = Looks::new();
    let mut left: Vec<PathBuf> = folders.to_vec();
    while let Some(folder) = left.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            if found.len() >= MOST {
                return found;
            }
            let (path, kind) = (entry.path(), entry.file_type());
            if is_left_out(&entry.file_name().to_string_lossy()) {
                continue;
            }
            if kind.is_ok_and(|kind| kind.is_dir()) {
                left.push(path);
            } else {
                let look = std::fs::metadata(&path).ok();
                let look = look.and_then(|look| Some((look.modified().ok()?, look.len())));
                found.insert(path, look);
            }
        }
    }
    found
}

/// What nobody edits: hidden folders, what tools build or fetch.
fn is_left_out(name: &str) -> bool {
    let hidden = name.starts_with('.') && name != ".env" && !name.starts_with(".secrets");
    hidden || matches!(name, "target" | "node_modules")
}
