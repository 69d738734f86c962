//! Ways to reach people.

use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Channel, ChannelKind, Slack, Webhook};
use crate::read::keys::{CHANNEL, EMAIL, PAGERDUTY, SLACK, WEBHOOK};
use crate::read::one_or_more::one_or_more;
use crate::read::{Fields, Reader};
use crate::source::Span;
use crate::yaml::{Entry, Node};

impl Reader<'_> {
    /// An entry of `channels`.
    pub(super) fn channel(&mut self, entry: &Entry) -> Option<Channel> {
        let name = self.named(&entry.key.value, entry.key.span);
        let before = self.mistakes();
        let fields = self.fields(&entry.value, &CHANNEL)?;
        let kinds: Vec<&Entry> = fields.of(CHANNEL.groups[0]).collect();
        let [kind] = kinds.as_slice() else {
            match kinds.as_slice() {
                [first, second, ..] => self.report(
                    Diagnostic::new(
                        Code::E209,
                        second.key.span,
                        "a channel reaches people one way",
                    )
                    .related(first.key.span, "the other one")
                    .help("make a channel of each, and name both in `notify`"),
                ),
                _ if self.mistakes() == before => self.mistake(
                    Code::E208,
                    fields.span,
                    "a channel needs to say how people are reached".to_owned(),
                    "add `slack`, `email`, `pagerduty`, `webhook` or `command`",
                ),
                _ => {}
            }
            return None;
        };
        let kind = match kind.key.value.as_str() {
            "slack" => self.slack(&kind.value).map(ChannelKind::Slack),
            "email" => self.email(&kind.value),
            "pagerduty" => {
                let fields = self.fields(&kind.value, &PAGERDUTY)?;
                let routing_key = self.secret_at(fields, "routing_key");
                routing_key.map(|routing_key| ChannelKind::Pagerduty { routing_key })
            }
            "webhook" => {
                self.webhook(&kind.value).map(|webhook| ChannelKind::Webhook(Box::new(webhook)))
            }
            _ => self.arguments(&kind.value).map(|args| ChannelKind::Command { args }),
        };
        Some(Channel { name: name?, kind: kind?, span: entry.key.span })
    }

    /// An incoming webhook, or a bot.
    fn slack(&mut self, node: &Node) -> Option<Slack> {
        let fields = self.fields(node, &SLACK)?;
        match (fields.entry("webhook"), fields.entry("bot_token")) {
            (Some(webhook), Some(bot)) => {
                self.report(
                    Diagnostic::new(
                        Code::E209,
                        bot.key.span,
                        "`webhook` and `bot_token` exclude each other",
                    )
                    .related(webhook.key.span, "the webhook")
                    .help("a bot can change its messages, a webhook cannot: keep one of them"),
                );
                None
            }
            (Some(webhook), None) => {
                if let Some(channel) = fields.entry("channel") {
                    let message = "a webhook has its channel already".to_owned();
                    let help = "leave `channel` out, or use a bot: `bot_token`";
                    self.mistake(Code::E221, channel.key.span, message, help);
                }
                if webhook.value.scalar().is_some_and(|scalar| !scalar.text.contains("{{")) {
                    self.written_out(&webhook.value, "webhook");
                    return None;
                }
                Some(Slack::Webhook { url: self.whole_url(&webhook.value)? })
            }
            (None, Some(_)) => {
                let token = self.secret_at(fields, "bot_token");
                let channel = self.text_at(fields, "channel");
                if fields.get("channel").is_none() {
                    self.lacks(fields.span, "a bot", "channel", "#deploys");
                }
                Some(Slack::Bot { token: token?, channel: channel? })
            }
            (None, None) => {
                let message = "`slack` needs `webhook`, or `bot_token` and `channel`".to_owned();
                let help = "add `webhook: \"{{secret.NAME}}\"`";
                self.mistake(Code::E208, fields.span, message, help);
                None
            }
        }
    }

    fn email(&mut self, node: &Node) -> Option<ChannelKind> {
        let fields = self.fields(node, &EMAIL)?;
        let nodes = one_or_more(fields.get("to")?);
        if nodes.is_empty() {
            let help = "name at least one address";
            self.mistake(Code::E211, fields.span, "`to` must not be empty".to_owned(), help);
            return None;
        }
        let to = nodes.into_iter().filter_map(|node| self.mailbox(node)).collect();
        Some(ChannelKind::Email { to })
    }

    fn webhook(&mut self, node: &Node) -> Option<Webhook> {
        let fields = self.fields(node, &WEBHOOK)?;
        let post = fields.get("post").and_then(|node| self.whole_url(node));
        let json = fields.get("json").map(|node| self.webhook_body(node));
        let (json, json_secrets) = json.unzip();
        let headers = self.headers(fields);
        let sign_with = self.secret_at(fields, "sign_with");
        let json_secrets = json_secrets.unwrap_or_default();
        Some(Webhook { post: post?, json, json_secrets, headers, sign_with })
    }

    /// A key that must be there because of another.
    pub(super) fn lacks(&mut self, span: Span, what: &str, key: &str, example: &str) {
        let message = format!("{what} needs `{key}`");
        self.mistake(Code::E208, span, message, &format!("add `{key}: \"{example}\"`"));
    }

    /// A key that says nothing beside another.
    pub(super) fn of_no_use(&mut self, fields: Fields<'_>, key: &str, message: &str, help: &str) {
        if let Some(entry) = fields.entry(key) {
            self.mistake(Code::E221, entry.key.span, message.to_owned(), help);
        }
    }
}
