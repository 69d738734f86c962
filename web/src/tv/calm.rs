//! What is shown while nothing is red, and costs more than a moment: the tightest budget.

use jiff::{SignedDuration, Timestamp};
use runner_health::exact::{Fraction, percent_text, plain_text};
use runner_monitor::promises::{Books, BooksError, Memory};
use runner_monitor::watch::Watch;
use runner_store::Store;

/// A deploy is told for so long.
const LATELY: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What is shown while nothing is red.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Calm {
    /// The promise of which the least is left.
    pub(super) tightest: Option<Tightest>,
    /// `api 1.4.2`, and when.
    pub(super) deploy: Option<(String, Timestamp)>,
}

/// The promise of which the least is left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tightest {
    pub(super) name: String,
    /// `68.2 %`
    pub(super) left: String,
    /// The same as whole hundredths for drawing: 0 to 100.
    pub(super) hundredths: u32,
}

impl Calm {
    pub(super) async fn read(
        store: Store,
        watch: Option<Watch>,
        now: Timestamp,
    ) -> Result<Self, BooksError> {
        let from = now.checked_sub(LATELY).unwrap_or(Timestamp::MIN);
        let deploys = store.deploys().between(from, now).await?;
        let deploy =
            deploys.last().map(|last| (format!("{} {}", last.service, last.version), last.at));
        let Some(watch) = watch else { return Ok(Self { tightest: None, deploy }) };
        let books = Books::open(&watch, Memory::Store(store), now).await?;
        let mut least: Option<(Fraction, String)> = None;
        for promise in &books.promises {
            let account = books.account(promise, now).await?;
            let Some(left) = account.budget.spent.remaining_share else { continue };
            if least.as_ref().is_none_or(|(least, _)| left < *least) {
                least = Some((left, promise.name.to_string()));
            }
        }
        let tightest = least.map(|(left, name)| Tightest {
            name,
            hundredths: hundredths(&left),
            left: percent_text(&left, 1),
        });
        Ok(Self { tightest, deploy })
    }
}

/// What is left in hundredths, cut off; nothing when it is overspent.
fn hundredths(left: &Fraction) -> u32 {
    let hundred = runner_health::exact::whole(100u32);
    let text = plain_text(&(left * hundred), 0);
    text.parse::<u32>().map_or(0, |hundredths| hundredths.min(100))
}

#[cfg(test)]
mod tests {
    use runner_health::exact::fraction;

    use super::*;

    #[test]
    fn what_is_overspent_is_nothing() {
        assert_eq!(hundredths(&fraction(1, 3)), 33);
        assert_eq!(hundredths(&fraction(-1, 3)), 0);
        assert_eq!(hundredths(&fraction(1, 1)), 100);
    }
}
