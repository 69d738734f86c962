use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use runner_model::TestRef;

use super::*;
use crate::watch::Watched;
use crate::watch::sample::Sample;

fn watched(if_still_running: &str) -> Arc<Watched> {
    let project = format!(
        "monitors:\n  shop: {{ run: [one.trip.yaml, two.trip.yaml], every: 1m, if_still_running: \
         {if_still_running} }}\n"
    );
    let step = "steps: [{ get: \"http://127.0.0.1:1/\" }]\n";
    let sample = Sample::new(&project, &[("one", step), ("two", step)]);
    Arc::clone(&sample.watch().monitors[0])
}

fn job(watched: &Arc<Watched>, trigger: Trigger, planned: i64) -> Job {
    let planned = Timestamp::from_second(planned).unwrap();
    Job { watched: Arc::clone(watched), planned, trigger, only: None }
}

/// What becomes of a job: `begins`, `waits`, `left out 60`, `replaces 60`.
fn turn(lanes: &mut Lanes, job: Job) -> String {
    let second = |job: &Job| job.planned.as_second();
    match lanes.offer(job) {
        Turn::Begins(..) => "begins".to_owned(),
        Turn::Waits => "waits".to_owned(),
        Turn::LeftOut(job) => format!("left out {}", second(&job)),
        Turn::Replaces(job) => format!("replaces {}", second(&job)),
    }
}

/// Which run follows: `schedule 60`.
fn next(lanes: &mut Lanes, watched: &Watched) -> Option<String> {
    let (job, _) = lanes.done(watched.name())?;
    Some(format!("{:?} {}", job.trigger, job.planned.as_second()).to_lowercase())
}

#[test]
fn what_is_due_while_a_run_goes_on_is_skipped() {
    let (mut lanes, shop) = (Lanes::default(), watched("skip"));
    assert_eq!(turn(&mut lanes, job(&shop, Trigger::Schedule, 0)), "begins");
    assert_eq!(turn(&mut lanes, job(&shop, Trigger::Schedule, 60)), "left out 60");
    assert_eq!(lanes.running(), 1);
    assert_eq!(next(&mut lanes, &shop), None);
    assert_eq!(lanes.running(), 0);
    assert_eq!(turn(&mut lanes, job(&shop, Trigger::Schedule, 120)), "begins");
}

#[test]
fn of_what_is_queued_only_the_newest_is_run() {
    let (mut lanes, shop) = (Lanes::default(), watched("queue"));
    assert_eq!(turn(&mut lanes, job(&shop, Trigger::Schedule, 0)), "begins");
    assert_eq!(turn(&mut lanes, job(&shop, Trigger::Schedule, 60)), "waits");
    assert_eq!(turn(&mut lanes, job(&shop, Trigger::Schedule, 120)), "replaces 60");
    assert_eq!(next(&mut lanes, &shop).unwrap(), "schedule 120");
    assert_eq!(lanes.running(), 1);
    assert_eq!(next(&mut lanes, &shop), None);
}

#[test]
fn a_run_is_stopped_for_the_one_that_is_due() {
    let (mut lanes, shop) = (Lanes::default(), watched("stop"));
    let Turn::Begins(_, stop) = lanes.offer(job(&shop, Trigger::Schedule, 0)) else {
        panic!("nothing goes on")
    };
    assert_eq!(stop.level(), StopLevel::Go);
    assert_eq!(turn(&mut lanes, job(&shop, Trigger::Schedule, 60)), "waits");
    assert_eq!(stop.level(), StopLevel::CleanUp, "its cleanup is still carried out");
    let (_, stop) = lanes.done(shop.name()).unwrap();
    assert_eq!(stop.level(), StopLevel::Go, "the next one is not stopped");
}

#[test]
fn repeats_and_people_wait_for_their_turn_repeats_first() {
    for still_running in ["skip", "stop"] {
        let (mut lanes, shop) = (Lanes::default(), watched(still_running));
        let Turn::Begins(_, stop) = lanes.offer(job(&shop, Trigger::Schedule, 0)) else {
            panic!("nothing goes on")
        };
        for (trigger, second) in
            [(Trigger::Manual, 1), (Trigger::Deploy, 2), (Trigger::Confirmation, 3)]
        {
            assert_eq!(turn(&mut lanes, job(&shop, trigger, second)), "waits");
        }
        assert_eq!(turn(&mut lanes, job(&shop, Trigger::Manual, 4)), "replaces 1");
        assert_eq!(stop.level(), StopLevel::Go, "they stop nothing");
        let order: Vec<_> = std::iter::from_fn(|| next(&mut lanes, &shop)).collect();
        assert_eq!(order, ["confirmation 3", "deploy 2", "manual 4"]);
    }
}

#[test]
fn of_two_repeats_that_wait_neither_is_forgotten() {
    let (mut lanes, shop) = (Lanes::default(), watched("skip"));
    let tests: Vec<TestRef> = shop.tests().collect();
    let repeat = |test: &TestRef, second| Job {
        only: Some(BTreeSet::from([test.clone()])),
        ..job(&shop, Trigger::Confirmation, second)
    };
    assert_eq!(turn(&mut lanes, job(&shop, Trigger::Schedule, 0)), "begins");
    assert_eq!(turn(&mut lanes, repeat(&tests[0], 10)), "waits");
    assert_eq!(turn(&mut lanes, repeat(&tests[1], 12)), "replaces 10");
    let (job, _) = lanes.done(shop.name()).unwrap();
    assert_eq!(job.only, Some(tests.into_iter().collect()));
}

#[test]
fn nothing_that_waits_begins_any_more_when_all_is_closed() {
    let (mut lanes, shop) = (Lanes::default(), watched("queue"));
    let Turn::Begins(_, stop) = lanes.offer(job(&shop, Trigger::Schedule, 0)) else {
        panic!("nothing goes on")
    };
    assert_eq!(turn(&mut lanes, job(&shop, Trigger::Schedule, 60)), "waits");
    lanes.close();
    lanes.stop(StopLevel::Now);
    assert_eq!(stop.level(), StopLevel::Now);
    assert_eq!(next(&mut lanes, &shop), None);
    assert_eq!(lanes.running(), 0);
}
