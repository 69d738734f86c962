//! `tripline status-page export`: status pages as files that outlive the server.

use std::path::{Path, PathBuf};

use runner_model::human;
use runner_monitor::watch::Watch;
use runner_store::Store;
use web::Exported;

use super::serve;
use crate::args::people::{StatusPageArgs, StatusPageCommand};
use crate::exit::Exit;
use crate::outside::Outside;
use crate::{kept, say};

/// Writes them.
pub(crate) fn status_page(args: &StatusPageArgs, outside: &Outside) -> Exit {
    let StatusPageCommand::Export { folder } = &args.command;
    let watch = match serve::read(outside) {
        Ok(watch) => watch,
        Err(exit) => return exit,
    };
    if watch.project.status_pages.is_empty() {
        let help = "write one below `status_pages` in `tripline.yaml`";
        say::error("the project has no status page", Some(help));
        return Exit::Usage;
    }
    let folder = outside.current_dir.join(folder);
    kept::with_store(&args.store, outside, |store| async move {
        export(&store, &watch, &folder, outside).await
    })
}

async fn export(store: &Store, watch: &Watch, folder: &Path, outside: &Outside) -> Exit {
    let files = match web::export_status_pages(store, watch, outside.clock.now()).await {
        Ok(files) => files,
        Err(error) => {
            say::error(error, None);
            return Exit::Unknown;
        }
    };
    if let Err((path, cause)) = written(folder, &files) {
        say::error(format_args!("{} cannot be written: {cause}", path.display()), None);
        return Exit::Unknown;
    }
    let pages = human::count(watch.project.status_pages.len(), "status page");
    say::out(format_args!("wrote {pages} to {}", folder.display()));
    Exit::Passed
}

/// Writes all beside their places, and puts them there when all are whole: one that cannot be
/// written leaves the pages as they were, and whoever copies the folder meanwhile gets no half file.
fn written(folder: &Path, files: &[Exported]) -> Result<(), (PathBuf, std::io::Error)> {
    let mut staged: Vec<(PathBuf, PathBuf)> = Vec::new();
    for file in files {
        let path = folder.join(&file.path);
        let mut beside = path.clone().into_os_string();
        beside.push(".new");
        staged.push((beside.into(), path));
        let (beside, path) = staged.last().expect("it was just put there");
        if let Err(cause) = write(beside, &file.text) {
            let failed = path.clone();
            for (beside, _) in &staged {
                // What is not there need not be taken away.
                drop(std::fs::remove_file(beside));
            }
            return Err((failed, cause));
        }
    }
    for (beside, path) in staged {
        std::fs::rename(&beside, &path).map_err(|cause| (path, cause))?;
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, text)
}
