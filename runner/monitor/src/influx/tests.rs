//! Against a real server.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::Timestamp;
use runner_http::Http;
use runner_model::{
    Clock, Outcome, RunId, Series, SystemClock, TestRef, Timings, Trigger, Variant,
};
use runner_testkit::{Origin, Received, Reply};
use suites::{LoadRequest, Project};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::{Queue, Sender};
use crate::{Event, Listener};

/// The project with these lines below `influx`.
fn project(influx: &str) -> Arc<Project> {
    let folder = tempfile::tempdir().unwrap();
    let text = format!(
        "version: 1\nsecrets: {{ influx: {{ env: INFLUX_TOKEN }} }}\n\
         metrics: {{ influx: {{ {influx}, every: 50ms }} }}\n"
    );
    std::fs::write(folder.path().join("tripline.yaml"), text).unwrap();
    let request = LoadRequest { current_dir: folder.path().to_owned(), ..LoadRequest::default() };
    // It has no suites, which is a mistake elsewhere.
    let loaded = suites::load::load(&request);
    let project = loaded.project.unwrap();
    assert!(project.metrics.influx.is_some(), "{:#?}", loaded.diagnostics);
    Arc::new(project)
}

fn ran(outcome: Outcome) -> Event {
    let matrix = [("tenant".to_owned(), "eu west".to_owned())].into();
    let variant = Variant { case: Some("by card, twice".to_owned()), matrix };
    let (suite, test) = ("suites/checkout".try_into().unwrap(), "main".try_into().unwrap());
    let at: Timestamp = "2026-01-01T00:00:00.000000001Z".parse().unwrap();
    let ms = Duration::from_millis;
    Event::Ran {
        at,
        series: Box::new(Series {
            monitor: "shop".try_into().unwrap(),
            test: TestRef { suite, test, variant },
            location: "here".try_into().unwrap(),
        }),
        environment: Some("live".try_into().unwrap()),
        run: RunId::at(at, [7; 10]),
        planned: at,
        late_ms: 1.0,
        took_ms: 120.5,
        outcome,
        trigger: Trigger::Schedule,
        first_try: true,
        steps: Vec::new(),
        status: Some(201),
        timings: Some(Box::new(Timings {
            dns: Some(ms(2)),
            connect: Some(ms(3)),
            tls: None,
            send: ms(1),
            wait: ms(100),
            receive: ms(4),
        })),
        finding: None,
    }
}

/// A sender that runs.
struct Sending {
    listener: Listener,
    heard: Arc<Mutex<Vec<Event>>>,
    stop: watch::Sender<bool>,
    project: watch::Sender<Arc<Project>>,
    task: JoinHandle<()>,
}

impl Sending {
    fn start(project: Arc<Project>) -> Self {
        let heard = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&heard);
        let log: Listener = Arc::new(move |event| kept.lock().unwrap().push(event.clone()));
        let (project, chosen) = watch::channel(project);
        let (stop, stopped) = watch::channel(false);
        let queue = Queue::default();
        queue.open(true);
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let variables = [("INFLUX_TOKEN".to_owned(), "t0ps3cret".to_owned())].into();
        let sender = Sender {
            queue: queue.clone(),
            project: chosen,
            variables: Arc::new(variables),
            http: Http::new(Arc::clone(&clock)),
            clock,
            listener: Arc::clone(&log),
            stop: stopped,
        };
        let (listener, task) = (queue.listening_with(log), tokio::spawn(sender.run()));
        Self { listener, heard, stop, project, task }
    }

    /// What was told of the sending, and how many measurements were lost.
    fn told(&self) -> (Vec<&'static str>, u64) {
        let heard = self.heard.lock().unwrap();
        let (mut results, mut lost) = (Vec::new(), Vec::new());
        for event in heard.iter() {
            if let Event::Influx { result, lost: count, .. } = event {
                results.push(*result);
                lost.push(*count);
            }
        }
        (results, lost.iter().sum())
    }

    async fn stop(self) {
        self.stop.send_replace(true);
        self.task.await.unwrap();
    }
}

/// As soon as there are so many requests.
async fn received(origin: &Arc<Origin>, count: usize) -> Vec<Received> {
    let origin = Arc::clone(origin);
    let wait = move || origin.wait_received(count, Duration::from_secs(10));
    let all = tokio::task::spawn_blocking(wait).await.unwrap();
    assert!(all.len() >= count, "{all:#?}");
    all
}

