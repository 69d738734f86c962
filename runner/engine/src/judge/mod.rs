//! Claims about an answer, judged.
//!
//! The way of the data: `subject` finds out what there is, `bind` fills a condition's operands in
//! and makes it claims, `check` compares the two, and `phrase` and `words` say what was expected
//! and what came instead.
//!
//! Lives here: what a subject's value is, whether a condition holds, and the sentence that says
//! why not. Lives elsewhere: the claims as written (`suites`), what follows from them (`run`).

mod bind;
mod body;
mod broken;
mod check;
mod claim;
mod equality;
mod found;
mod kinds;
mod like;
mod list;
mod measure;
mod misfit;
mod moment;
mod phrase;
mod save;
mod scale;
mod schema;
mod subject;
mod text;
mod time;
mod variable;
mod verdict;
mod words;

#[cfg(test)]
mod tests;

use std::cell::OnceCell;
use std::time::Duration;

use runner_model::Exchange;
use serde_json::Value;
use suites::Sources;

use crate::fill::Filler;

pub use kinds::is as is_of_type;
pub(crate) use save::{TakeError, take};
pub(crate) use schema::Schemas;
pub(crate) use verdict::{graphql_errors, holds, implied_status, judge};

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
    /// Schemas that the run has compiled; without, each is compiled where it is needed.
    pub(crate) schemas: Option<&'a Schemas>,
    /// The body as JSON, parsed when first asked for.
    pub(crate) json: OnceCell<Result<Value, String>>,
    /// The request body as JSON, parsed when first asked for.
    pub(crate) sent_json: OnceCell<Result<Value, String>>,
}

impl<'a> Facts<'a> {
    /// What there is when nothing was sent.
    pub(crate) fn without_exchange(
        took: Duration,
        filler: Filler<'a>,
        sources: &'a Sources,
    ) -> Self {
        Self {
            exchange: None,
            body: &[],
            sent: &[],
            cookies: &[],
            took,
            filler,
            sources,
            schemas: None,
            json: OnceCell::new(),
            sent_json: OnceCell::new(),
        }
    }
}
