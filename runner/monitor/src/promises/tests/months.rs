//! Months: frozen once they are over, and corrected afterwards.

use jiff::Timestamp;
use runner_health::calendar::Span;
use runner_health::exact::{Fraction, fraction, whole};
use runner_store::{CorrectionKind, NumbersOf};

use super::world::{World, at, span};
use crate::promises::{Exact, MonthLine, MonthReport, Said, effects_of};

const OPEN: &str = "  open: { of: checkout, target: 99%, over: month }
composition: { all: { series: [checkout] } }
";

fn later(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Ten minutes in November, of which two were down.
async fn november() -> World {
    let world = World::promising(OPEN).await;
    world.ran("checkout", "main", "10:00:00", "...xx.....").await;
    world
}

fn objective(report: &MonthReport) -> &MonthLine {
    report.lines.iter().find(|line| line.of == NumbersOf::Objective).unwrap()
}

fn share(line: &MonthLine) -> Fraction {
    line.numbers.share.clone().unwrap().0
}

fn said(from: &str, until: &str, kind: CorrectionKind) -> Said {
    Said { span: span(from, until), kind, why: "announced".to_owned(), who: "ada".to_owned() }
}

#[tokio::test]
async fn a_month_is_told_while_it_lasts_and_frozen_when_it_is_over() {
    let world = november().await;
    let report = world.month("2026-11", at("10:10:00")).await;
    let kinds: Vec<(&str, &str)> =
        report.lines.iter().map(|line| (line.of.as_str(), line.name.as_str())).collect();
    assert_eq!(kinds, [("objective", "open"), ("service", "web"), ("composition", "all")]);
    assert!(report.lines.iter().all(|line| line.frozen.is_none()));
    assert_eq!(share(objective(&report)), fraction(8, 10));

    // More runs, and the month is over: what is frozen stays, whatever comes later.
    world.ran("checkout", "main", "10:10:00", "..........").await;
    let over = later("2026-12-01T01:00:01Z");
    let report = world.month("2026-11", over).await;
    assert!(report.lines.iter().all(|line| line.frozen == Some(over)));
    // The last result holds for 90 s.
    assert_eq!(share(objective(&report)), fraction(1_110, 1_230));
    world.ran("checkout", "main", "11:00:00", "xxxxxxxxxx").await;
    let again = world.month("2026-11", later("2026-12-24T00:00:00Z")).await;
    assert_eq!(objective(&again).frozen, Some(over));
    assert_eq!(objective(&again).numbers, objective(&report).numbers);
}

#[tokio::test]
async fn a_month_that_has_just_ended_is_not_frozen_yet() {
    let world = november().await;
    let report = world.month("2026-11", later("2026-12-01T00:59:59Z")).await;
    assert_eq!(objective(&report).frozen, None);
}

#[tokio::test]
async fn a_correction_is_added_with_what_it_changed() {
    let world = november().await;
    let now = at("11:00:00");
    let effects =
        world.correct(said("10:03:00", "10:04:00", CorrectionKind::Maintenance), now).await;
    assert_eq!(effects.len(), 1);
    assert_eq!(effects[0].month, "2026-11");
    // The last of ten results holds for 90 s: 630 s are known.
    assert_eq!(effects[0].before, Some(Exact(fraction(510, 630))));
    assert_eq!(effects[0].after, Some(Exact(fraction(510, 570))));
    let ledger = world.ledger(span("10:00:00", "10:10:00")).await;
    // What was said at eleven was not said at ten past ten.
    assert_eq!(ledger.times.excluded.as_secs(), 0);
    let ledger = world.ledger(span("10:00:00", "11:10:00")).await;
    assert_eq!(ledger.times.excluded.as_secs(), 60);
    let account = world.account("11:10:00").await;
    assert_eq!(account.times.down.as_secs(), 60);
    assert_eq!(account.budget.counting, whole(30 * 86_400 - 60));

    let taken_back = said("10:00:00", "10:05:00", CorrectionKind::Counted);
    let effects = world.correct(taken_back, at("11:20:00")).await;
    assert_eq!(effects[0].after, Some(Exact(fraction(510, 630))));
}

#[tokio::test]
async fn what_is_corrected_later_stands_beside_the_frozen_number() {
    let world = november().await;
    let over = later("2026-12-01T01:00:00Z");
    let frozen = world.month("2026-11", over).await;
    let correction = said("10:03:00", "10:05:00", CorrectionKind::Maintenance);
    world.correct(correction, later("2026-12-02T00:00:00Z")).await;
    let report = world.month("2026-11", later("2026-12-03T00:00:00Z")).await;
    let line = objective(&report);
    assert_eq!(share(line), share(objective(&frozen)));
    assert_eq!(line.corrections.len(), 1);
    let effect = &effects_of(&line.corrections[0])[0];
    assert_eq!(effect.before, Some(Exact(share(line))));
    assert_eq!(effect.after, Some(Exact(whole(1))));
}

#[tokio::test]
async fn a_month_whose_runs_are_gone_is_told_only_if_it_was_frozen() {
    let world = november().await;
    let long_after = later("2027-03-01T00:00:00Z");
    let error = world.try_month("2026-11", long_after).await.unwrap_err().to_string();
    assert!(error.starts_with("the runs of 2026-11 are kept no longer"), "{error}");
    world.month("2026-11", later("2026-12-05T00:00:00Z")).await;
    assert_eq!(world.month("2026-11", long_after).await.lines.len(), 3);
    let error = world.try_month("2027-04", long_after).await.unwrap_err().to_string();
    assert_eq!(error, "2027-04 has not begun, so nothing is known of it");
}

#[tokio::test]
async fn a_month_begins_at_local_midnight() {
    let slo = "  open: { of: checkout, target: 99%, over: month, time_zone: Europe/Paris }\n";
    let world = World::promising(slo).await;
    world.ran("checkout", "main", "10:00:00", ".").await;
    let report = world.month("2026-11", at("11:00:00")).await;
    let expected = Span { from: later("2026-10-31T23:00:00Z"), until: at("11:00:00") };
    assert_eq!(objective(&report).span, expected);
}

#[tokio::test]
async fn the_service_freezes_a_month_while_its_runs_are_there() {
    let world = november().await;
    // It is not over yet for an hour.
    world.keeps_house(later("2026-12-01T00:17:00Z")).await;
    let early = world.month("2026-11", at("10:10:00")).await;
    assert!(early.lines.iter().all(|line| line.frozen.is_none()));
    let frozen = later("2026-12-01T01:17:00Z");
    world.keeps_house(frozen).await;
    // In summer its runs are gone, and it is told all the same.
    world.keeps_house(later("2027-07-01T01:17:00Z")).await;
    let report = world.month("2026-11", later("2027-07-01T02:00:00Z")).await;
    assert_eq!(report.lines.len(), 3);
    assert!(report.lines.iter().all(|line| line.frozen == Some(frozen)));
    assert_eq!(share(objective(&report)), fraction(510, 630));
}
