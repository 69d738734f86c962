//! Ledgers, added up by hand.

use runner_health::exact::fraction;
use runner_health::series::{Standing, State, StateTimes};
use runner_model::{Outcome, Trigger};

use super::world::{Scripted, World, at, span};
use crate::promises::{Entry, Figure, Ledger};

const OPEN: &str = "  open: { of: checkout, target: 99%, over: 30d }\n";

/// One line for each entry: `10:02:00 down +60 down`.
fn lines(ledger: &Ledger) -> Vec<String> {
    let line = |entry: &Entry| {
        let clock = entry.at().to_string()[11..19].to_owned();
        let StateTimes { up, degraded, down, unknown, excluded } = entry.times();
        let named = [
            (up, "up"),
            (degraded, "degraded"),
            (down, "down"),
            (unknown, "unknown"),
            (excluded, "excluded"),
        ];
        let added: String = named
            .into_iter()
            .filter(|(time, _)| !time.is_zero())
            .map(|(time, state)| format!(" +{} {state}", time.as_secs_f64()))
            .collect();
        match entry {
            Entry::Run(run) if run.standing == Standing::Counted => {
                format!("{clock} {}{added}", run.series.test.test)
            }
            Entry::Run(run) => {
                format!("{clock} {} {}{added}", run.series.test.test, run.standing.as_str())
            }
            Entry::Nothing(_) => format!("{clock} nothing{added}"),
            Entry::Excluded { name, .. } => {
                format!("{clock} excluded{added} ({})", name.as_deref().unwrap_or("hours"))
            }
        }
    };
    ledger.entries.iter().map(line).collect()
}

/// Whole seconds in each state, in the order of the ledger's sum.
fn seconds(ledger: &Ledger) -> [u64; 5] {
    let StateTimes { up, degraded, down, unknown, excluded } = ledger.times;
    [up, degraded, down, unknown, excluded].map(|time| time.as_secs())
}

#[tokio::test]
async fn every_run_is_in_the_ledger_and_the_lines_add_up_to_the_number() {
    let world = World::promising(OPEN).await;
    world.ran("checkout", "main", "10:00:00", "..xxr?_.w").await;
    let confirmation =
        Scripted { outcome: Outcome::Failed, trigger: Trigger::Confirmation, retried: false };
    world.ran_once("checkout", "main", at("10:02:10"), confirmation).await;
    let manual = Scripted { trigger: Trigger::Manual, ..confirmation };
    world.ran_once("checkout", "main", at("10:08:20"), manual).await;

    let ledger = world.ledger(span("09:59:30", "10:09:00")).await;
    assert_eq!(
        lines(&ledger),
        [
            "09:59:30 nothing +30 unknown",
            "10:00:00 main +60 up",
            "10:01:00 main +60 up",
            "10:02:00 main +60 down",
            "10:02:10 main confirmation",
            "10:03:00 main +60 down",
            "10:04:00 main retry +60 up",
            // It could not be carried out, and no result holds for longer than 90 s.
            "10:05:00 main unknown +90 unknown",
            "10:06:30 nothing +30 unknown",
            "10:07:00 main +60 up",
            "10:08:00 main +60 degraded",
            "10:08:20 main manual",
        ]
    );
    // up 60 + 60 + 60 + 60, degraded 60, down 60 + 60, unknown 30 + 90 + 30: 570 s.
    assert_eq!(seconds(&ledger), [240, 60, 120, 150, 0]);
    let figure = Figure::of_times(&ledger.times);
    assert_eq!(figure.share, Some(fraction(300, 420)));
    assert_eq!(figure.coverage, Some(fraction(420, 570)));
    assert_eq!(figure.lowest, Some(fraction(300, 570)));
    assert_eq!(figure.highest, Some(fraction(450, 570)));
}

#[tokio::test]
async fn what_is_under_maintenance_does_not_count_and_says_why() {
    let world = World::promising(OPEN).await;
    world.ran("checkout", "main", "10:00:00", "..xxx..").await;
    world.maintained("10:02:30", "10:04:30", "new card provider").await;
    let ledger = world.ledger(span("10:00:00", "10:07:00")).await;
    assert_eq!(
        lines(&ledger),
        [
            "10:00:00 main +60 up",
            "10:01:00 main +60 up",
            "10:02:00 main +30 down",
            "10:02:30 excluded +120 excluded (new card provider)",
            "10:03:00 main maintenance",
            "10:04:00 main maintenance +30 down",
            "10:05:00 main +60 up",
            "10:06:00 main +60 up",
        ]
    );
    assert_eq!(seconds(&ledger), [240, 0, 60, 0, 120]);
}

