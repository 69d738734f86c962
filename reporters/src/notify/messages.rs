//! The words that messages are told in: built in, or somebody's own.

use std::collections::BTreeMap;

use handlebars::{Handlebars, html_escape, no_escape};
use runner_model::{About, Alert, IncidentPhase};
use serde_json::json;
use thiserror::Error;

use super::facts::Facts;
use super::filling::Filling;
use super::mrkdwn;
use super::said::within;
use super::specimen::specimen;

/// How long a subject may be, in columns.
const SUBJECT: usize = 250;

/// A message that can be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MessageKind {
    /// Something is down or degraded.
    Incident,
    /// It still is.
    Reminder,
    /// It works again.
    Recovered,
    /// A certificate ends soon.
    Certificate,
    /// A summary at a fixed time.
    Digest,
}

impl MessageKind {
    /// As it is written below `messages`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Incident => "incident",
            Self::Reminder => "reminder",
            Self::Recovered => "recovered",
            Self::Certificate => "certificate",
            Self::Digest => "digest",
        }
    }

    /// The one that would replace what is said of `about`.
    fn of(about: &About) -> Option<Self> {
        match about {
            About::Incident(news) => Some(match news.phase {
                IncidentPhase::Down | IncidentPhase::Degraded => Self::Incident,
                IncidentPhase::StillOpen => Self::Reminder,
                IncidentPhase::Recovered { .. } => Self::Recovered,
            }),
            About::Certificate { .. } => Some(Self::Certificate),
            About::Digest(_) => Some(Self::Digest),
            About::NotRunning { .. }
            | About::RunsAgain { .. }
            | About::Blind { .. }
            | About::SeesAgain { .. }
            | About::HeartbeatMissing { .. }
            | About::HeartbeatBack { .. }
            | About::ChannelFailing { .. }
            | About::ConfigRefused { .. }
            | About::Burn(_)
            | About::BurnOver { .. }
            | About::Coverage(_)
            | About::CoverageBack { .. }
            | About::Deploy(_)
            | About::Test { .. } => None,
        }
    }
}

/// The words that messages are told in.
///
/// A replacement is plain text with all that Handlebars has but partials: its first line is the
/// subject, the rest the body. It is shown as text everywhere; HTML and Slack's markup mean
/// nothing in it.
///
/// Templates, those of a webhook's `json` included, know these names, all of them in every message
/// (empty where there is nothing to say):
///
/// | Name | Is |
/// |---|---|
/// | `sentence` = `headline` `: ` `because` | what, where, since when, and why |
/// | `monitor.name`, `state` | `checkout`, `down`: "{{monitor.name}} is {{state}}" |
/// | `about`, `phase`, `severity` | `incident`, `down`, `critical` |
/// | `environment`, `service`, `owner`, `runbook`, `link` | of the alert |
/// | `incident`, `since`, `lasted`, `at` | `17`, `14:02 UTC`, `12 min`, `14:05 UTC` |
/// | `since_rfc3339`, `at_rfc3339` | for programs |
/// | `affected`, `more` | a list, and how many more there are |
/// | … `title`, `sentence`, `label`, `name`, `monitor`, `test`, `variant`, `location` | of each |
/// | … `since`, `since_rfc3339`, `recovered`, `step`, `request`, `expected`, `got`, `trace`, `run`, `rerun`, `link` | of each |
/// | `folded`, `maintenance`, `after_deploy` | of an incident |
/// | `monitors` (`name`, `open`, `days`, `share`), `more_monitors` | of a digest |
/// | `notes`, `lines` (`label`, `value`, `href`, `code`) | as the built-in messages show them |
#[derive(Debug)]
pub struct Messages {
    plain: Handlebars<'static>,
    html: Handlebars<'static>,
    slack: Handlebars<'static>,
    own: BTreeMap<MessageKind, Filling>,
}

/// A template that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the message `{}` cannot be used: {reason}", kind.as_str())]
pub struct InvalidMessage {
    /// Which message it was to replace.
    pub kind: MessageKind,
    /// What is wrong with it, with its line.
    pub reason: String,
}

