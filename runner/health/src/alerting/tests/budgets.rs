//! Budgets that burn, and monitors of which too little is known.

use std::time::Duration;

use runner_model::{About, CoverageNews, Ratio, Severity};

use super::world::minutes;
use crate::Target;
use crate::alerting::conditions::{BudgetNews, BudgetOf, BudgetWatch, LookedAt};
use crate::burn::{BurnFinding, standard};
use crate::exact::{fraction, whole};
use crate::incident::sample::{at, monitor};

const MONTH: Duration = Duration::from_secs(30 * 86_400);

fn of() -> BudgetOf {
    BudgetOf {
        objective: "open".try_into().unwrap(),
        monitor: monitor("checkout"),
        target: Target::new(Ratio::from_percent_text("99.9%").unwrap()).unwrap(),
        window: MONTH,
        least: Ratio::from_percent_text("90%").unwrap(),
    }
}

fn fast() -> BurnFinding {
    BurnFinding::TooFast { long: fraction(339, 10), short: whole(200) }
}

fn slow() -> BurnFinding {
    BurnFinding::SlowEnough
}

fn blind() -> BurnFinding {
    BurnFinding::Blind { coverage: Some(fraction(5, 12)) }
}

/// The three standard rules, of which the first two page; those with a finding are looked at.
fn looked(findings: [Option<BurnFinding>; 3]) -> Vec<LookedAt> {
    let rules = standard(MONTH).into_iter().zip(findings);
    let looked = rules.filter_map(|(rule, finding)| {
        let line = rule.severity().as_str().to_owned();
        Some(LookedAt { rule, line, finding: finding? })
    });
    looked.collect()
}

/// `critical burns`, `warning over`, `blind`, `sees`, in the order in which they are told.
fn told(watch: &mut BudgetWatch, second: i64, findings: [Option<BurnFinding>; 3]) -> Vec<String> {
    let (after, news) = std::mem::take(watch).observe(&of(), &looked(findings), at(second));
    *watch = after;
    let word = |news: BudgetNews| match (news.line, news.is_over) {
        (Some(line), false) => format!("{line} burns"),
        (Some(line), true) => format!("{line} over"),
        (None, false) => "blind".to_owned(),
        (None, true) => "sees".to_owned(),
    };
    news.into_iter().map(word).collect()
}

#[test]
fn a_page_is_one_whichever_of_its_rules_fire_and_a_ticket_another() {
    let mut watch = BudgetWatch::default();
    let heard = [
        told(&mut watch, 0, [Some(slow()), Some(slow()), Some(slow())]),
        told(&mut watch, 60, [Some(fast()), None, None]),
        told(&mut watch, 120, [Some(fast()), Some(fast()), Some(fast())]),
        told(&mut watch, 180, [Some(slow()), None, None]),
        told(&mut watch, 240, [None, Some(slow()), None]),
        told(&mut watch, 300, [None, None, Some(slow())]),
    ];
    let expected: [&[&str]; 6] =
        [&[], &["critical burns"], &["warning burns"], &[], &["critical over"], &["warning over"]];
    assert_eq!(heard, expected);
    assert_eq!(watch.topics(&of().objective), []);
}

#[test]
fn what_is_told_says_how_fast_and_for_how_long() {
    let mut watch = BudgetWatch::default();
    let news;
    (watch, news) = watch.observe(&of(), &looked([Some(fast()), None, None]), at(60));
    let [BudgetNews { severity: Severity::Critical, about: About::Burn(burn), .. }] = &news[..]
    else {
        panic!("{news:?}")
    };
    let said = (&burn.limit[..], &burn.long_rate[..], &burn.short_rate[..], burn.lasts.as_secs());
    // 30 days in 33.9.
    assert_eq!(said, ("14.4", "33.9", "200", 76_460));
    let (_, news) = watch.observe(&of(), &looked([Some(slow()), None, None]), at(720));
    let About::BurnOver { since, lasted, .. } = &news[0].about else { panic!("{news:?}") };
    assert_eq!((*since, *lasted), (at(60), minutes(11)));
}

#[test]
fn while_it_is_blind_a_fire_stays_as_it_is() {
    let mut watch = BudgetWatch::default();
    let heard = [
        told(&mut watch, 0, [Some(fast()), None, None]),
        told(&mut watch, 60, [Some(blind()), Some(blind()), None]),
        told(&mut watch, 120, [Some(slow()), None, None]),
        told(&mut watch, 180, [None, Some(slow()), None]),
    ];
    let expected: [&[&str]; 4] = [&["critical burns"], &["blind"], &["critical over"], &["sees"]];
    assert_eq!(heard, expected);
}

#[test]
fn it_is_told_of_which_time_too_little_is_known() {
    let known = |finding| {
        let (_, news) =
            BudgetWatch::default().observe(&of(), &looked([Some(finding), None, None]), at(0));
        let [BudgetNews { about: About::Coverage(CoverageNews { over, known, .. }), .. }] =
            &news[..]
        else {
            panic!("{news:?}")
        };
        (*over, known.clone())
    };
    assert_eq!(known(blind()), (minutes(60), "41.6 %".to_owned()));
    let nothing_lately = BurnFinding::Blind { coverage: Some(fraction(11, 12)) };
    assert_eq!(known(nothing_lately), (minutes(5), "nothing".to_owned()));
}

#[test]
fn a_rule_that_is_no_longer_written_does_not_fire() {
    let mut watch = BudgetWatch::default();
    told(&mut watch, 0, [Some(fast()), Some(slow()), None]);
    let kept = standard(MONTH)[1..].iter().map(ToString::to_string).collect();
    watch.keep_only(&kept);
    assert_eq!(told(&mut watch, 60, [None, Some(slow()), None]), ["critical over"]);
}

#[test]
fn all_of_it_survives_a_restart() {
    let mut watch = BudgetWatch::default();
    told(&mut watch, 0, [Some(fast()), Some(blind()), None]);
    let json = serde_json::to_string(&watch).unwrap();
    let mut back: BudgetWatch = serde_json::from_str(&json).unwrap();
    assert_eq!(back, watch);
    assert_eq!(told(&mut back, 60, [Some(slow()), Some(slow()), None]), ["sees", "critical over"]);
}
