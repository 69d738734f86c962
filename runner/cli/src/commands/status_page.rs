//! `tripline status-page export`: status pages as files that outlive the server.

use std::path::Path;

use runner_model::human;
use runner_monitor::watch::Watch;
use runner_store::Store;

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
    for file in &files {
        let path = folder.join(&file.path);
        if let Err(cause) = written(&path, &file.text) {
            say::error(format_args!("{} cannot be written: {cause}", path.display()), None);
            return Exit::Unknown;
        }
    }
    let pages = human::count(watch.project.status_pages.len(), "status page");
    say::out(format_args!("wrote {pages} to {}", folder.display()));
    Exit::Passed
}

/// Written beside its place and put there when it is whole: whoever copies the folder meanwhile gets
/// the old one or the new one.
fn written(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    std::fs::write(&beside, text)?;
    std::fs::rename(&beside, path)
}
