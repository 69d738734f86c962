//! Those who are to be told do not listen: they hang, refuse, break off.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use runner_model::{Clock as _, SystemClock};
use runner_store::{Json, Record, StateChange, StateKind};
use runner_testkit::{Lie, Reply, Smtp, SmtpLie, SmtpWay, refused_port};
use serde_json::{Value, json};

use crate::watched::{PATIENCE, Project, monitor, within};

/// Monitors `bad` and `good`; what is bad is told on `channels`, all of which are in one list.
fn project(channels: &[(&str, &str)], more: &str) -> Project {
    let written: Vec<String> =
        channels.iter().map(|(name, kind)| format!("  {name}: {{ {kind} }}\n")).collect();
    let listed: Vec<String> =
        channels.iter().map(|(name, _)| format!("{{ channel: {name} }}")).collect();
    let monitors = ["bad", "good"].map(|name| monitor(name, "local", ", notify: crew")).concat();
    let project = Project::watched(&format!(
        "channels:\n{}notify: {{ crew: [ {} ] }}\n{more}monitors:\n{monitors}",
        written.concat(),
        listed.join(", ")
    ));
    project.asks("bad", "/status/500").asks("good", "/json")
}

fn at(event: &Value) -> Timestamp {
    event["at"].as_str().unwrap().parse().unwrap()
}

/// What became of the tries on a channel, in order.
fn tries(project: &Project, channel: &str) -> Vec<Value> {
    project.events_of("delivered").into_iter().filter(|d| d["channel"] == channel).collect()
}

fn checks_keep_their_times(project: &Project) {
    for name in ["bad", "good"] {
        let late = project.lateness(name);
        assert!(late.len() > 5 && late.iter().all(|late| *late < 900.0), "{name}: {late:?}");
    }
}

#[test]
fn a_receiver_that_hangs_delays_neither_checks_nor_other_channels() {
    let channels = [
        ("hangs", "webhook: { post: ORIGIN/hangs }"),
        ("works", "webhook: { post: ORIGIN/works }"),
    ];
    let project = project(&channels, "");
    project.origin.on("POST /hangs", [Reply::lie(Lie::StallBeforeHead), Reply::status(200)]);
    project.origin.on("POST /works", Reply::status(200));
    let service = project.serve();
    let opened = project.wait_for("incident", PATIENCE, |incident| incident["change"] == "opened");
    let works = project.wait_for("delivered", PATIENCE, |d| d["channel"] == "works");
    let waited = at(&works).duration_since(at(&opened));
    assert!(waited < SignedDuration::from_secs(7), "the other channel was told after {waited:#}");
    let hangs = project.wait_for("delivered", PATIENCE, |d| d["channel"] == "hangs");
    assert_eq!(hangs["result"], "retry", "{hangs}");
    let answer = hangs["answer"].as_str().unwrap();
    assert!(answer.starts_with("no answer within 9.9 s: connected to "), "{answer}");
    let sent = project
        .wait_for("delivered", PATIENCE, |d| d["channel"] == "hangs" && d["result"] == "sent");
    assert_eq!(sent["key"], hangs["key"]);
    service.signal("TERM");
    service.end().exits(0);
    checks_keep_their_times(&project);
}

