//! Outages, mean times, drills and days without a failure.

use std::num::NonZeroU32;

use runner_health::calendar::Span;
use runner_health::exact::{seconds, whole};
use runner_health::incident::{OutOf, Policy};
use runner_health::series::{Aspect, Exclusions, History, State};
use runner_health::sli::{
    Availability, DataLoss, DaysSinceFailure, Drill, MeanTimes, Outage, RpoVerdict,
};
use serde_json::{Value, json};

use crate::reading::{
    Vector, at, count, duration, interval, list, moment, sample, samples, text_of,
};
use crate::writing::{number, perhaps, secs};

pub(crate) fn computed(vector: &Vector) -> Option<Value> {
    if vector.has(&["sequence", "interval_s", "open_after", "close_after", "period_s"]) {
        Some(mean_times(vector))
    } else if vector.has(&["now_s", "last_failure_end_s", "unknown_since_s", "currently_failing"]) {
        Some(days(vector))
    } else if vector.has(&["failure_s", "service_good_again_s", "markers_written_s"]) {
        Some(drill(vector))
    } else {
        None
    }
}

fn mean_times(vector: &Vector) -> Value {
    let every = interval(vector.at("interval_s"));
    let runs = samples(text_of(vector.at("sequence")), every);
    let period = Span::starting(at(0), duration(vector.at("period_s")));
    let narrow = |key| u32::try_from(count(vector.at(key))).unwrap();
    let policy = Policy {
        down_after: OutOf::new(narrow("open_after"), narrow("open_after")).unwrap(),
        up_after: NonZeroU32::new(narrow("close_after")).unwrap(),
        ..Policy::default()
    };
    let none = Exclusions::default();
    let outages = Outage::shown_by(&runs, Aspect::FrontDoor, &policy);
    let mean = MeanTimes::of(&outages, period, &none);
    let history = History::of(&runs, Aspect::FrontDoor, period, every.hold(), &none).unwrap();
    let end = |outage: &Outage| outage.until.map(|until| until.as_second());
    let share = mean.up.as_ref().zip(mean.between_failures.as_ref()).map(|(up, all)| up / all);
    json!({
        "incidents": outages.iter().map(|o| json!([o.from.as_second(), end(o)])).collect::<Vec<_>>(),
        "failures": mean.failures,
        "incident_down_s": secs(mean.down),
        "sli_down_s": secs(history.times().down),
        "availability_sli": perhaps(Availability::of(&history.times()).share.as_ref()),
        "mttr_s": perhaps(mean.to_restore.as_ref()),
        "mttf_s": perhaps(mean.up.as_ref()),
        "mtbf_s": perhaps(mean.between_failures.as_ref()),
        "mttf_over_mtbf": perhaps(share.as_ref()),
    })
}

fn days(vector: &Vector) -> Value {
    let (now, end) = (moment(vector.at("now_s")), moment(vector.at("last_failure_end_s")));
    let unknown = duration(vector.at("unknown_since_s"));
    let failing = vector.at("currently_failing").as_bool().unwrap();
    // Down until the end of the failure, then up, with nothing known for a while in the middle.
    let mut runs =
        vec![sample(end.as_second() - 3600, State::Down), sample(end.as_second(), State::Up)];
    let gap = end.as_second() + (now.as_second() - end.as_second()) / 2;
    runs.push(sample(gap, State::Unknown));
    runs.push(sample(gap + i64::try_from(unknown.as_secs()).unwrap(), State::Up));
    if failing {
        runs.push(sample(now.as_second() - 1, State::Down));
    }
    let span = Span { from: runs[0].at, until: now };
    let none = Exclusions::default();
    let history = History::of(&runs, Aspect::FrontDoor, span, span.length(), &none).unwrap();
    let since = DaysSinceFailure::at_the_end_of(&history);
    let exact = match since {
        DaysSinceFailure::Since { lasted, .. } => seconds(lasted) / whole(86_400),
        DaysSinceFailure::Failing | DaysSinceFailure::Unknown => whole(0),
    };
    json!({ "days": since.days(), "exact_days": number(&exact), "label": since.to_string() })
}

fn drill(vector: &Vector) -> Value {
    let markers: Vec<_> = list(vector.at("markers_written_s")).iter().map(moment).collect();
    let survived = vector.at("newest_surviving_marker_s");
    let survived = (!survived.is_null()).then(|| moment(survived));
    let failed = moment(vector.at("failure_s"));
    let drill = Drill::new(failed, moment(vector.at("service_good_again_s")), &markers, survived);
    let drill = drill.unwrap();
    let (more_than, at_most) = match drill.data_loss {
        DataLoss::AtMost(at_most) => (None, Some(at_most)),
        DataLoss::Between { more_than, at_most } => (Some(more_than), Some(at_most)),
        DataLoss::MoreThan(more_than) => (Some(more_than), None),
    };
    let rpo_met = match drill.meets_rpo(duration(vector.at("RPO_s"))) {
        RpoVerdict::Met => json!(true),
        RpoVerdict::Missed => json!(false),
        RpoVerdict::NotProven => json!("not proven"),
    };
    json!({
        "recovery_time_s": secs(drill.recovery_time),
        "rto_met": drill.meets_rto(duration(vector.at("RTO_s"))),
        "data_loss_more_than_s": more_than.map(secs),
        "data_loss_at_most_s": at_most.map(secs),
        "rpo_met": rpo_met,
    })
}