/// An alert in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Worded {
    /// One line.
    pub(super) subject: String,
    /// The headline alone, one line.
    pub(super) headline: String,
    /// A whole message as plain text.
    pub(super) text: String,
    /// A whole page.
    pub(super) html: String,
    /// Paragraphs in Slack's markup.
    pub(super) slack: Vec<String>,
}

impl Default for Messages {
    fn default() -> Self {
        Self {
            plain: registry(
                no_escape,
                &[
                    ("subject", include_str!("templates/subject.hbs")),
                    ("text", include_str!("templates/text.hbs")),
                ],
            ),
            html: registry(
                html_escape,
                &[
                    ("html", include_str!("templates/html.hbs")),
                    ("own", include_str!("templates/own.hbs")),
                ],
            ),
            slack: registry(mrkdwn::escaped, &[("slack", include_str!("templates/slack.hbs"))]),
            own: BTreeMap::new(),
        }
    }
}

impl Messages {
    /// The built-in ones, some of them replaced by these templates (their text, not their path).
    ///
    /// # Errors
    /// One of them does not parse, or names something that is not known of its kind of message.
    pub fn of<'a>(
        own: impl IntoIterator<Item = (MessageKind, &'a str)>,
    ) -> Result<Self, InvalidMessage> {
        let mut messages = Self::default();
        for (kind, source) in own {
            let refused = |reason| InvalidMessage { kind, reason };
            let mut filling = Filling::read(source).map_err(refused)?;
            filling.try_on(&Facts::of(&specimen(kind))).map_err(refused)?;
            messages.own.insert(kind, filling);
        }
        Ok(messages)
    }

    /// Puts an alert into words.
    pub(super) fn worded(&self, alert: &Alert, facts: &Facts) -> Worded {
        let own = MessageKind::of(&alert.about).and_then(|kind| self.own.get(&kind));
        match own.map(|own| own.fill(facts)) {
            None => self.built_in(facts, None),
            Some(Ok(text)) if !text.trim().is_empty() => self.own(&text, facts),
            Some(Ok(_)) => self.built_in(facts, Some("it is empty")),
            Some(Err(reason)) => self.built_in(facts, Some(&reason)),
        }
    }

    /// `instead` of somebody's own, and why.
    fn built_in(&self, facts: &Facts, instead: Option<&str>) -> Worded {
        let tested = "the templates are tested";
        let mut facts = facts.clone();
        facts
            .notes
            .extend(instead.map(|why| format!("Your own message could not be filled in ({why}).")));
        let subject = self.plain.render("subject", &facts).expect(tested);
        let slack = self.slack.render("slack", &facts).expect(tested);
        Worded {
            subject: within(&subject, SUBJECT),
            text: self.plain.render("text", &facts).expect(tested),
            html: self.html.render("html", &facts).expect(tested),
            slack: paragraphs(&slack),
            headline: facts.headline,
        }
    }

    fn own(&self, text: &str, facts: &Facts) -> Worded {
        let text = readable(text.trim());
        let (subject, body) = text.split_once('\n').unwrap_or((&text, ""));
        let (subject, body) = (within(subject, SUBJECT), body.trim());
        let page = json!({ "subject": subject, "text": body, "colour": facts.colour });
        let slack = if body.is_empty() { subject.as_str() } else { body };
        Worded {
            headline: subject.clone(),
            html: self.html.render("own", &page).expect("the templates are tested"),
            slack: paragraphs(&mrkdwn::escaped(slack)),
            text: text.clone(),
            subject,
        }
    }
}

fn registry(
    escape: impl Fn(&str) -> String + Send + Sync + 'static,
    templates: &[(&str, &str)],
) -> Handlebars<'static> {
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    registry.register_escape_fn(escape);
    for (name, source) in templates {
        registry.register_template_string(name, source).expect("the templates are tested");
    }
    registry
}

/// What stands between empty lines.
fn paragraphs(text: &str) -> Vec<String> {
    let blocks = text.split("\n\n").map(str::trim).filter(|block| !block.is_empty());
    blocks.map(str::to_owned).collect()
}

/// Lines of any kind end with `\n`.
fn readable(text: &str) -> String {
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}
