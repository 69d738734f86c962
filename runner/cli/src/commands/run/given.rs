//! Values of inputs from the command line: `--set quantity=3`.

use std::collections::BTreeMap;

use suites::{Input, Loaded};

use super::targets::pair;
use crate::exit::Exit;
use crate::say;

/// The names that `--set` gives a value.
pub(super) fn names(written: &[String]) -> Result<Vec<String>, Exit> {
    written.iter().map(|text| Ok(pair(text, "--set", "quantity=3")?.0)).collect()
}

/// Reads `--set`. Only inputs of the suites at hand can be set, and the text must be of their
/// type.
pub(super) fn of(written: &[String], loaded: &Loaded) -> Result<BTreeMap<String, String>, Exit> {
    let mut given = BTreeMap::new();
    for text in written {
        let (name, value) = pair(text, "--set", "quantity=3")?;
        let inputs: Vec<&Input> = inputs(loaded).filter(|input| input.name.value == name).collect();
        if inputs.is_empty() {
            unknown(&name, loaded);
            return Err(Exit::Usage);
        }
        for input in inputs {
            if let Err(cause) = runner_engine::read_input(input, &value) {
                say::error(format_args!("`--set {name}=…`: {cause}"), None);
                return Err(Exit::Usage);
            }
        }
        given.insert(name, value);
    }
    Ok(given)
}

fn inputs(loaded: &Loaded) -> impl Iterator<Item = &Input> {
    loaded.suites.iter().flat_map(|suite| &suite.inputs)
}

fn unknown(name: &str, loaded: &Loaded) {
    let mut known: Vec<&str> = inputs(loaded).map(|input| input.name.value.as_str()).collect();
    known.sort_unstable();
    known.dedup();
    let help = match known.as_slice() {
        [] => "only names under `inputs:` can be set, and these suites have none".to_owned(),
        known => format!("only names under `inputs:` can be set: {}", known.join(", ")),
    };
    say::error(format_args!("no suite here has the input `{name}`"), Some(&help));
}
