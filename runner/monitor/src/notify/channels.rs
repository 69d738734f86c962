//! The channels of a project, ready to be used.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use reporters::notify::{
    ChannelConfig, MessageKind, Messages, Notifier, SmtpConfig, SmtpLogin, SmtpRoute, SmtpTls,
    WebhookConfig,
};
use runner_engine::{Lasting, ProjectSecrets};
use runner_http::Http;
use runner_model::{ChannelName, Secret};
use suites::{Channel, ChannelKind, Project, Slack, Smtp, Webhook};

/// The channels of a project, each ready to be used, or why it is not.
#[derive(Default)]
pub struct Notifiers(BTreeMap<ChannelName, Result<Arc<Notifier>, String>>);

impl Notifiers {
    /// Fetches the project's secrets and makes its channels ready. Nothing is sent.
    pub async fn of(
        project: &Project,
        variables: &BTreeMap<String, String>,
        http: &Http,
        now: Timestamp,
    ) -> Self {
        let secrets = ProjectSecrets::fetch(project, variables, &Lasting::default(), now).await;
        let messages = messages(project);
        let smtp = project.smtp.as_ref().map(|smtp| self::smtp(smtp, &secrets).map(Arc::new));
        let ready = project.channels.iter().map(|channel| {
            let notifier = messages.clone().and_then(|messages| {
                let config = config(channel, smtp.as_ref(), &secrets)?;
                let notifier = Notifier::of(config, messages, http.clone());
                notifier.map(Arc::new).map_err(|unusable| unusable.to_string())
            });
            (channel.name.value.clone(), notifier)
        });
        Self(ready.collect())
    }

    /// A channel, or why it cannot be used; `None` when there is none of that name.
    pub fn get(&self, channel: &ChannelName) -> Option<Result<Arc<Notifier>, String>> {
        self.0.get(channel).cloned()
    }

    /// The names of all channels.
    pub fn names(&self) -> impl Iterator<Item = &ChannelName> {
        self.0.keys()
    }
}

fn messages(project: &Project) -> Result<Arc<Messages>, String> {
    let own = project.messages.iter().map(|own| (kind(own.kind), own.source.as_str()));
    Messages::of(own).map(Arc::new).map_err(|invalid| invalid.to_string())
}

pub(super) fn kind(kind: suites::MessageKind) -> MessageKind {
    match kind {
        suites::MessageKind::Incident => MessageKind::Incident,
        suites::MessageKind::Reminder => MessageKind::Reminder,
        suites::MessageKind::Recovered => MessageKind::Recovered,
        suites::MessageKind::Certificate => MessageKind::Certificate,
        suites::MessageKind::Digest => MessageKind::Digest,
    }
}

fn config(
    channel: &Channel,
    smtp: Option<&Result<Arc<SmtpConfig>, String>>,
    secrets: &ProjectSecrets,
) -> Result<ChannelConfig, String> {
    Ok(match &channel.kind {
        ChannelKind::Slack(Slack::Webhook { url }) => {
            ChannelConfig::SlackWebhook { url: secrets.fill(url)? }
        }
        ChannelKind::Slack(Slack::Bot { token, channel }) => ChannelConfig::SlackBot {
            token: secrets.fill(token)?,
            channel: channel.clone(),
            base: None,
        },
        ChannelKind::Email { to } => ChannelConfig::Email {
            smtp: smtp.cloned().unwrap_or_else(|| Err("the project has no `smtp`".to_owned()))?,
            to: to.iter().map(|address| address.value.clone()).collect(),
        },
        ChannelKind::Pagerduty { routing_key } => {
            ChannelConfig::PagerDuty { routing_key: secrets.fill(routing_key)?, base: None }
        }
        ChannelKind::Webhook(webhook) => {
            ChannelConfig::Webhook(Box::new(self::webhook(webhook, secrets)?))
        }
        ChannelKind::Command { args } => ChannelConfig::Command { args: args.clone() },
    })
}

fn webhook(webhook: &Webhook, secrets: &ProjectSecrets) -> Result<WebhookConfig, String> {
    let headers = webhook.headers.iter().filter_map(|header| {
        let value = header.value.as_ref()?;
        Some(secrets.fill_value(value).map(|value| (header.name.value.clone(), value)))
    });
    let named = webhook
        .json_secrets
        .iter()
        .map(|name| Ok::<_, String>((name.value.clone(), secrets.get(&name.value)?)));
    Ok(WebhookConfig {
        url: secrets.fill(&webhook.post)?,
        json: webhook.json.clone(),
        headers: headers.collect::<Result<_, _>>()?,
        sign_with: webhook.sign_with.as_ref().map(|key| secrets.fill(key)).transpose()?,
        secrets: named.collect::<Result<BTreeMap<String, Secret<String>>, _>>()?,
    })
}

fn smtp(smtp: &Smtp, secrets: &ProjectSecrets) -> Result<SmtpConfig, String> {
    let routes = smtp.routes.iter().map(|route| {
        let login = route.login.as_ref().map(|login| {
            Ok::<_, String>(SmtpLogin {
                username: secrets.fill(&login.username)?.expose().clone(),
                password: secrets.fill(&login.password)?,
            })
        });
        Ok::<_, String>(SmtpRoute {
            host: route.host.value.clone(),
            port: route.port,
            tls: match route.tls {
                suites::SmtpTls::Starttls => SmtpTls::StartTls,
                suites::SmtpTls::Implicit => SmtpTls::Implicit,
                suites::SmtpTls::None => SmtpTls::None,
            },
            login: login.transpose()?,
            ca: None,
        })
    });
    Ok(SmtpConfig { from: smtp.from.value.clone(), routes: routes.collect::<Result<_, _>>()? })
}
