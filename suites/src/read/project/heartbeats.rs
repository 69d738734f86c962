//! Jobs that must report.

use crate::language::Heartbeat;
use crate::read::Reader;
use crate::read::keys::HEARTBEAT;
use crate::yaml::Entry;

/// `grace` is this part of `every` when it is not written.
const GRACE: u32 = 10;

impl Reader<'_> {
    /// An entry of `heartbeats`.
    pub(super) fn heartbeat(&mut self, entry: &Entry) -> Option<Heartbeat> {
        let name = self.named(&entry.key.value, entry.key.span);
        let fields = self.fields(&entry.value, &HEARTBEAT)?;
        let every = fields.get("every").and_then(|node| self.positive_duration(node));
        let grace = fields.get("grace").and_then(|node| self.duration(node));
        let severity = self.severity(fields);
        let runbook = self.page(fields, "runbook");
        let notify = self.names_at(fields, "notify");
        let every = every?;
        let grace = grace.unwrap_or(every / GRACE);
        Some(Heartbeat { name: name?, every, grace, severity, runbook, notify })
    }
}
