//! `tripline db`: look the service's file over, or copy it.

use crate::args::service::{DbArgs, DbCommand};
use crate::commands::run::execute;
use crate::exit::Exit;
use crate::outside::Outside;
use crate::{awake, kept, say};

/// Checks or copies.
pub(crate) fn db(args: &DbArgs, outside: &Outside) -> Exit {
    match &args.command {
        DbCommand::Check => check(args, outside),
        DbCommand::Backup { to } => {
            let to = outside.current_dir.join(to);
            kept::with_store(&args.store, outside, |store| async move {
                let copied = store.backup(&to).await;
                kept::done(copied, &format!("copied to {}", to.display()))
            })
        }
    }
}

fn check(args: &DbArgs, outside: &Outside) -> Exit {
    let path = match kept::found(&args.store, outside) {
        Ok(path) => path,
        Err(exit) => return exit,
    };
    let runtime = match execute::runtime() {
        Ok(runtime) => runtime,
        Err(exit) => return exit,
    };
    match awake::block_on(&runtime, runner_store::check(&path)) {
        Ok(report) => {
            say::out(&report);
            if report.problems.is_empty() { Exit::Passed } else { Exit::Failed }
        }
        Err(error) => {
            say::error(error, None);
            Exit::Unknown
        }
    }
}
