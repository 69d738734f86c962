//! Everything that is wrong with a suite whatever the environment.

use super::credentials::credentials;
use super::environments_named::environments_named;
use super::flows::flows;
use super::repeating::repeating;
use super::services::services;
use super::variables::variables;
use super::{Names, Unread};
use crate::diagnostics::Diagnostic;
use crate::language::Suite;
use crate::source::Sources;

/// Checks `suite` as a whole, with the `names` that its project defines. Flows that it uses are
/// taken as they are: check each as the suite it is. `unread` is there when reading it found
/// mistakes, so that they do not lead to others.
pub fn suite(
    suite: &Suite,
    names: &Names,
    sources: &Sources,
    unread: Option<&Unread>,
) -> Vec<Diagnostic> {
    let mut found = variables(suite, names, sources, unread);
    found.extend(services(suite, names, sources));
    found.extend(flows(suite));
    found.extend(repeating(suite));
    found.extend(credentials(suite, names));
    found.extend(environments_named(suite, names));
    found.sort_by_key(|diagnostic| diagnostic.span);
    found
}
