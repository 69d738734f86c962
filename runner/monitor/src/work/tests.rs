//! Jobs that are carried out, against servers that answer, stall and are not there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use runner_engine::{Lasting, Stop};
use runner_http::Http;
use runner_model::{Clock, LocationName, Outcome, SystemClock, TestRef, Trigger};
use runner_testkit::{Authority, Lie, Origin, Reply, refused_port};
use suites::Reference;

use super::{Connectivity, Finished, Job, Sight, Worker, WorkerTools};
use crate::watch::sample::Sample;
use crate::watch::{Watch, Watched};

fn clock() -> Arc<dyn Clock> {
    Arc::new(SystemClock)
}

fn tools(per_host: Option<usize>) -> WorkerTools {
    WorkerTools {
        http: Http::new(clock()),
        clock: clock(),
        variables: Arc::default(),
        lasting: Lasting::new(per_host),
        location: LocationName::try_from("here").unwrap(),
        jobs: 8,
    }
}

fn nobody_is_asked() -> Connectivity {
    Connectivity::new(Vec::new(), Http::new(clock()), clock())
}

fn worker() -> Worker {
    Worker::new(tools(None), nobody_is_asked())
}

fn asking(reference: &[String]) -> Connectivity {
    let reference = reference.iter().map(|text| {
        let project = format!("connectivity: {{ reference: [\"{text}\"] }}\n");
        let watch = Sample::new(&project, &[("one", "steps: [{ get: \"http://a/\" }]\n")]).watch();
        watch.project.connectivity.reference[0].value.clone()
    });
    Connectivity::new(reference.collect::<Vec<Reference>>(), Http::new(clock()), clock())
}

fn planned() -> Timestamp {
    "2026-11-20T12:00:00Z".parse().unwrap()
}

fn job(watched: &Arc<Watched>) -> Job {
    let watched = Arc::clone(watched);
    Job { watched, planned: planned(), trigger: Trigger::Schedule, only: None }
}

/// One monitor of one suite that asks `url`.
fn asks(url: &str, rest: &str) -> Watch {
    let project = format!("monitors:\n  shop: {{ run: one.trip.yaml, every: 1m{rest} }}\n");
    Sample::new(&project, &[("one", &format!("steps: [{{ get: \"{url}\" }}]\n"))]).watch()
}

async fn carried_out(worker: &Worker, watch: &Watch) -> Finished {
    worker.carry_out(job(&watch.monitors[0]), Stop::default()).await
}

fn outcomes(finished: &Finished) -> Vec<Outcome> {
    finished.results.iter().map(|observed| observed.run.outcome).collect()
}

#[tokio::test]
async fn the_time_of_a_monitor_ends_a_run_that_waits_for_an_answer() {
    let origin = Origin::start();
    origin.on("/", Reply::lie(Lie::StallBeforeHead));
    let begun = Instant::now();
    let finished = carried_out(&worker(), &asks(&origin.url("/"), ", timeout: 300ms")).await;
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    assert_eq!(outcomes(&finished), [Outcome::Failed]);
    assert!(finished.results[0].finding.is_some());
    assert_eq!((finished.planned, finished.trigger), (planned(), Trigger::Schedule));
    assert!(finished.ended >= finished.started + Duration::from_millis(300));
}

#[tokio::test]
async fn a_host_is_asked_by_all_monitors_together_no_more_than_allowed() {
    let origin = Origin::start();
    origin.on("/", Reply::status(200).delay(Duration::from_millis(150)));
    let worker = Worker::new(tools(Some(1)), nobody_is_asked());
    let (one, other) = (asks(&origin.url("/"), ""), asks(&origin.url("/"), ""));
    let both = futures_util::future::join(carried_out(&worker, &one), carried_out(&worker, &other));
    let (first, second) = both.await;
    assert_eq!(
        (outcomes(&first), outcomes(&second)),
        (vec![Outcome::Passed], vec![Outcome::Passed])
    );
    let received = origin.received();
    let apart = received[1].at.duration_since(received[0].at);
    assert!(apart >= Duration::from_millis(150), "{apart:?}");
}

