//! Secrets of the project: those that channels, mail and metrics name must be declared.

use super::parts::Parts;
use crate::diagnostics::{Code, Diagnostic};
use crate::language::{ChannelKind, Key, Slack, Template, ValueTemplate, VarPath};
use crate::read::suggest::{did_you_mean, nearest, there_are};
use crate::source::Span;

impl Parts<'_> {
    /// Looks at every template, once all files have been read.
    pub(super) fn secrets_named(&mut self) {
        let mut found = Vec::new();
        for template in self.templates() {
            for expr in template.exprs() {
                let names = expr.value.variables();
                found.extend(names.into_iter().filter_map(|path| self.secret(path, expr.span)));
            }
        }
        for channel in &self.project.channels {
            if let ChannelKind::Webhook(webhook) = &channel.kind {
                let named = webhook.json_secrets.iter();
                found.extend(named.filter_map(|name| self.undeclared(&name.value, name.span)));
            }
        }
        found.into_iter().for_each(|diagnostic| self.reader.report(diagnostic));
    }

    fn templates(&self) -> Vec<&Template> {
        let mut found = Vec::new();
        for channel in &self.project.channels {
            match &channel.kind {
                ChannelKind::Slack(Slack::Webhook { url }) => found.push(url),
                ChannelKind::Slack(Slack::Bot { token, .. }) => found.push(token),
                ChannelKind::Pagerduty { routing_key } => found.push(routing_key),
                ChannelKind::Webhook(webhook) => {
                    found.push(&webhook.post);
                    let headers = webhook.headers.iter().filter_map(|header| header.value.as_ref());
                    found.extend(headers.flat_map(ValueTemplate::templates));
                    found.extend(&webhook.sign_with);
                }
                ChannelKind::Email { .. } | ChannelKind::Command { .. } => {}
            }
        }
        for route in self.project.smtp.iter().flat_map(|smtp| &smtp.routes) {
            let login = route.login.iter();
            found.extend(login.flat_map(|login| [&login.username, &login.password]));
        }
        if let Some(influx) = &self.project.metrics.influx {
            found.push(&influx.url);
            found.extend(&influx.token);
        }
        found
    }

    /// Nothing but secrets is known here.
    fn secret(&self, path: &VarPath, span: Span) -> Option<Diagnostic> {
        match (path.root.as_str(), path.rest.as_slice()) {
            ("secret", [Key::Name(name)]) => self.undeclared(name, span),
            _ => {
                let message = format!("unknown variable `{path}`");
                let help = "only secrets of the project are known here: `{{secret.NAME}}`";
                Some(Diagnostic::new(Code::E302, span, message).help(help))
            }
        }
    }

    /// E406.
    fn undeclared(&self, name: &str, span: Span) -> Option<Diagnostic> {
        if self.names.place("secrets", name).is_some() {
            return None;
        }
        let known = || self.names.all("secrets");
        let message = format!("unknown secret `{name}` of the project");
        Some(Diagnostic::new(Code::E406, span, message).help(match nearest(name, known()) {
            Some(near) => did_you_mean(near),
            None if known().next().is_none() => {
                format!("add `secrets: {{ {name}: {{ env: VARIABLE }} }}` to the project, beside `channels`")
            }
            None => format!("add it to `secrets` of the project; {}", there_are(known())),
        }))
    }
}
