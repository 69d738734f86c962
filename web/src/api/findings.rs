//! What tests found, and how an answer differs from an earlier one.

use reporters::gate::Change;
use runner_model::Finding;
use serde::Serialize;
use utoipa::ToSchema;

/// What tells most of why a test did not pass.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FindingLine {
    /// `step 4 "place the order"`
    step: String,
    /// `POST https://shop.example.com/orders`
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<String>,
    /// Left out when nothing came that could be checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<String>,
    got: String,
    /// For a look at the traces of the service itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    trace: Option<String>,
}

/// Something that is different from an earlier answer.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ChangeLine {
    /// `status`, `header content-type`, `$.order.total`, `body`, `time`.
    what: String,
    /// Left out when it was not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<String>,
    /// Left out when it is not there any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<String>,
}

impl FindingLine {
    pub(super) fn of(found: &Finding) -> Self {
        Self {
            step: found.step.clone(),
            request: found.request.clone(),
            expected: found.expected.clone(),
            got: found.got.clone(),
            trace: found.trace.as_ref().map(ToString::to_string),
        }
    }
}

impl ChangeLine {
    pub(super) fn all(changes: &[Change]) -> Vec<Self> {
        let line = |Change { what, before, after }: &Change| Self {
            what: what.clone(),
            before: before.clone(),
            after: after.clone(),
        };
        changes.iter().map(line).collect()
    }
}