#[tokio::test]
async fn monitors_that_connect_alike_share_a_connection_unless_they_want_their_own() {
    let origin = Origin::start();
    origin.on("/", Reply::status(200));
    let worker = worker();
    let (one, other) = (asks(&origin.url("/"), ""), asks(&origin.url("/"), ""));
    for watch in [&one, &other, &one] {
        assert_eq!(outcomes(&carried_out(&worker, watch).await), [Outcome::Passed]);
    }
    assert_eq!(origin.connections(), 1);

    let suite = format!("steps: [{{ get: \"{}\", connection: new }}]\n", origin.url("/"));
    let project = "monitors:\n  own: { run: one.trip.yaml, every: 1m }\n";
    let own = Sample::new(project, &[("one", &suite)]).watch();
    for _ in 0..2 {
        assert_eq!(outcomes(&carried_out(&worker, &own).await), [Outcome::Passed]);
    }
    assert_eq!(origin.connections(), 3);
}

#[tokio::test]
async fn a_secret_that_may_be_kept_is_asked_for_once() {
    let origin = Origin::start();
    origin.on("/", Reply::status(200));
    let folder = tempfile::tempdir().unwrap();
    let asked = folder.path().join("asked");
    let project = format!(
        "services: {{ shop: {{}} }}\nenvironments:\n  test:\n    services: {{ shop: \"{}\" }}\n    \
         secrets:\n      token: {{ command: [sh, -c, 'echo x >> {}; echo s3cr3t-word'], cache: 15m \
         }}\nmonitors:\n  shop: {{ run: one.trip.yaml, every: 1m }}\n",
        origin.url(""),
        asked.display()
    );
    let suite = "service: shop\nsteps: [{ get: /, headers: { X-Token: \"{{secret.token}}\" } }]\n";
    let sample = Sample::new(&project, &[("one", suite)]);
    let (watch, worker) = (sample.watch(), worker());
    for _ in 0..3 {
        let finished = carried_out(&worker, &watch).await;
        assert_eq!(outcomes(&finished), [Outcome::Passed]);
        let kept = serde_json::to_string(&finished.results[0].run).unwrap();
        assert!(!kept.contains("s3cr3t-word"), "{kept}");
    }
    let asked = std::fs::read_to_string(asked).unwrap();
    assert_eq!(asked.lines().count(), 1);
    let sent = origin.received();
    assert!(sent.iter().all(|request| request.header("x-token") == Some("s3cr3t-word")));
}

#[tokio::test]
async fn each_test_is_a_series_for_each_tenant_that_it_mentions_with_what_was_found() {
    let origin = Origin::start();
    origin.on("/login", Reply::status(200));
    origin.on("/list", Reply::status(200));
    origin.on_request("/pay", |request| {
        Reply::status(if request.query == "of=acme" { 200 } else { 500 })
    });
    let project = format!(
        "services: {{ shop: {{}} }}\nenvironments:\n  test:\n    services: {{ shop: \"{}\" }}\n    \
         matrix: {{ tenant: [{{ name: acme }}, {{ name: globex }}] }}\nmonitors:\n  shop: {{ run: \
         one.trip.yaml, every: 1m }}\n",
        origin.url("")
    );
    let suite = "service: shop\nsetup: [{ get: /login }]\ntests:\n  pay:\n    steps: [{ get: \
                 \"/pay?of={{tenant.name}}\" }]\n  list:\n    steps: [{ get: /list }]\n";
    let watch = Sample::new(&project, &[("one", suite)]).watch();
    let finished = carried_out(&worker(), &watch).await;
    let told: BTreeMap<String, (Outcome, bool)> = (finished.results.iter())
        .map(|o| (o.run.series.to_string(), (o.run.outcome, o.finding.is_some())))
        .collect();
    let expected = [
        ("shop/list", (Outcome::Passed, false)),
        ("shop/pay · acme", (Outcome::Passed, false)),
        ("shop/pay · globex", (Outcome::Failed, true)),
    ];
    assert_eq!(told, expected.map(|(series, told)| (series.to_owned(), told)).into());
    let failed = finished.results.iter().find(|o| o.run.outcome == Outcome::Failed).unwrap();
    assert_eq!((failed.name.as_str(), failed.run.planned), ("pay", planned()));
    assert_eq!(failed.run.steps.len(), 1, "of the test alone");
    let detail = failed.run.detail.as_ref().unwrap();
    assert_eq!(detail.steps.len(), 2, "with the setup before it");
    let known: BTreeSet<TestRef> = watch.monitors[0].tests().collect();
    assert!(finished.results.iter().all(|o| known.contains(&o.run.series.test)));

    let only = known.iter().find(|test| test.test.as_str() == "pay").cloned().unwrap();
    let only = Job { only: Some(BTreeSet::from([only])), ..job(&watch.monitors[0]) };
    let repeated = worker().carry_out(only, Stop::default()).await;
    assert_eq!(outcomes(&repeated), [Outcome::Passed], "only what is to be repeated");
}

