//! Values of inputs from the command line: `--set quantity=3`.

use std::collections::BTreeMap;

use suites::{Environment, Input, Loaded};

use super::targets::pair;
use crate::exit::Exit;
use crate::say;

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

/// Inputs that must come from outside, and do not.
pub(super) fn check_required(
    loaded: &Loaded,
    environment: Option<&Environment>,
    given: &BTreeMap<String, String>,
) -> Result<(), Exit> {
    for suite in &loaded.suites {
        for input in suite.inputs.iter().filter(|input| input.default.is_none()) {
            let name = &input.name.value;
            let vars = environment.map(|e| e.vars.as_slice()).unwrap_or_default();
            if given.contains_key(name) || vars.iter().any(|var| &var.name.value == name) {
                continue;
            }
            let place = loaded.sources.place(input.name.span);
            let help = format!("give it one: `--set {name}=…`");
            say::error(format_args!("the input `{name}` ({place}) has no value"), Some(&help));
            return Err(Exit::Usage);
        }
    }
    Ok(())
}