#[tokio::test]
async fn outside_of_its_hours_nothing_counts() {
    let world = World::promising("  open: { of: office, target: 99%, over: 30d }\n").await;
    world.ran("office", "main", "10:05:00", ".x").await;
    let ledger = world.ledger(span("10:00:00", "10:07:00")).await;
    assert_eq!(
        lines(&ledger),
        [
            "10:00:00 excluded +300 excluded (hours)",
            "10:05:00 main +60 up",
            "10:06:00 main +60 down"
        ]
    );
}

#[tokio::test]
async fn a_monitor_is_as_good_as_the_worst_of_its_tests_and_no_second_counts_twice() {
    let world = World::promising("  open: { of: shop, target: 99%, over: 30d }\n").await;
    world.ran("shop", "browse", "10:00:00", "..x.").await;
    world.ran("shop", "search", "10:00:00", ".xx.").await;
    let ledger = world.ledger(span("10:00:00", "10:04:00")).await;
    assert_eq!(
        lines(&ledger),
        [
            "10:00:00 browse +60 up",
            "10:00:00 search",
            "10:01:00 browse",
            "10:01:00 search +60 down",
            "10:02:00 browse +60 down",
            "10:02:00 search",
            "10:03:00 browse +60 up",
            "10:03:00 search",
        ]
    );
    assert_eq!(seconds(&ledger), [120, 0, 120, 0, 0]);
}

#[tokio::test]
async fn a_test_that_came_later_does_not_make_the_past_unknown() {
    let world = World::promising("  open: { of: shop, target: 99%, over: 30d }\n").await;
    world.ran("shop", "browse", "10:00:00", "....").await;
    world.ran("shop", "search", "10:02:00", ".x").await;
    let ledger = world.ledger(span("10:00:00", "10:04:00")).await;
    assert_eq!(seconds(&ledger), [180, 0, 60, 0, 0]);
}

#[tokio::test]
async fn a_test_that_is_run_no_longer_does_not_make_the_present_unknown() {
    let world = World::promising("  open: { of: shop, target: 99%, over: 30d }\n").await;
    world.ran("shop", "gone", "10:00:00", ".x").await;
    world.ran("shop", "browse", "10:00:00", ".......").await;
    let ledger = world.ledger(span("10:00:00", "10:07:00")).await;
    // The last result of the test that is gone holds for 90 s.
    assert_eq!(seconds(&ledger), [330, 0, 90, 0, 0]);
}

#[tokio::test]
async fn of_transactions_runs_are_counted_and_missing_ones_are_unknown() {
    let slo = "  works: { of: checkout, measure: reliability, target: 99%, over: 30d }\n";
    let world = World::promising(slo).await;
    world.ran("checkout", "main", "10:00:00", "..xw_r?...").await;
    let ledger = world.ledger(span("10:00:00", "10:10:00")).await;
    // Ten were due: eight say something, one could not be carried out, one is missing.
    assert_eq!((ledger.runs.succeeded(), ledger.runs.down, ledger.runs.unknown), (7, 1, 2));
    assert_eq!(ledger.runs.first_attempt, 6);
    let figure = Figure::of_runs(&ledger.runs);
    assert_eq!(figure.share, Some(fraction(7, 8)));
    assert_eq!(figure.lowest, Some(fraction(7, 10)));
    assert_eq!(figure.highest, Some(fraction(9, 10)));
}

#[tokio::test]
async fn a_step_can_be_looked_at_and_a_slow_answer_be_bad() {
    let slo = "  fast: { of: checkout, step: enter, good_when: { time: { under: 100ms } }, target: 95%, over: 30d }\n";
    let world = World::promising(slo).await;
    world.ran("checkout", "main", "10:00:00", ".x").await;
    let states = |ledger: &Ledger| -> Vec<State> {
        let runs = ledger.entries.iter().filter_map(|entry| match entry {
            Entry::Run(run) => Some(run.state),
            Entry::Nothing(_) | Entry::Excluded { .. } => None,
        });
        runs.collect()
    };
    // Each takes 100 ms, which is not under 100 ms.
    let ledger = world.ledger(span("10:00:00", "10:02:00")).await;
    assert_eq!(states(&ledger), [State::Down, State::Down]);
    world.promise(&slo.replace("under", "at_most"));
    let ledger = world.ledger(span("10:00:00", "10:02:00")).await;
    assert_eq!(states(&ledger), [State::Up, State::Down]);
    // The second step is never attempted.
    world.promise(&slo.replace("enter", "pay"));
    let ledger = world.ledger(span("10:00:00", "10:02:00")).await;
    assert_eq!(states(&ledger), [State::Unknown, State::Unknown]);
}
