//! `tripline slo export`: the objectives as OpenSLO v1, for other tools.

mod documents;
mod yaml;

use runner_monitor::promises::promises;

use super::history::{self, project};
use crate::exit::Exit;
use crate::outside::Outside;
use crate::say;

/// Prints the objectives of the project.
pub(super) fn export(outside: &Outside) -> Result<Exit, Exit> {
    let watch = project(outside)?;
    let promises = promises(&watch).map_err(|error| history::failed(error.into()))?;
    if promises.is_empty() {
        let help = "write some below `slos` in `tripline.yaml`";
        say::error("the project promises nothing", Some(help));
        return Err(Exit::Usage);
    }
    match documents::documents(&watch, &promises) {
        Ok(documents) => {
            say::raw(&yaml::stream(&documents));
            Ok(Exit::Passed)
        }
        Err(error) => {
            say::error(error, None);
            Err(Exit::Invalid)
        }
    }
}
