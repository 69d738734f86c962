//! `tripline env show [NAME]`, `tripline env diff A B`: every value with the place it came from.
//!
//! Nothing is fetched and nothing is sent; secrets stand as their source.

mod diff;
mod list;
mod row;
mod rows;
mod show;

use std::path::Path;

use suites::Loaded;

use super::run::environment;
use crate::args::{EnvArgs, EnvCommand};
use crate::exit::Exit;
use crate::files;
use crate::outside::Outside;
use crate::say;

/// Shows or compares environments.
pub(crate) fn env(args: &EnvArgs, outside: &Outside) -> Exit {
    match answer(args, outside) {
        Ok(text) => {
            say::raw(&text);
            Exit::Passed
        }
        Err(exit) => exit,
    }
}

fn answer(args: &EnvArgs, outside: &Outside) -> Result<String, Exit> {
    let Some(loaded) = project_at(&outside.current_dir, outside) else {
        say::error("there is no project file", Some(environment::NO_PROJECT));
        return Err(Exit::Usage);
    };
    let count = files::print(&loaded.diagnostics, &loaded.sources, outside);
    let Some(project) = loaded.project.as_ref().filter(|_| count.errors == 0) else {
        return Err(Exit::Invalid);
    };
    let known = |name: &str| -> Result<rows::Known, Exit> {
        let environment = environment::resolved(project, name, &loaded, outside)?;
        Ok(rows::Known::of(environment, &loaded, project, outside.clock.now()))
    };
    Ok(match &args.command {
        EnvCommand::Show { name: None } => list::list(project),
        EnvCommand::Show { name: Some(name) } => show::show(&known(name)?),
        EnvCommand::Diff { left, right } => diff::diff(&known(left)?, &known(right)?),
    })
}

/// The project of `folder` or of the nearest folder above that has one; without its suites.
pub(crate) fn project_at(folder: &Path, outside: &Outside) -> Option<Loaded> {
    let mut files = folder.ancestors().map(|folder| folder.join("tripline.yaml"));
    let file = files.find(|file| file.is_file())?;
    Some(files::load(vec![file], Vec::new(), outside))
}