#[test]
fn a_receiver_that_refuses_or_breaks_off_is_tried_ever_more_patiently_until_it_takes_it() {
    let project = project(&[("hook", "webhook: { post: ORIGIN/hook }")], "");
    let closes = Reply::lie(Lie::CloseBeforeHead);
    project.origin.on("POST /hook", [Reply::status(500), closes, Reply::status(200)]);
    let service = project.serve();
    project.wait_for("delivered", Duration::from_secs(30), |d| d["result"] == "sent");
    service.signal("TERM");
    service.end().exits(0);
    let tries = tries(&project, "hook");
    let results: Vec<_> = tries.iter().map(|d| d["result"].as_str().unwrap()).collect();
    assert_eq!(results, ["retry", "retry", "sent"]);
    assert_eq!(tries[0]["answer"], "127.0.0.1 answered 500");
    // 5 s and 10 s, spread by a fifth; what is tried again is the same message.
    let waits: Vec<f64> =
        tries.windows(2).map(|two| at(&two[1]).duration_since(at(&two[0])).as_secs_f64()).collect();
    assert!((4.0..7.0).contains(&waits[0]) && (8.0..13.0).contains(&waits[1]), "{waits:?}");
    let again: Vec<f64> = tries[..2]
        .iter()
        .map(|d| d["again"].as_str().unwrap().parse::<Timestamp>().unwrap().duration_since(at(d)))
        .map(|wait| wait.as_secs_f64())
        .collect();
    assert!((4.0..6.1).contains(&again[0]) && (8.0..12.1).contains(&again[1]), "{again:?}");
    let received = project.origin.received().into_iter().filter(|request| request.path == "/hook");
    let keys: Vec<_> = received.map(|r| r.header("idempotency-key").unwrap().to_owned()).collect();
    assert_eq!(keys, ["1/down/hook/1"; 3]);
    checks_keep_their_times(&project);
}

#[test]
fn of_a_channel_that_fails_for_minutes_another_one_tells() {
    let channels = [
        ("fails", "webhook: { post: ORIGIN/fails }"),
        ("works", "webhook: { post: ORIGIN/works }"),
    ];
    let project = project(&channels, "");
    project.origin.on("POST /fails", Reply::status(503));
    project.origin.on("POST /works", Reply::status(200));
    // It has failed for three minutes.
    let since = SystemClock.now() - SignedDuration::from_mins(3);
    let state = json!({ "failing": { "since": since, "told": false } });
    project.remembered(async |store| {
        let kind = StateKind::new("channel");
        let json = Some(Json::of(&state).unwrap());
        let states = vec![StateChange { kind, key: "fails".to_owned(), json }];
        store.record(Record { states, ..Record::default() }).await.unwrap();
    });
    let service = project.serve();
    let told = project.wait_for("told", PATIENCE, |told| told["about"] == "channel_failing");
    assert_eq!(told["channel"], "works");
    let arrived = project.wait_for("delivered", PATIENCE, |d| d["key"] == told["key"]);
    assert_eq!(arrived["result"], "sent");
    service.signal("TERM");
    service.end().exits(0);
    let posts = project.origin.received().into_iter().filter(|r| r.path == "/works");
    let text = posts.last().unwrap().text();
    assert!(text.contains("fails") && text.contains("503"), "{text}");
}

#[test]
fn a_mail_that_was_put_off_is_taken_later_and_a_dead_route_is_passed_by() {
    let smtp = Smtp::start(SmtpWay::Plain);
    smtp.next([SmtpLie::Greylist]);
    let (dead, alive) = (refused_port(), smtp.port());
    let project = project(
        &[("mail", "email: { to: [crew@example.com] }")],
        &format!(
            "smtp:\n  from: Tripline <tripline@example.com>\n  routes:\n\
             \x20   - {{ host: 127.0.0.1, port: {dead}, tls: none }}\n\
             \x20   - {{ host: 127.0.0.1, port: {alive}, tls: none }}\n"
        ),
    );
    let service = project.serve();
    project.wait_for("delivered", Duration::from_secs(30), |d| d["result"] == "sent");
    service.signal("TERM");
    service.end().exits(0);
    let tries = tries(&project, "mail");
    assert_eq!(tries.len(), 2, "{tries:?}");
    assert_eq!(tries[0]["result"], "retry");
    assert!(tries[0]["answer"].as_str().unwrap().contains("450"), "{}", tries[0]);
    let mails = smtp.mails();
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to, ["crew@example.com"]);
    checks_keep_their_times(&project);
}

