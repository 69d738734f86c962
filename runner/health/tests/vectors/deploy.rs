//! The statistics of a deploy, and DORA.

use std::time::Duration;

use jiff::Timestamp;
use runner_health::Median;
use runner_health::deploy::{Failures, Speed, SpeedComparison, SpeedRule, fisher, mann_whitney};
use runner_health::dora::{ATTRIBUTION, Dora};
use runner_health::exact::{Fraction, fraction, seconds, whole};
use runner_health::sli::Outage;
use serde_json::{Map, Value, json};

use crate::reading::{self, Vector, count, list, ratio};
use crate::writing::{number, perhaps, plain};

pub(crate) fn computed(vector: &Vector) -> Option<Value> {
    if vector.has(&["before", "after", "min_ratio", "min_abs_ms"]) {
        Some(speed(vector))
    } else if vector.has(&["before", "after"]) {
        Some(failures(vector))
    } else if vector.has(&["deploys_h", "attribution_h", "incidents_h"]) {
        Some(dora(vector))
    } else {
        None
    }
}

fn failures(vector: &Vector) -> Value {
    let side = |key| Failures::new(count(&vector.at(key)[0]), count(&vector.at(key)[1]));
    let p = fisher(side("before"), side("after"));
    json!({ "p": number(&p), "worse_at_0.05": p <= fraction(1, 20) })
}

fn speed(vector: &Vector) -> Value {
    let side = |key| -> Vec<Duration> {
        list(vector.at(key)).iter().map(|ms| Duration::from_millis(count(ms))).collect()
    };
    let (before, after) = (side("before"), side("after"));
    let rule = SpeedRule {
        limit: ratio(vector.at("alpha")),
        ratio: ratio(vector.at("min_ratio")),
        difference: Duration::from_millis(count(vector.at("min_abs_ms"))),
    };
    assert_eq!(rule, SpeedRule::default(), "{}: the rule", vector.id);
    let test = mann_whitney(&before, &after).unwrap();
    let compared = SpeedComparison::of(&before, &after, &rule);
    let millis = |median: Option<Median>| number(&(median.unwrap().seconds() * whole(1000)));
    json!({
        "U": number(&test.u),
        "p_one_sided": number(&test.p),
        "median_before": millis(compared.median_before),
        "median_after": millis(compared.median_after),
        "ratio": perhaps(compared.ratio().as_ref()),
        "p_after_greater": number(&test.chance_after_longer),
        "smallest_possible_p": number(&test.smallest_p),
        "verdict": match compared.speed {
            Speed::NotSlower => "no regression",
            Speed::Slower => "regression",
            Speed::TooFewRuns => "inconclusive",
        },
    })
}

/// A number of hours, perhaps not a whole one.
fn hours(value: &Value) -> Duration {
    let nanos = reading::number(value) * whole(3_600_000_000_000_u64);
    assert!(nanos.is_integer());
    Duration::from_nanos(u64::try_from(nanos.to_integer()).unwrap())
}

fn moment(value: &Value) -> Timestamp {
    Timestamp::UNIX_EPOCH + hours(value)
}

fn in_hours(time: Duration) -> Fraction {
    seconds(time) / whole(3600)
}

fn dora(vector: &Vector) -> Value {
    let deploys: Vec<Timestamp> = list(vector.at("deploys_h")).iter().map(moment).collect();
    let incidents: Vec<Outage> = list(vector.at("incidents_h"))
        .iter()
        .map(|pair| Outage { from: moment(&pair[0]), until: Some(moment(&pair[1])) })
        .collect();
    let attribution = hours(vector.at("attribution_h"));
    assert_eq!(attribution, ATTRIBUTION, "{}: the window", vector.id);
    let dora = Dora::of(&deploys, &incidents, attribution);
    let attributed = dora.deploys.iter().filter(|deploy| deploy.incidents > 0).map(|deploy| {
        let hour = deploy.at.as_second() / 3600;
        (hour.to_string(), Value::from(deploy.incidents))
    });
    let recoveries = dora.deploys.iter().filter_map(|deploy| deploy.recovery);
    json!({
        "attributed": attributed.collect::<Map<String, Value>>(),
        "unattributed_incidents": dora.unattributed,
        "change_fail_rate": perhaps(dora.change_failure_rate.as_ref()),
        "incidents_over_deploys_not_to_be_used": number(&fraction(incidents.len(), deploys.len())),
        "time_to_restore_h": recoveries.map(|time| plain(&in_hours(time))).collect::<Vec<_>>(),
        "median_h": perhaps(dora.median_recovery.map(|median| median.seconds() / whole(3600)).as_ref()),
        "deploys_per_day": perhaps(dora.per_day.as_ref()),
    })
}
