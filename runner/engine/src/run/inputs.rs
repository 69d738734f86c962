//! What a suite begins with: its inputs and vars.

use std::collections::BTreeMap;

use serde_json::Value;
use suites::{Input, Suite};

use super::chain::Site;
use crate::fill::{FillError, Filler};
use crate::input::read_input;
use crate::request::Fault;

/// An input's value: given from outside, else the environment's of that name, else the default.
pub(super) fn input_value(
    input: &Input,
    given: &BTreeMap<String, String>,
    filler: &Filler<'_>,
) -> Result<Value, Fault> {
    let name = &input.name.value;
    let here = |value: Result<Value, FillError>| {
        value.map_err(|error| Fault { error, span: input.name.span })
    };
    if let Some(text) = given.get(name) {
        return here(read_input(input, text).map_err(FillError::Unfit));
    }
    let environment = filler.world.environment.as_deref();
    let found = environment.and_then(|e| e.vars.iter().find(|var| &var.name.value == name));
    let value = match (found, &input.default) {
        (Some(var), _) => filler.value(&var.value),
        (None, Some(default)) => filler.of(&input.name).value(default),
        (None, None) => Err(FillError::Unfit(format!(
            "the input `{name}` has no value; give it one with `--set {name}=…`"
        ))),
    };
    here(value)
}

/// Works vars out, in the order of the file.
pub(super) fn set_vars(suite: &Suite, site: &Site<'_>, filler: &Filler<'_>) -> Result<(), Fault> {
    for var in &suite.vars {
        let value = filler
            .of(&var.name)
            .value(&var.value)
            .map_err(|error| Fault { error, span: var.name.span })?;
        site.frame.set(&var.name.value, value, filler.origin_of(&var.value));
    }
    Ok(())
}