#[tokio::test]
async fn a_certificate_that_was_met_is_known_by_its_host() {
    let authority = Authority::new();
    let origin = Origin::start_tls(authority.tls());
    origin.on("/", Reply::status(200));
    let project = "defaults: { tls: { ca: ca.pem } }\nmonitors:\n  shop: { run: one.trip.yaml, every: \
                   1m }\n";
    let url = origin.https_url("/");
    let sample = Sample::new(project, &[("one", &format!("steps: [{{ get: \"{url}\" }}]\n"))]);
    sample.write("ca.pem", &authority.ca_pem());
    let finished = carried_out(&worker(), &sample.watch()).await;
    assert_eq!(outcomes(&finished), [Outcome::Passed], "{:?}", finished.results[0].finding);
    let [met] = finished.certificates.as_slice() else { panic!("{:?}", finished.certificates) };
    assert_eq!(met.host, url.trim_start_matches("https://").trim_end_matches('/'));
    assert!(met.not_after > finished.ended);
}

#[tokio::test]
async fn while_this_location_is_blind_nothing_is_said_about_a_service() {
    let dead = [
        format!("tcp://127.0.0.1:{}", refused_port()),
        format!("http://127.0.0.1:{}/", refused_port()),
    ];
    let gone = asks(&format!("http://127.0.0.1:{}/", refused_port()), "");
    let blind = Worker::new(tools(None), asking(&dead));
    let finished = carried_out(&blind, &gone).await;
    assert_eq!(outcomes(&finished), [Outcome::Errored]);
    assert_eq!(finished.sight, Sight::Blind { reference: dead.to_vec() });

    // Nor when the time of the monitor was up before anything was known.
    let stalls = Origin::start();
    stalls.on("/", Reply::lie(Lie::StallBeforeHead));
    let slow = asks(&stalls.url("/"), ", timeout: 300ms");
    let finished = carried_out(&blind, &slow).await;
    assert_eq!(outcomes(&finished), [Outcome::Errored]);

    // What it says itself is its own fault all the same.
    let origin = Origin::start();
    origin.on("/", Reply::status(500));
    let finished = carried_out(&blind, &asks(&origin.url("/"), "")).await;
    assert_eq!(outcomes(&finished), [Outcome::Failed]);
    assert_eq!(finished.sight, Sight::Blind { reference: dead.to_vec() }, "still");
}

#[tokio::test]
async fn one_reference_host_that_answers_is_enough() {
    let origin = Origin::start();
    let dead = format!("tcp://127.0.0.1:{}", refused_port());
    for alive in [format!("tcp://127.0.0.1:{}", origin.port()), origin.url("/status/503")] {
        let sees = Worker::new(tools(None), asking(&[dead.clone(), alive]));
        let gone = asks(&format!("http://127.0.0.1:{}/", refused_port()), "");
        let finished = carried_out(&sees, &gone).await;
        assert_eq!(outcomes(&finished), [Outcome::Failed]);
        assert_eq!(finished.sight, Sight::Clear);
    }
}

#[tokio::test]
async fn nobody_is_asked_as_long_as_everything_is_reached() {
    let (origin, reference) = (Origin::start(), Origin::start());
    origin.on("/", Reply::status(500));
    let worker = Worker::new(tools(None), asking(&[reference.url("/status/200")]));
    let finished = carried_out(&worker, &asks(&origin.url("/"), "")).await;
    assert_eq!((outcomes(&finished), finished.sight), (vec![Outcome::Failed], Sight::Clear));
    assert_eq!(reference.connections(), 0);
}

#[tokio::test]
async fn an_answer_of_the_reference_hosts_counts_for_many_runs_at_once() {
    let reference = Origin::start();
    let worker = Worker::new(tools(None), asking(&[reference.url("/status/200")]));
    let gone = asks(&format!("http://127.0.0.1:{}/", refused_port()), "");
    let many = (0..10).map(|_| carried_out(&worker, &gone));
    let finished = futures_util::future::join_all(many).await;
    assert!(finished.iter().all(|one| outcomes(one) == [Outcome::Failed]));
    assert_eq!(reference.received().len(), 1);
}
