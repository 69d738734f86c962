//! Whether messages in somebody's own words can be filled in.

use reporters::notify::{Messages, tried_body};
use suites::check::Wording;
use suites::{Diagnostic, Project};

use super::channels::kind;

/// Templates of a project that name what no message has: whoever is to be told would hear nothing.
pub fn wording_problems(project: &Project) -> Vec<Diagnostic> {
    suites::check::wording(project, |wording| match wording {
        Wording::Message(own) => Messages::of([(kind(own.kind), own.source.as_str())])
            .map(drop)
            .map_err(|invalid| invalid.reason),
        Wording::Body(webhook) => {
            let secrets = webhook.json_secrets.iter().map(|secret| secret.value.as_str());
            webhook.json.as_ref().map_or(Ok(()), |json| tried_body(json, secrets))
        }
    })
}
