//! The file that the service keeps, opened for one command.

use std::future::Future;
use std::path::{Path, PathBuf};

use runner_store::Store;

use crate::args::service::StoreArgs;
use crate::commands::run::execute;
use crate::exit::Exit;
use crate::outside::Outside;
use crate::{awake, say};

/// The file's name, beside the project file.
const FILE: &str = "tripline.db";

/// Where the file is: as named, else beside the project file.
pub(crate) fn path(args: &StoreArgs, outside: &Outside) -> PathBuf {
    if let Some(path) = &args.store {
        return outside.current_dir.join(path);
    }
    let folders = outside.current_dir.ancestors();
    let project = folders.into_iter().find(|folder| folder.join("tripline.yaml").is_file());
    project.unwrap_or(&outside.current_dir).join(FILE)
}

/// Where the file is; it must be there.
pub(crate) fn found(args: &StoreArgs, outside: &Outside) -> Result<PathBuf, Exit> {
    let path = path(args, outside);
    if path.is_file() {
        return Ok(path);
    }
    let help = "`tripline serve` makes it; name another one with `--store PATH`";
    say::error(format_args!("there is no store at {}", path.display()), Some(help));
    Err(Exit::Usage)
}

/// Does something with the file; it must be there.
pub(crate) fn with_store<F, W>(args: &StoreArgs, outside: &Outside, work: W) -> Exit
where
    W: FnOnce(Store) -> F,
    F: Future<Output = Exit>,
{
    match found(args, outside) {
        Ok(path) => with_file(&path, work),
        Err(exit) => exit,
    }
}

/// Does something with the file, which is made when it is not there.
pub(crate) fn with_store_made<F, W>(args: &StoreArgs, outside: &Outside, work: W) -> Exit
where
    W: FnOnce(Store) -> F,
    F: Future<Output = Exit>,
{
    with_file(&path(args, outside), work)
}

fn with_file<F, W>(path: &Path, work: W) -> Exit
where
    W: FnOnce(Store) -> F,
    F: Future<Output = Exit>,
{
    let runtime = match execute::runtime() {
        Ok(runtime) => runtime,
        Err(exit) => return exit,
    };
    awake::block_on(&runtime, async {
        match Store::open(path).await {
            Ok(store) => {
                let exit = work(store.clone()).await;
                store.close().await;
                exit
            }
            Err(error) => {
                say::error(error, None);
                Exit::Unknown
            }
        }
    })
}

/// Who gives this command, for the record.
pub(crate) fn who(outside: &Outside) -> String {
    let user = ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| outside.variables.get(*name));
    user.cloned().unwrap_or_else(|| "the command line".to_owned())
}

/// What was asked for is done, or could not be written.
pub(crate) fn done<E: std::fmt::Display>(result: Result<(), E>, said: &str) -> Exit {
    match result {
        Ok(()) => {
            say::out(said);
            Exit::Passed
        }
        Err(error) => {
            say::error(error, None);
            Exit::Unknown
        }
    }
}
