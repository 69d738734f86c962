//! What happens to the services in one hour, and what each monitor makes of it.

use jiff::{SignedDuration, Timestamp};
use runner_health::incident::Level;
use runner_model::{Outcome, Series};

use super::project::{Kind, closes_early, kind};

/// Something is not well from a moment up to another.
pub(super) struct Outage {
    pub(super) service: &'static str,
    pub(super) environment: &'static str,
    /// The monitors that meet it, by number.
    pub(super) numbers: std::ops::Range<usize>,
    /// Only this tenant.
    pub(super) tenant: Option<&'static str>,
    /// How it is, and from when on, in order.
    pub(super) phases: Vec<(Timestamp, Outcome)>,
    pub(super) ends: Timestamp,
}

/// How a series became, as people are to learn, and when that was certain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Turn {
    pub(super) at: Timestamp,
    pub(super) level: Level,
    /// The first bad run.
    pub(super) since: Timestamp,
    pub(super) maintenance: bool,
}

pub(super) fn at(time: &str) -> Timestamp {
    format!("2026-11-20T{time}Z").parse().unwrap()
}

/// The maintenance of `search` in `staging`.
fn maintenance() -> (Timestamp, Timestamp) {
    (at("10:10:00"), at("10:25:00"))
}

/// All that happens between ten and eleven.
pub(super) fn of_the_hour() -> Vec<Outage> {
    use Outcome::{Degraded, Errored, Failed};
    let many = 0..24;
    vec![
        outage("mail", "production", 10..20, &[("10:03:00", Failed)], "10:08:00"),
        // Shorter than the wait before a repeat, and met by none that count the first failure.
        outage("mail", "staging", 0..4, &[("10:05:00", Failed)], "10:05:08"),
        outage("mail", "staging", 50..60, &[("10:15:00", Errored)], "10:40:00"),
        outage("search", "production", 30..40, &[("10:12:00", Degraded)], "10:20:00"),
        // What depends on payments follows.
        outage("payments", "production", many.clone(), &[("10:20:00", Failed)], "10:30:00"),
        outage("orders", "production", many.clone(), &[("10:22:00", Failed)], "10:30:20"),
        outage("shop", "production", many, &[("10:22:00", Failed)], "10:30:20"),
        // Over when the maintenance is, and not.
        outage("search", "staging", 70..80, &[("10:12:00", Failed)], "10:20:00"),
        outage("search", "staging", 60..70, &[("10:12:00", Failed)], "10:50:00"),
        // Its hours end at half past ten.
        outage("mail", "production", 7..8, &[("10:25:00", Failed)], "10:45:00"),
        // Not over when the hour is; one tenant's orders follow.
        outage("payments", "staging", 80..85, &[("10:02:00", Failed)], "11:30:00"),
        Outage {
            tenant: Some("acme"),
            ..outage("orders", "staging", 0..5, &[("10:40:00", Failed)], "10:50:00")
        },
        outage(
            "search",
            "production",
            40..45,
            &[("10:40:00", Degraded), ("10:47:00", Failed)],
            "10:53:00",
        ),
        // Others follow in an incident that has been told.
        outage("mail", "staging", 90..92, &[("10:30:00", Failed)], "10:44:00"),
        outage("mail", "staging", 92..95, &[("10:33:00", Failed)], "10:44:00"),
    ]
}

fn outage(
    service: &'static str,
    environment: &'static str,
    numbers: std::ops::Range<usize>,
    phases: &[(&str, Outcome)],
    ends: &str,
) -> Outage {
    let phases = phases.iter().map(|(from, outcome)| (at(from), *outcome)).collect();
    Outage { service, environment, numbers, tenant: None, phases, ends: at(ends) }
}

/// Of `orders-staging-03`: the service, the environment, the number.
pub(super) fn parts(series: &Series) -> (&str, &str, usize) {
    let mut parts = series.monitor.as_str().split('-');
    let mut next = || parts.next().expect("a monitor of the project");
    (next(), next(), next().parse().unwrap())
}

impl Outage {
    pub(super) fn meets(&self, series: &Series) -> bool {
        let (service, environment, number) = parts(series);
        let tenant = series.test.variant.matrix.get("tenant").map(String::as_str);
        service == self.service
            && environment == self.environment
            && self.numbers.contains(&number)
            && (self.tenant.is_none() || self.tenant == tenant)
    }

    /// How it is at a moment.
    pub(super) fn outcome(&self, now: Timestamp) -> Option<Outcome> {
        let (_, outcome) = self.phases.iter().rfind(|(from, _)| *from <= now)?;
        (now < self.ends).then_some(*outcome)
    }

    /// What a monitor makes of it that runs in these slots: counted, not observed.
    pub(super) fn turns(&self, series: &Series, slots: &[Timestamp]) -> Vec<Turn> {
        let (service, environment, number) = parts(series);
        let Kind { runs, up_after, confirm, .. } = kind(number);
        let slots: Vec<Timestamp> = (slots.iter().copied())
            .filter(|slot| !closes_early(service, number) || *slot < at("10:30:00"))
            .collect();
        let (closed, opens) = maintenance();
        let is_silent = |slot: Timestamp| {
            service == "search" && environment == "staging" && closed <= slot && slot < opens
        };
        let bad = |from: Timestamp, until: Timestamp| {
            slots.iter().copied().filter(move |slot| from <= *slot && *slot < until)
        };
        let mut turns: Vec<Turn> = Vec::new();
        let since = bad(self.phases[0].0, self.ends).next();
        for (index, (from, outcome)) in self.phases.iter().enumerate() {
            let until = self.phases.get(index + 1).map_or(self.ends, |(next, _)| *next);
            let Some(level) = Level::of(*outcome) else { continue };
            let mut counted = bad(*from, until).skip(runs - 1).skip_while(|slot| is_silent(*slot));
            let Some(slot) = counted.next() else { continue };
            let since = since.expect("it was bad");
            let proven = confirm && level == Level::Down && !is_silent(since);
            let at = if proven { slot + SignedDuration::from_secs(20) } else { slot };
            if proven && at >= self.ends {
                continue;
            }
            turns.push(Turn { at, level, since, maintenance: is_silent(since) });
        }
        let good = slots.iter().copied().filter(|slot| *slot >= self.ends).nth(up_after - 1);
        if let (Some(at), Some(last)) = (good, turns.last().cloned()) {
            turns.push(Turn { at, level: Level::Up, ..last });
        }
        turns
    }
}

/// How a series is, by these outages.
pub(super) fn outcome(outages: &[Outage], series: &Series, now: Timestamp) -> Outcome {
    let met = |outage: &Outage| outage.outcome(now).filter(|_| outage.meets(series));
    outages.iter().find_map(met).unwrap_or(Outcome::Passed)
}
