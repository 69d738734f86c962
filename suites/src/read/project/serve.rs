//! What the monitor service reads, from all files of the project.

use std::sync::Arc;

use super::parts::Parts;
use crate::diagnostics::{Code, Diagnostic};
use crate::read::{Fields, Reader};
use crate::yaml::{Entry, Node};

impl<'r> Parts<'r> {
    /// What one file says about it.
    pub(super) fn serve(&mut self, fields: Fields<'_>) {
        self.named_parts(fields);
        if let Some(node) = self.once(fields, "smtp") {
            self.project.smtp = self.reader.smtp(node);
        }
        if let Some(node) = self.once(fields, "policy")
            && let Some(policy) = self.reader.policy(node)
        {
            self.project.policy = policy;
        }
        if let Some(node) = self.once(fields, "digest") {
            self.project.digest = self.reader.digest(node);
        }
        if let Some(node) = self.once(fields, "messages") {
            self.project.messages = self.reader.messages(node);
        }
        if let Some(node) = self.once(fields, "connectivity") {
            self.project.connectivity = self.reader.connectivity(node);
        }
        if let Some(node) = self.once(fields, "serve") {
            self.project.serve = self.reader.serve_rules(node);
        }
        if let Some(node) = self.once(fields, "retention") {
            self.project.retention = self.reader.retention(node);
        }
        if let Some(node) = self.once(fields, "metrics") {
            self.project.metrics = self.reader.metrics(node);
        }
        if let Some(node) = fields.get("maintenance") {
            self.maintenances(node);
        }
    }

    /// Maps by name: files add to each other.
    fn named_parts(&mut self, fields: Fields<'_>) {
        let secrets = self.each(fields, "secrets", "secret", Reader::secret);
        self.project.secrets.extend(secrets);
        let monitors = self.each(fields, "monitors", "monitor", Reader::monitor);
        self.project.monitors.extend(monitors.into_iter().map(Arc::new));
        let heartbeats = self.each(fields, "heartbeats", "heartbeat", Reader::heartbeat);
        self.project.heartbeats.extend(heartbeats);
        let channels = self.each(fields, "channels", "channel", Reader::channel);
        self.project.channels.extend(channels);
        let notify = self.each(fields, "notify", "list of rules", Reader::notify);
        self.project.notify.extend(notify);
        let pages = self.each(fields, "status_pages", "status page", Reader::status_page);
        self.project.status_pages.extend(pages);
        let objectives = self.each(fields, "slos", "objective", Reader::objective);
        self.project.objectives.extend(objectives);
        let compositions = self.each(fields, "composition", "composition", Reader::composition);
        self.project.compositions.extend(compositions);
    }

    /// The entries of a map by name. Of those that are called the same, the first counts.
    fn each<T>(
        &mut self,
        fields: Fields<'_>,
        key: &'static str,
        kind: &'static str,
        read: fn(&mut Reader<'r>, &Entry) -> Option<T>,
    ) -> Vec<T> {
        let Some(node) = fields.get(key) else { return Vec::new() };
        let Some(entries) = node.entries() else {
            self.reader.expected(&format!("a map of {kind}s by name"), node);
            return Vec::new();
        };
        let mut found = Vec::with_capacity(entries.len());
        for entry in entries {
            let name = &entry.key;
            if let Some(first) = self.names.place(key, &name.value) {
                let message = format!("the {kind} `{}` is defined twice", name.value);
                self.reader.report(
                    Diagnostic::new(Code::E201, name.span, message).related(first, "the other one"),
                );
                continue;
            }
            self.names.add(key, name);
            found.extend(read(&mut self.reader, entry));
        }
        found
    }

    fn maintenances(&mut self, node: &Node) {
        let Some(items) = node.items() else {
            let mistake = self.reader.wrong_type("a list of maintenances", node);
            return self.reader.report(mistake.help("write `- { name: … }`, one on a line"));
        };
        for item in items {
            self.project.maintenance.extend(self.reader.maintenance(item));
        }
    }
}