#[test]
fn sixty_monitors_that_fail_at_once_are_a_handful_of_messages() {
    let names: Vec<String> = (0..60).map(|n| format!("m{n}")).collect();
    let services: Vec<String> = names.iter().map(|n| format!("{n}: {{}}")).collect();
    let urls: Vec<String> = names.iter().map(|n| format!("{n}: ORIGIN")).collect();
    let monitors: String = names.iter().map(|n| monitor(n, "local", ", notify: crew")).collect();
    // Each is of a service of its own: nothing in the project says that they belong together.
    let mut project = Project::bare().file(
        "tripline.yaml",
        &format!(
            "version: 1\nservices: {{ {} }}\nenvironments:\n  local: {{ services: {{ {} }} }}\n\
             channels: {{ hook: {{ webhook: {{ post: ORIGIN/hook }} }}, \
             other: {{ webhook: {{ post: ORIGIN/other }} }} }}\n\
             notify: {{ crew: [ {{ channel: hook }}, {{ channel: other }} ] }}\nmonitors:\n{monitors}",
            services.join(", "),
            urls.join(", ")
        ),
    );
    for name in &names {
        let suite = format!("name: {name}\nservice: {name}\nsteps: [ {{ get: /all }} ]\n");
        project = project.file(&format!("{name}.trip.yaml"), &suite);
    }
    let asked = Arc::new(AtomicUsize::new(0));
    // All is well for two rounds, then nothing is for six, then all is again.
    project.origin.on_request("/all", move |_| {
        let round = asked.fetch_add(1, Ordering::SeqCst) / 60;
        Reply::status(if (2..12).contains(&round) { 500 } else { 200 })
    });
    for route in ["POST /hook", "POST /other"] {
        project.origin.on(route, Reply::status(200));
    }
    let service = project.serve();
    let over = within(Duration::from_secs(40), || {
        let changes = project.events_of("incident");
        let count = |change: &str| changes.iter().filter(|c| c["change"] == change).count();
        (count("opened") > 0 && count("opened") == count("closed")).then_some(())
    });
    assert!(over.is_some(), "{:?}", project.events_of("incident"));
    std::thread::sleep(Duration::from_millis(500));
    service.signal("TERM");
    service.end().exits(0);
    for path in ["/hook", "/other"] {
        let posts = project.origin.received().into_iter().filter(|request| request.path == path);
        let keys: Vec<_> = posts.map(|p| p.header("idempotency-key").unwrap().to_owned()).collect();
        let count = |phase: &str| keys.iter().filter(|key| key.contains(phase)).count();
        assert!((1..=5).contains(&count("/down/")), "{keys:?}");
        assert_eq!(count("/down/"), count("/recovered/"), "{keys:?}");
    }
    assert!(project.events_of("ran").iter().filter(|ran| ran["outcome"] == "failed").count() > 300);
}

#[test]
fn a_service_that_is_down_is_asked_as_often_as_one_that_is_not_but_for_its_repeats() {
    let confirmed = "confirm: { times: 2, after: 100ms }";
    let monitors = [("bad", confirmed), ("good", confirmed)]
        .map(|(name, more)| monitor(name, "local", &format!(", {more}")))
        .concat();
    let project = Project::watched(&format!("monitors:\n{monitors}"));
    project.origin.on("/bad", Reply::status(503));
    let project = project.asks("bad", "/bad").asks("good", "/json");
    let service = project.serve();
    let ran =
        |name: &str| project.events_of("ran").iter().filter(|ran| ran["monitor"] == name).count();
    assert!(within(PATIENCE, || (ran("bad") >= 8 && ran("good") >= 6).then_some(())).is_some());
    service.signal("TERM");
    service.end().exits(0);
    let runs = project.events_of("ran");
    let count = |name: &str, trigger: &str| {
        runs.iter().filter(|ran| ran["monitor"] == name && ran["trigger"] == trigger).count()
    };
    // Once it is known to be down, nothing is left to confirm.
    assert_eq!((count("bad", "confirmation"), count("good", "confirmation")), (2, 0), "{runs:#?}");
    assert!(count("bad", "schedule").abs_diff(count("good", "schedule")) <= 1, "{runs:#?}");
    let asked = project.origin.received().iter().filter(|r| r.path == "/bad").count();
    assert!(asked <= count("bad", "schedule") + 2 + 1, "asked {asked} times");
}
