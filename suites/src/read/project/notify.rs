//! Who is told what, and how incidents are put together.

use std::time::Duration;

use crate::diagnostics::Code;
use crate::language::{
    DigestRule, GroupBy, Notify, NotifyOn, NotifyRule, Policy, WhileDependencyDown,
};
use crate::read::keys::{DIGEST, NOTIFY_RULE, NOTIFY_WHEN, POLICY};
use crate::read::one_or_more::one_or_more;
use crate::read::{Fields, Reader};
use crate::yaml::{Entry, Node};

impl Reader<'_> {
    /// An entry of `notify`: a list of rules.
    pub(super) fn notify(&mut self, entry: &Entry) -> Option<Notify> {
        let name = self.named(&entry.key.value, entry.key.span);
        let Some(items) = entry.value.items() else {
            let mistake = self.wrong_type("a list of rules", &entry.value);
            self.report(mistake.help("write `- { channel: NAME }`, one on a line"));
            return None;
        };
        if items.is_empty() {
            let message = format!("`{}` tells nobody", entry.key.value);
            self.mistake(Code::E211, entry.value.span, message, "add `{ channel: NAME }`");
        }
        let rules = items.iter().filter_map(|item| self.notify_rule(item)).collect();
        Some(Notify { name: name?, rules })
    }

    fn notify_rule(&mut self, node: &Node) -> Option<NotifyRule> {
        let fields = self.fields(node, &NOTIFY_RULE)?;
        let channel = fields.get("channel").and_then(|node| self.name_at(node));
        let on = match fields.get("on") {
            Some(node) => {
                let nodes = self.some_of(node, "on", "leave it out to tell of all but `degraded`");
                let words = nodes.into_iter();
                words
                    .filter_map(|node| self.word_of(node, NotifyOn::ALL, NotifyOn::as_str))
                    .collect()
            }
            None => NotifyOn::DEFAULT.to_vec(),
        };
        let when = fields.get("when").and_then(|node| self.fields(node, &NOTIFY_WHEN));
        let (mut severities, mut monitors) = (Vec::new(), Vec::new());
        if let Some(when) = when {
            severities = self.severities(when);
            monitors = self.monitor_refs(when.get("monitor").map(one_or_more).unwrap_or_default());
        }
        let after = fields.get("after").and_then(|node| self.positive_duration(node));
        Some(NotifyRule { channel: channel?, on, severities, monitors, after, span: fields.span })
    }

    /// One or more of something; at least one.
    fn some_of<'n>(&mut self, node: &'n Node, key: &str, help: &str) -> Vec<&'n Node> {
        let nodes = one_or_more(node);
        if nodes.is_empty() {
            self.mistake(Code::E211, node.span, format!("`{key}` must not be empty"), help);
        }
        nodes
    }

    /// `policy`
    pub(super) fn policy(&mut self, node: &Node) -> Option<Policy> {
        let fields = self.fields(node, &POLICY)?;
        let mut policy = Policy::default();
        if let Some(node) = fields.get("group_by") {
            let nodes =
                self.some_of(node, "group_by", "`[monitor]` is the finest that makes sense");
            let words = nodes.into_iter();
            policy.group_by = words
                .filter_map(|node| self.word_of(node, GroupBy::ALL, GroupBy::as_str))
                .collect();
        }
        policy.remind_every =
            fields.get("remind_every").and_then(|node| self.positive_duration(node));
        if let Some(node) = fields.get("while_dependency_down")
            && let Some(word) =
                self.word_of(node, WhileDependencyDown::ALL, WhileDependencyDown::as_str)
        {
            policy.while_dependency_down = word;
        }
        if let Some(hold) = fields.get("hold").and_then(|node| self.hold(node)) {
            policy.hold = hold;
        }
        Some(policy)
    }

    /// `0s` holds nothing back.
    fn hold(&mut self, node: &Node) -> Option<Duration> {
        let hold = self.duration(node)?;
        if hold > Policy::LONGEST_HOLD {
            let message = "people are not kept waiting for a gate longer than an hour".to_owned();
            self.mistake(Code::E212, node.span, message, "write `1h` at most, `5m` is usual");
            return None;
        }
        Some(hold)
    }

    /// `digest`
    pub(super) fn digest(&mut self, node: &Node) -> Option<DigestRule> {
        let fields: Fields<'_> = self.fields(node, &DIGEST)?;
        let channel = fields.get("channel").and_then(|node| self.name_at(node));
        let cron = self.cron(fields);
        Some(DigestRule { channel: channel?, cron: cron?, span: fields.span })
    }
}
