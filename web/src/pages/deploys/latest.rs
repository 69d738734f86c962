//! The last deploys, in short.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use runner_store::{Deployed, ReadError};
use serde::Serialize;

use super::by_runs::until;
use super::drawn::Drawn;
use super::judged::Judged;
use crate::pages::link;
use crate::pages::mark::Mark;
use crate::pages::prose::Piece;
use crate::pages::standings::Standings;
use crate::pages::times::Moment;
use crate::router::Inside;

/// So many, and so far back.
const MOST: usize = 4;
const BACK: SignedDuration = SignedDuration::from_hours(30 * 24);

/// A deploy, in short.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Latest {
    href: String,
    /// `shop@1.4.2`
    what: String,
    mark: Mark,
    sentence: Vec<Piece>,
    moment: Moment,
}

/// The last deploys to an environment, or to all, newest first.
pub(crate) async fn latest(
    inside: Arc<Inside>,
    standings: Arc<Standings>,
    environment: Option<String>,
) -> Result<Vec<Latest>, ReadError> {
    let now = standings.at;
    let from = now.checked_sub(BACK).unwrap_or(Timestamp::MIN);
    let all = inside.door.store.deploys().judged_between(from, now).await?;
    let wanted = all.iter().rev().filter(|found| {
        let place = found.deploy.environment.as_ref().map(|name| name.as_str());
        environment.is_none() || place.is_none() || place == environment.as_deref()
    });
    let mut latest = Vec::new();
    for Deployed { id, deploy, .. } in wanted.take(MOST) {
        let end = until(deploy, &all, now);
        let judged = Judged::kept(&inside, deploy, end, &standings, false).await?;
        let Drawn { mark, sentence, .. } = Drawn::of(&judged);
        latest.push(Latest {
            href: link::deploy(*id),
            what: format!("{}@{}", deploy.service, deploy.version),
            mark,
            sentence,
            moment: Moment::to_minute(deploy.at, now),
        });
    }
    Ok(latest)
}