fn origin(statuses: &[u16]) -> Arc<Origin> {
    let origin = Origin::start();
    origin.on("/*", statuses.iter().map(|s| Reply::status(*s)).collect::<Vec<_>>());
    Arc::new(origin)
}

#[tokio::test]
async fn runs_arrive_as_lines_with_the_token() {
    let origin = origin(&[204]);
    let url = origin.url("/db/");
    let into = format!("url: {url}, org: shop, bucket: trips, token: '{{{{secret.influx}}}}'");
    let sending = Sending::start(project(&into));
    (sending.listener)(&ran(Outcome::Passed));
    (sending.listener)(&ran(Outcome::Errored));
    let request = received(&origin, 1).await.remove(0);
    assert_eq!(request.method, "POST");
    assert_eq!(request.target, "/db/api/v2/write?org=shop&bucket=trips&precision=ns");
    assert_eq!(request.header("authorization"), Some("Token t0ps3cret"));
    let line = |outcome: &str, passed: &str| {
        format!(
            "tripline_run,case=by\\ card\\,\\ twice,environment=live,location=here,monitor=shop,\
             outcome={outcome},suite=suites/checkout,tenant=eu\\ west,test=main,trigger=schedule \
             took=0.1205,dns=0.002,connect=0.003,send=0.001,wait=0.1,receive=0.004,status=201i\
             {passed} 1767225600000000001"
        )
    };
    let expected = format!("{}\n{}", line("passed", ",passed=1i"), line("errored", ""));
    assert_eq!(request.text(), expected);
    sending.stop().await;
}

#[tokio::test]
async fn who_is_busy_gets_the_same_lines_again_and_nothing_is_lost() {
    let origin = origin(&[503, 429, 204]);
    let sending = Sending::start(project(&format!("url: {}, database: trips", origin.url(""))));
    (sending.listener)(&ran(Outcome::Failed));
    let requests = received(&origin, 3).await;
    assert_eq!(requests[0].target, "/write?db=trips&precision=ns");
    assert!(requests[0].header("authorization").is_none());
    assert_eq!(requests[0].text(), requests[2].text());
    while sending.told().0.last() != Some(&"taken") {
        tokio::task::yield_now().await;
    }
    assert_eq!(sending.told(), (vec!["retry", "retry", "taken"], 0));
    sending.stop().await;
    assert_eq!(origin.received().len(), 3);
}

#[tokio::test]
async fn what_is_refused_is_never_sent_again_and_told_once() {
    let origin = origin(&[401]);
    let sending = Sending::start(project(&format!("url: {}, database: trips", origin.url(""))));
    for number in 1..=3 {
        (sending.listener)(&ran(Outcome::Passed));
        let requests = received(&origin, number).await;
        assert_eq!(requests[number - 1].text().lines().count(), 1);
    }
    assert_eq!(sending.told(), (vec!["refused"], 1));
    sending.stop().await;
}

#[tokio::test]
async fn what_waits_at_the_end_is_sent() {
    let origin = origin(&[204]);
    let slow = format!("url: {}, database: trips", origin.url(""));
    let project = project(&slow);
    let mut patient = Project::clone(&project);
    if let Some(influx) = &mut patient.metrics.influx {
        influx.every = Duration::from_secs(3600);
    }
    let sending = Sending::start(Arc::new(patient));
    // Its address is known as soon as it waits.
    tokio::time::sleep(Duration::from_millis(50)).await;
    (sending.listener)(&ran(Outcome::Passed));
    sending.stop().await;
    assert_eq!(origin.only_received().text().lines().count(), 1);
}

#[tokio::test]
async fn another_project_sends_elsewhere() {
    let (old, new) = (origin(&[204]), origin(&[204]));
    let sending = Sending::start(project(&format!("url: {}, database: a", old.url(""))));
    (sending.listener)(&ran(Outcome::Passed));
    received(&old, 1).await;
    sending.project.send_replace(project(&format!("url: {}, database: b", new.url(""))));
    (sending.listener)(&ran(Outcome::Passed));
    let request = received(&new, 1).await.remove(0);
    assert_eq!(request.target, "/write?db=b&precision=ns");
    sending.stop().await;
    assert_eq!(old.received().len(), 1);
}
