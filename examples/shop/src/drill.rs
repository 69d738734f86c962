//! A drill: trouble that comes and goes by the clock, for those who want to see an incident.

use std::time::Duration;

use jiff::Timestamp;

use crate::Service;

/// Trouble that comes and goes by the clock, the same in each round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drill {
    /// When the first round begins. Before it, all is well.
    pub from: Timestamp,
    /// How long a round lasts. With zero nothing ever happens.
    pub round: Duration,
    /// What happens in each round.
    pub episodes: &'static [Episode],
}

/// Trouble of one service, once a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Episode {
    /// Whose trouble it is.
    pub service: Service,
    /// Which trouble.
    pub trouble: Trouble,
    /// From the beginning of the round to its own.
    pub after: Duration,
    /// From its beginning to its end; the end of the round ends it, too.
    pub lasts: Duration,
}

/// What can befall a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It answers 502 to everything, and so do those who lean on it, where they need it.
    Out,
    /// It answers what is asked at one address later than usual.
    Slow {
        /// The address: `/search`.
        path: &'static str,
        /// How much later.
        by: Duration,
    },
}

/// A version of a service that comes with trouble, or that ends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rollout {
    /// When it is deployed.
    pub at: Timestamp,
    /// Whose version it is.
    pub service: Service,
    /// `1.4.0` comes with the trouble of the fourth round, `1.4.1` ends it.
    pub version: String,
}

/// So long after a deploy its trouble begins.
const UNTIL_TROUBLE: Duration = Duration::from_secs(3);

/// What [`Drill::demo`] plays.
const DEMO: &[Episode] = &[
    Episode {
        service: Service::Payments,
        trouble: Trouble::Out,
        after: Duration::from_secs(15),
        lasts: Duration::from_secs(20),
    },
    Episode {
        service: Service::Shop,
        trouble: Trouble::Slow { path: "/search", by: Duration::from_millis(900) },
        after: Duration::from_secs(45),
        lasts: Duration::from_secs(10),
    },
];

impl Drill {
    /// Once a minute: after 15 s of peace the payments are out for 20 s, and later the search is
    /// slow for 10 s.
    #[must_use]
    pub const fn demo(from: Timestamp) -> Self {
        Self { from, round: Duration::from_secs(60), episodes: DEMO }
    }

    /// What is deployed next, after `now`: whatever puts a service out comes with a version of it,
    /// and a version ends it. Nothing where nothing ever happens.
    #[must_use]
    pub fn next_rollout(&self, now: Timestamp) -> Option<Rollout> {
        let elapsed = Duration::try_from(now.duration_since(self.from)).unwrap_or_default();
        let round = elapsed.as_nanos().checked_div(self.round.as_nanos())?;
        let round = u32::try_from(round).ok()?;
        let rollouts = (round..=round.saturating_add(1)).flat_map(|round| self.rollouts(round));
        rollouts.filter(|rollout| rollout.at > now).min_by_key(|rollout| rollout.at)
    }

    fn rollouts(&self, round: u32) -> impl Iterator<Item = Rollout> {
        let begins = self.from.checked_add(self.round.saturating_mul(round)).ok();
        let is_out = |episode: &&Episode| episode.trouble == Trouble::Out;
        let both = self.episodes.iter().filter(is_out).flat_map(|episode| {
            let before = episode.after.saturating_sub(UNTIL_TROUBLE);
            [(episode.service, before, 0), (episode.service, episode.after + episode.lasts, 1)]
        });
        both.filter_map(move |(service, after, patch)| {
            let version = format!("1.{}.{patch}", round.saturating_add(1));
            Some(Rollout { at: begins?.checked_add(after).ok()?, service, version })
        })
    }

    /// Whether a service is out.
    pub(crate) fn is_out(&self, service: Service, now: Timestamp) -> bool {
        self.befalls(service, now).any(|trouble| match trouble {
            Trouble::Out => true,
            Trouble::Slow { .. } => false,
        })
    }

