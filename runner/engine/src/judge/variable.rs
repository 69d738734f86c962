//! Subjects that are known without an answer: `var NAME`, `tenant NAME`.

use std::borrow::Cow;

use suites::{Key, Span, VarPath};

use super::Facts;
use super::found::{Found, Lack};
use crate::fill::FillError;
use crate::request::Fault;

/// A variable, or a place in one.
pub(super) fn find<'f>(
    path: &VarPath,
    facts: &'f Facts<'_>,
    span: Span,
) -> Result<Found<'f>, Fault> {
    match facts.filler.lookup(path) {
        Ok(value) => Ok(Found::Value(Cow::Owned(value))),
        Err(FillError::Unset(name)) => {
            Ok(Found::Absent(Lack::nothing(format!("`{name}` was never set"))))
        }
        // The variable is there, and has no such place.
        Err(FillError::Unfit(message)) if has_beginning(path, facts) => {
            Ok(Found::Absent(Lack::nothing(message)))
        }
        Err(error) => Err(Fault { error, span }),
    }
}

/// A value of the tenant.
pub(super) fn of_tenant<'f>(
    name: &str,
    facts: &'f Facts<'_>,
    span: Span,
) -> Result<Found<'f>, Fault> {
    let mut rest = name.split('.').map(|key| Key::Name(key.to_owned()));
    let path = VarPath { root: "tenant".to_owned(), rest: rest.by_ref().collect() };
    if !facts.filler.world.entries.contains_key("tenant") {
        return Ok(Found::Absent(Lack::nothing("this run has no tenant")));
    }
    find(&path, facts, span)
}

/// Whether a part of the way can be gone.
fn has_beginning(path: &VarPath, facts: &Facts<'_>) -> bool {
    (0..path.rest.len()).any(|length| {
        let part = VarPath { root: path.root.clone(), rest: path.rest[..length].to_vec() };
        facts.filler.lookup(&part).is_ok()
    })
}
