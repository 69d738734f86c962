//! Polling: repeat until checks hold.

use std::time::Duration;

use crate::language::Until;
use crate::read::keys::Place;
use crate::read::{Fields, Reader};

use super::place::no_effect;

impl Reader<'_> {
    pub(super) fn until(&mut self, fields: Fields<'_>) -> Option<Until> {
        let Some(entry) = fields.entry("until") else {
            for key in ["stop_when", "every", "for_up_to"] {
                if let Some(entry) = fields.entry(key) {
                    let mistake = no_effect(entry, "without `until`");
                    self.report(
                        mistake.help("say what is waited for: `until: { $.status: done }`"),
                    );
                }
            }
            return None;
        };
        let every = fields.get("every").and_then(|node| self.duration(node));
        let for_up_to = fields.get("for_up_to").and_then(|node| self.positive_duration(node));
        Some(Until {
            checks: self.checks(&entry.value, Place::Answer),
            stop_when: self.checks_of(fields, "stop_when", Place::Answer),
            every: every.unwrap_or(Duration::from_secs(1)),
            for_up_to: for_up_to.unwrap_or(Duration::from_secs(30)),
            span: entry.key.span.to(self.first_line(entry.value.span)),
        })
    }
}
