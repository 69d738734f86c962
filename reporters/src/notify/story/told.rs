//! A message in one sentence.

use runner_model::{About, Alert};

use super::{affairs, deploy, digest, incident, promised};
use crate::notify::said::short;

/// How a message looks: never the only sign of what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::notify) enum Tone {
    /// Something is broken.
    Bad,
    /// Something should be looked at.
    Warn,
    /// Something works again.
    Good,
    /// News.
    Plain,
}

impl Tone {
    /// The fill colours of the web pages.
    pub(in crate::notify) fn colour(self) -> &'static str {
        match self {
            Self::Bad => "#d23540",
            Self::Warn => "#eda21c",
            Self::Good => "#34a873",
            Self::Plain => "#5b5bd6",
        }
    }
}

/// A message in one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::notify) struct Story {
    /// What it is about: `checkout`, `shop.example.com`.
    pub(in crate::notify) subject: String,
    /// What may follow "is": `down`, `up`.
    pub(in crate::notify) state: &'static str,
    /// Colour.
    pub(in crate::notify) tone: Tone,
    /// `checkout is down in production since 14:02 UTC`
    pub(in crate::notify) headline: String,
    /// `step 4 "place the order" answered 502, expected 201`
    pub(in crate::notify) because: Option<String>,
}

impl Story {
    /// Tells it.
    pub(in crate::notify) fn of(alert: &Alert) -> Self {
        let place = alert.environment.as_ref().map(|name| format!(" in {}", short(name.as_str())));
        let (place, at) = (place.unwrap_or_default(), alert.at);
        match &alert.about {
            About::Incident(news) => incident::story(news, &place, at),
            About::Certificate { host, not_after, days_left, .. } => {
                affairs::certificate(host, *not_after, *days_left, at)
            }
            About::NotRunning { monitor, last } => affairs::not_running(monitor, *last, &place, at),
            About::RunsAgain { monitor, lasted } => affairs::runs_again(monitor, *lasted, &place),
            About::Blind { since, .. } => affairs::blind(*since, at),
            About::SeesAgain { since, lasted } => affairs::sees_again(*since, *lasted, at),
            About::HeartbeatMissing { heartbeat, last, due } => {
                affairs::heartbeat_missing(heartbeat, *last, *due, at)
            }
            About::HeartbeatBack { heartbeat, lasted } => {
                affairs::heartbeat_back(heartbeat, *lasted)
            }
            About::ChannelFailing { channel, since, cause, waiting } => {
                affairs::channel_failing(channel, *since, cause, *waiting, at)
            }
            About::ConfigRefused { problems, first } => affairs::config_refused(*problems, first),
            About::Burn(news) => promised::burns(news, &place),
            About::BurnOver { objective, since, lasted, .. } => {
                promised::burn_over(objective, *since, *lasted, &place, at)
            }
            About::Coverage(news) => promised::blind(news, &place),
            About::CoverageBack { objective, monitor, lasted, .. } => {
                promised::sees_again(objective, monitor, *lasted, &place)
            }
            About::Digest(digest) => digest::story(digest, at),
            About::Deploy(news) => deploy::story(news, alert.service.as_ref(), &place),
            About::Test { channel } => affairs::test(channel),
        }
    }

    /// Without a reason.
    pub(super) fn new(
        subject: impl Into<String>,
        state: &'static str,
        tone: Tone,
        headline: String,
    ) -> Self {
        Self { subject: subject.into(), state, tone, headline, because: None }
    }

    /// With this reason.
    pub(super) fn because(self, because: impl Into<String>) -> Self {
        Self { because: Some(because.into()), ..self }
    }

    /// Headline and reason in one.
    pub(in crate::notify) fn sentence(&self) -> String {
        match &self.because {
            Some(because) => format!("{}: {because}", self.headline),
            None => self.headline.clone(),
        }
    }
}
