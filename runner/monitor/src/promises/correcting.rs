//! A correction, said afterwards: what it changes is worked out and kept with it.

use jiff::Timestamp;
use runner_health::budget::Month;
use runner_health::calendar::Span;
use runner_store::{Correction, CorrectionKind, Json};
use serde::{Deserialize, Serialize};

use super::books::{Books, BooksError};
use super::corrected::Corrected;
use super::exact::Exact;
use super::monthly::zone_of;
use super::promise::Promise;

/// What a correction changed in a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    /// Which: `2026-10`.
    pub month: String,
    /// The number before.
    pub before: Option<Exact>,
    /// The number after.
    pub after: Option<Exact>,
}

/// What somebody says afterwards about a time of an objective.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Which time.
    pub span: Span,
    /// What it was.
    pub kind: CorrectionKind,
    /// Why.
    pub why: String,
    /// Who says so.
    pub who: String,
}

impl Books {
    /// Works out what a correction changes, and keeps both.
    ///
    /// # Errors
    /// The runs of that time are kept no longer, or the store cannot be used.
    pub async fn correct(
        &self,
        promise: &Promise,
        said: Said,
        now: Timestamp,
    ) -> Result<Vec<Effect>, BooksError> {
        let mut correction = Correction {
            at: now,
            objective: promise.name.clone(),
            since: said.span.from,
            until: said.span.until,
            kind: said.kind,
            why: said.why,
            who: said.who,
            effect: Json::of(&()).expect("nothing has no keys"),
        };
        let known = self.corrections_of(promise);
        let before = Corrected::by(known);
        let after = Corrected::by(known.iter().chain([&correction]));
        let zone = zone_of(promise);
        let mut effects = Vec::new();
        let mut at = said.span.from;
        while at < said.span.until {
            let month = Month::containing(at, &zone);
            let whole = month.span(&zone);
            let span = Span { from: whole.from, until: whole.until.min(now) };
            self.still_kept(month, span, now)?;
            let number = async |corrected| {
                let numbers = self.corrected_month(promise, month, span, corrected).await?;
                Ok::<_, BooksError>(numbers.share)
            };
            let (before, after) = (number(&before).await?, number(&after).await?);
            effects.push(Effect { month: month.to_string(), before, after });
            if whole.until <= at {
                break;
            }
            at = whole.until;
        }
        correction.effect = Json::of(&effects).expect("effects have no maps");
        self.memory.correct(correction).await?;
        Ok(effects)
    }
}

/// What a correction changed, as it was kept with it.
pub fn effects_of(correction: &Correction) -> Vec<Effect> {
    correction.effect.read().unwrap_or_default()
}
