//! Claims about an answer, judged.
//!
//! Lives here: what a subject's value is, whether a condition holds, and the sentence that says
//! why not. Lives elsewhere: the claims as written (`suites`), what follows from them (`run`).

use std::cell::OnceCell;
use std::time::Duration;

use runner_model::Exchange;
use serde_json::Value;
use suites::Sources;

use crate::fill::Filler;

/// What there is to be judged. Of a step that sent nothing, only `took` and variables.
pub(crate) struct Facts<'a> {
    /// The final exchange.
    pub(crate) exchange: Option<&'a Exchange>,
    /// The whole response body, decoded.
    pub(crate) body: &'a [u8],
    /// The whole request body.
    pub(crate) sent: &'a [u8],
    /// Cookies that this answer set, by name.
    pub(crate) cookies: &'a [(String, String)],
    /// The step or test so far, tries and waits included.
    pub(crate) took: Duration,
    pub(crate) filler: Filler<'a>,
    pub(crate) sources: &'a Sources,
    /// The body as JSON, parsed when first asked for.
    pub(crate) json: OnceCell<Result<Value, String>>,
}
