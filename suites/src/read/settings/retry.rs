//! Repeating a request that failed.

use std::time::Duration;

use crate::language::Retry;
use crate::read::Reader;
use crate::read::keys::{Place, RETRY};
use crate::yaml::Node;

impl Reader<'_> {
    /// `3`, or a map. `own`: it stands on the step itself.
    pub(super) fn retry(&mut self, node: &Node, own: bool) -> Option<Retry> {
        let mut retry = Retry {
            times: 0,
            wait: Duration::from_millis(500),
            backoff: 2.0,
            for_up_to: None,
            when: Vec::new(),
            span: node.span,
            own,
        };
        if node.scalar().is_some() {
            retry.times = self.integer(node, 0)?;
            return Some(retry);
        }
        let fields = self.fields(node, &RETRY)?;
        if let Some(times) = fields.get("times").and_then(|node| self.integer(node, 0)) {
            retry.times = times;
        }
        if let Some(wait) = fields.get("wait").and_then(|node| self.duration(node)) {
            retry.wait = wait;
        }
        if let Some(backoff) = fields.get("backoff").and_then(|node| self.number(node, 1.0)) {
            retry.backoff = backoff;
        }
        retry.for_up_to = fields.get("for_up_to").and_then(|node| self.positive_duration(node));
        if let Some(when) = fields.get("when") {
            retry.when = self.checks(when, Place::Answer);
        }
        Some(retry)
    }
}