    /// How much later than usual a service answers what is asked at `asked`.
    pub(crate) fn delay(&self, service: Service, asked: &str, now: Timestamp) -> Duration {
        let delays = self.befalls(service, now).map(|trouble| match trouble {
            Trouble::Slow { path, by } if path == asked => by,
            Trouble::Slow { .. } | Trouble::Out => Duration::ZERO,
        });
        delays.max().unwrap_or_default()
    }

    /// What befalls a service.
    fn befalls(&self, service: Service, now: Timestamp) -> impl Iterator<Item = Trouble> {
        let elapsed = Duration::try_from(now.duration_since(self.from)).ok();
        let into = elapsed.and_then(|it| it.as_nanos().checked_rem(self.round.as_nanos()));
        let under_way = move |episode: &&Episode| {
            let begins = episode.after.as_nanos();
            let ends = begins + episode.lasts.as_nanos();
            episode.service == service && into.is_some_and(|into| (begins..ends).contains(&into))
        };
        self.episodes.iter().filter(under_way).map(|episode| episode.trouble)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many milliseconds after the drill has begun.
    fn at(milliseconds: i64) -> Timestamp {
        Timestamp::from_millisecond(1_736_931_600_000 + milliseconds).unwrap()
    }

    #[test]
    fn the_payments_are_out_for_twenty_seconds_of_each_minute() {
        let drill = Drill::demo(at(0));
        for minute in [0, 60_000, 60_000 * 60 * 24] {
            let out = |after| drill.is_out(Service::Payments, at(minute + after));
            assert_eq!([0, 14_999, 15_000, 34_999, 35_000, 59_999].map(out), {
                [false, false, true, true, false, false]
            });
            assert!(!drill.is_out(Service::Orders, at(minute + 20_000)));
        }
    }

    #[test]
    fn the_search_is_slow_and_nothing_else_of_the_shop() {
        let drill = Drill::demo(at(0));
        let delay = |path, after| drill.delay(Service::Shop, path, at(after)).as_millis();
        assert_eq!(
            [44_999, 45_000, 54_999, 55_000].map(|it| delay("/search", it)),
            [0, 900, 900, 0]
        );
        assert_eq!(delay("/catalogue", 50_000), 0);
        assert!(!drill.is_out(Service::Shop, at(50_000)));
        assert_eq!(drill.delay(Service::Payments, "/search", at(50_000)), Duration::ZERO);
    }

    #[test]
    fn each_outage_comes_with_a_version_and_ends_with_one() {
        let drill = Drill::demo(at(0));
        let next = |after| drill.next_rollout(at(after)).map(|it| (it.at, it.version)).unwrap();
        assert_eq!(next(0), (at(12_000), "1.1.0".to_owned()));
        assert_eq!(next(12_000), (at(35_000), "1.1.1".to_owned()));
        assert_eq!(next(40_000), (at(72_000), "1.2.0".to_owned()));
        assert_eq!(Drill { round: Duration::ZERO, ..drill }.next_rollout(at(0)), None);
    }

    #[test]
    fn nothing_happens_before_the_beginning_or_in_rounds_of_no_length() {
        let drill = Drill::demo(at(0));
        assert!(!drill.is_out(Service::Payments, at(-40_000)));
        let never = Drill { round: Duration::ZERO, ..drill };
        assert!(!never.is_out(Service::Payments, at(20_000)));
    }

    #[test]
    fn a_round_cuts_its_episodes_short() {
        let drill = Drill { round: Duration::from_secs(20), ..Drill::demo(at(0)) };
        let out = |after| drill.is_out(Service::Payments, at(after));
        assert_eq!([19_999, 20_000, 34_999, 35_000].map(out), [true, false, false, true]);
        let endless = Drill { round: Duration::MAX, ..drill };
        assert!(endless.is_out(Service::Payments, at(20_000)));
    }
}
