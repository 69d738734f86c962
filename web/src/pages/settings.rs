//! What is set: by files, with their places, and by hand.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;
use runner_monitor::watch::Watch;
use runner_store::{AttemptEnd, ReadError, Role, Store};
use serde::Serialize;
use suites::ChannelKind;
use utoipa::ToSchema;

use super::doing::{Back, caller};
use super::frame::{Crumb, Place, Sheet};
use super::pager::{Links, Pager};
use super::times::Moment;
use super::visit::Visit;
use super::written::{Kind, Written, place, written};
use crate::api::{self, Named, not_read};
use crate::people::{Filled, Visitor};
use crate::problem::Problem;
use crate::router::Inside;

/// So many changes are shown; the API has all.
const CHANGES: u32 = 20;

/// So many lines of what files say stand on a page, of monitors and of the rest.
const ROWS: usize = 50;

/// What the page shows.
#[derive(Debug, Serialize)]
struct Settings {
    /// Whoever looks is an admin: others see no tokens and no changes.
    may_rule: bool,
    /// Why the files as they are at present are not used.
    refused: Option<String>,
    monitors: Vec<Written>,
    others: Vec<Written>,
    links: Option<Links>,
    kept: Vec<Kept>,
    channels: Vec<Channel>,
    tokens: Vec<Token>,
    changes: Vec<Change>,
}

/// How long something is remembered.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Kept {
    what: &'static str,
    /// `100 d`
    for_long: String,
}

#[derive(Debug, Serialize)]
struct Channel {
    name: String,
    kind: &'static str,
    place: String,
    waiting: u64,
    given_up: u64,
    last: Option<Delivery>,
}

#[derive(Debug, Serialize)]
struct Delivery {
    moment: Moment,
    tone: &'static str,
    word: &'static str,
    answer: String,
}

#[derive(Debug, Serialize)]
struct Token {
    name: String,
    scope: &'static str,
    created: Moment,
    used: Option<Moment>,
}

#[derive(Debug, Serialize)]
struct Change {
    moment: Moment,
    who: String,
    what: String,
}

/// Answers `/settings`.
pub(crate) async fn show(State(inside): State<Arc<Inside>>, visit: Visit) -> Response {
    let now = inside.door.clock.now();
    let watch = inside.door.known.borrow().watch.clone();
    let read = Settings::read(&inside.door.store, watch.as_ref(), &visit, now).await;
    let refused = (inside.door.readiness)().refused;
    let page = match read.map(|read| Settings { refused, ..read }) {
        Ok(page) => page,
        Err(error) => return not_read(error).into_response(),
    };
    let sheet = Sheet {
        place: Place::Settings,
        title: "Settings".to_owned(),
        crumbs: vec![Crumb::here("Settings")],
        by_environment: false,
        by_range: false,
        template: "settings",
        data: page,
    };
    inside.show(&visit, sheet).await
}

/// Sends a test message on a channel.
pub(crate) async fn send_test(
    State(inside): State<Arc<Inside>>,
    Path(name): Path<String>,
    Extension(visitor): Extension<Visitor>,
    Filled(back): Filled<Back>,
) -> Result<Response, Problem> {
    api::send_test(State(inside), Extension(caller(&visitor)), Named(name)).await?;
    Ok(back.saying("sent"))
}

impl Settings {
    async fn read(
        store: &Store,
        watch: Option<&Watch>,
        visit: &Visit,
        now: Timestamp,
    ) -> Result<Self, ReadError> {
        let may_rule = visit.visitor.as_ref().is_some_and(|visitor| visitor.may(Role::Admin));
        let (tokens, changes) = match may_rule {
            true => (store.tokens().all().await?, store.audit().before(None, CHANGES).await?),
            false => (Vec::new(), Vec::new()),
        };
        let tokens = tokens.into_iter().map(|token| Token {
            name: token.name,
            scope: token.scope.as_str(),
            created: Moment::of(token.created, now),
            used: token.last_used.map(|used| Moment::of(used, now)),
        });
        let changes = changes.into_iter().map(|(_, entry)| Change {
            moment: Moment::of(entry.at, now),
            who: entry.who,
            what: entry.what,
        });
        let all = watch.map(written).unwrap_or_default().into_iter();
        let (monitors, others): (Vec<_>, Vec<_>) = all.partition(|it| it.kind == Kind::Monitor);
        // Both lists go on together, as far as the longer one does.
        let longest = monitors.len().max(others.len());
        let pager = Pager::new(visit.asked.page(), ROWS, longest);
        Ok(Self {
            may_rule,
            refused: None,
            monitors: pager.part(&monitors).to_vec(),
            others: pager.part(&others).to_vec(),
            links: pager.links("/settings", &visit.asked),
            kept: watch.map(kept).unwrap_or_default(),
            channels: match watch {
                Some(watch) => channels(store, watch, now).await?,
                None => Vec::new(),
            },
            tokens: tokens.collect(),
            changes: changes.collect(),
        })
    }
}

/// How long results are remembered, by `retention`.
pub(crate) fn kept(watch: &Watch) -> Vec<Kept> {
    let retention = &watch.project.retention;
    let kept = |what, keep: suites::Keep| Kept { what, for_long: keep.to_string() };
    vec![
        kept("every run", retention.runs),
        kept("failed runs in full", retention.failures),
        kept("hours and days", retention.summaries),
    ]
}

async fn channels(store: &Store, watch: &Watch, now: Timestamp) -> Result<Vec<Channel>, ReadError> {
    let status = store.outbox().status().await?;
    let mut channels = Vec::new();
    for channel in &watch.project.channels {
        let name = &channel.name.value;
        let own = status.iter().find(|status| status.channel == *name);
        let last = store.outbox().deliveries(name, Timestamp::MAX, 1).await?.into_iter().next();
        channels.push(Channel {
            name: name.to_string(),
            kind: match &channel.kind {
                ChannelKind::Slack(_) => "Slack",
                ChannelKind::Email { .. } => "e-mail",
                ChannelKind::Pagerduty { .. } => "PagerDuty",
                ChannelKind::Webhook(_) => "webhook",
                ChannelKind::Command { .. } => "command",
            },
            place: place(watch, channel.name.span),
            waiting: own.map_or(0, |status| status.waiting),
            given_up: own.map_or(0, |status| status.given_up),
            last: last.map(|delivery| {
                let (tone, word) = match delivery.attempt.end {
                    AttemptEnd::Sent => ("ok", "sent"),
                    AttemptEnd::Retry(_) => ("warn", "is tried again"),
                    AttemptEnd::GivenUp => ("bad", "given up"),
                };
                let moment = Moment::of(delivery.attempt.at, now);
                Delivery { moment, tone, word, answer: delivery.attempt.answer }
            }),
        });
    }
    Ok(channels)
}
