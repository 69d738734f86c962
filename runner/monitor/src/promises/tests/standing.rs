//! How promises stand.

use runner_health::burn::BurnFinding;
use runner_health::exact::{fraction, whole};
use runner_health::sli::{Attainment, Doubt};

use super::world::World;
use crate::promises::{Burning, Forecast};

#[tokio::test]
async fn a_budget_is_that_of_the_whole_window_and_burns_by_the_hour() {
    let slo = "  open: { of: checkout, target: 99%, over: 2h }\n";
    let world = World::promising(slo).await;
    let two_hours = format!("{}{}{}", ".".repeat(90), "x".repeat(3), ".".repeat(27));
    world.ran("checkout", "main", "10:00:00", &two_hours).await;
    let account = world.account("12:00:00").await;
    assert_eq!(account.figure.share, Some(fraction(7_020, 7_200)));
    assert_eq!(account.figure.coverage, Some(whole(1)));
    // 1 % of 7200 s are 72 s; 180 s were down.
    assert_eq!(account.budget.allowed, whole(72));
    assert_eq!(account.budget.spent.remaining_share, Some(fraction(-3, 2)));
    // 3 of the last hour's 60 runs, as of the last, and of all 120.
    assert_eq!(account.burn_1h, Some(whole(5)));
    assert_eq!(account.burn_6h, Some(fraction(300, 120)));
    assert_eq!(account.forecast, Forecast::Spent);
    // So few runs may have ended like this by chance: 117 of 120.
    assert_eq!(account.verdict, Attainment::NotProven(Doubt::TooFewRuns));
}

#[tokio::test]
async fn of_a_new_monitor_nothing_is_proven() {
    let world = World::promising("  open: { of: checkout, target: 99%, over: 30d }\n").await;
    world.ran("checkout", "main", "10:00:00", &".".repeat(60)).await;
    let account = world.account("11:00:00").await;
    assert_eq!(account.figure.coverage, Some(fraction(3_600, 30 * 86_400)));
    assert_eq!(account.verdict, Attainment::NotProven(Doubt::Unobserved));
    assert_eq!(account.forecast, Forecast::Lasts);
}

#[tokio::test]
async fn the_budget_of_a_month_knows_the_hours_that_are_to_come() {
    let slo = "  open: { of: office, target: 99%, over: month }\n";
    let world = World::promising(slo).await;
    world.ran("office", "main", "10:05:00", "..").await;
    let account = world.account("10:07:00").await;
    // November 2026 has 21 working days of 7 h 55 min.
    assert_eq!(account.budget.counting, whole(21 * 475 * 60));
    assert_eq!(account.budget.allowed, whole(21 * 475 * 60) / whole(100));
}

#[tokio::test]
async fn a_budget_of_runs_is_one_of_all_runs_that_are_due() {
    let slo = "  works: { of: shop, measure: reliability, target: 90%, over: 1h }\n";
    let world = World::promising(slo).await;
    world.ran("shop", "browse", "10:00:00", &".".repeat(60)).await;
    world.ran("shop", "search", "10:00:00", &format!("{}xx", ".".repeat(58))).await;
    let account = world.account("11:00:00").await;
    assert_eq!(account.budget.counting, whole(120));
    assert_eq!(account.budget.spent.remaining_share, Some(fraction(10, 12)));
    assert_eq!(account.figure.share, Some(fraction(118, 120)));
}

#[tokio::test]
async fn where_nothing_is_remembered_nothing_is_said() {
    let world = World::promising("  open: { of: checkout, target: 99%, over: 30d }\n").await;
    let account = world.account("11:00:00").await;
    assert_eq!((account.first, account.figure.share, account.burn_1h), (None, None, None));
    assert_eq!(account.verdict, Attainment::NotProven(Doubt::NothingKnown));
}

#[tokio::test]
async fn each_alarm_tells_how_fast_the_budget_burns_over_its_times() {
    let slo = "  open: { of: checkout, target: 90%, over: 4h, alert: [
        { burn: 2, over: 1h, and: 10m, severity: critical },
        { burn: 2, over: 2h, and: 10m, severity: warning } ] }\n";
    let world = World::promising(slo).await;
    let two_hours = format!("{}{}", ".".repeat(105), "x".repeat(15));
    world.ran("checkout", "main", "10:00:00", &two_hours).await;
    let [critical, warning] = &world.burning("12:00:00").await[..] else { panic!("two rules") };
    // 15 of 60 runs, and all of the last ten, where one of ten may fail.
    assert_eq!((&critical.long, &critical.short), (&Some(fraction(5, 2)), &Some(whole(10))));
    let rates = BurnFinding::TooFast { long: fraction(5, 2), short: whole(10) };
    assert_eq!(critical.finding, rates);
    assert_eq!((&warning.long, &warning.short), (&Some(fraction(5, 4)), &Some(whole(10))));
    assert_eq!(warning.finding, BurnFinding::SlowEnough);
}

#[tokio::test]
async fn an_alarm_of_what_never_ran_sees_nothing() {
    let slo = "  open: { of: checkout, target: 99%, over: 30d, alert: standard }\n";
    let seen = World::promising(slo).await.burning("12:00:00").await;
    let nothing = |it: &Burning| (it.long.clone(), it.short.clone(), it.finding.clone());
    let blind = BurnFinding::Blind { coverage: None };
    assert_eq!(seen.iter().map(nothing).collect::<Vec<_>>(), vec![(None, None, blind); 3]);
}
