use std::sync::Mutex;

use jiff::SignedDuration;
use runner_http::Http;
use runner_model::{
    About, Affected, Clock as _, FakeClock, Finding, IncidentId, IncidentNews, IncidentPhase,
    RunId, Series, Severity, TestRef, Variant,
};
use runner_store::{MessageState, NewMessage, Store};
use runner_testkit::{Lie, Origin, Received, Reply, Smtp, SmtpWay, refused_port};
use tempfile::TempDir;
use tokio::sync::{mpsc, watch};

use super::*;
use crate::notify::{Notifiers, Pages};
use crate::watch::sample::Sample;

/// An outbox, a project's channels, and a clock that goes when it is told to.
struct Office {
    folder: TempDir,
    clock: Arc<FakeClock>,
    messenger: Messenger,
    /// `sent`, `retry` or `given_up`, for each try.
    results: Arc<Mutex<Vec<&'static str>>>,
    _written: watch::Sender<()>,
    _chosen: watch::Sender<Arc<Notifiers>>,
    _commands: mpsc::UnboundedReceiver<Command>,
}

fn start() -> Timestamp {
    "2026-11-20T12:00:00Z".parse().unwrap()
}

fn named(channel: &str) -> ChannelName {
    ChannelName::try_from(channel).unwrap()
}

impl Office {
    async fn new(channels: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let watch =
            Sample::new(channels, &[("one", "steps: [{ get: \"http://127.0.0.1:1/\" }]\n")])
                .watch();
        let clock = Arc::new(FakeClock::at(start()));
        let http = Http::new(Arc::<FakeClock>::clone(&clock));
        let notifiers = Notifiers::of(&watch.project, &Default::default(), &http, start()).await;
        let (chosen, notifiers) = watch::channel(Arc::new(notifiers));
        let (commands, heard) = mpsc::unbounded_channel();
        let (written, messages) = watch::channel(());
        let results = Arc::new(Mutex::new(Vec::new()));
        let told = Arc::clone(&results);
        let messenger = Messenger {
            store: Store::open(&folder.path().join("store.db")).await.unwrap(),
            clock: Arc::<FakeClock>::clone(&clock),
            pages: Some(Pages::at("https://tripline.example.com").unwrap()),
            notifiers,
            commands,
            listener: Arc::new(move |event| {
                if let Event::Delivered { result, .. } = event {
                    told.lock().unwrap().push(*result);
                }
            }),
            messages,
        };
        Self {
            folder,
            clock,
            messenger,
            results,
            _written: written,
            _chosen: chosen,
            _commands: heard,
        }
    }

    fn courier(&self, channel: &str) -> Courier {
        Courier { channel: named(channel), messenger: self.messenger.clone() }
    }

    async fn post(&self, channel: &str, keys: &[&str]) {
        let message = |key: &&str| NewMessage {
            channel: named(channel),
            key: (*key).to_owned(),
            not_before: start(),
            alert: alert(About::Test { channel: named(channel) }),
        };
        let messages = keys.iter().map(message).collect();
        let record = Record { messages, ..Record::default() };
        self.messenger.store.record(record).await.unwrap();
    }

    /// Tries once, lets the time pass that is to be waited, and says how long that was: seconds.
    async fn tried(&self, courier: &Courier) -> Option<f64> {
        let Next::Waits(wait) = courier.one().await else { return None };
        self.clock.advance(SignedDuration::try_from(wait).unwrap());
        Some(wait.as_secs_f64())
    }

    fn results(&self) -> Vec<&'static str> {
        self.results.lock().unwrap().clone()
    }
}

fn alert(about: About) -> Alert {
    Alert {
        at: start(),
        severity: Severity::Warning,
        about,
        environment: None,
        service: None,
        owner: None,
        runbook: None,
        link: None,
    }
}

fn hook(name: &str, url: &str) -> String {
    format!("  {name}: {{ webhook: {{ post: \"{url}\", json: {{ key: \"{{{{key}}}}\" }} }} }}\n")
}

/// The messages that came, by the header that lets a receiver drop a second copy.
fn keys(received: &[Received]) -> Vec<String> {
    received.iter().map(|request| request.header("idempotency-key").unwrap().to_owned()).collect()
}

async fn office_with_hook(origin: &Origin) -> Office {
    Office::new(&format!("channels:\n{}", hook("hook", &origin.url("/")))).await
}

#[tokio::test]
async fn messages_are_sent_in_their_order() {
    let origin = Origin::start();
    origin.on("POST /", [Reply::status(200), Reply::status(503), Reply::status(200)]);
    let office = office_with_hook(&origin).await;
    office.post("hook", &["1", "2", "3"]).await;
    let courier = office.courier("hook");
    assert_eq!(office.tried(&courier).await, None);
    assert!(office.tried(&courier).await.is_some(), "the second is not taken, the third waits");
    while matches!(courier.one().await, Next::Goes) {}
    assert_eq!(keys(&origin.received()), ["1", "2", "2", "3"]);
    assert_eq!(office.results(), ["sent", "retry", "sent", "sent"]);
}

#[tokio::test]
async fn a_channel_that_takes_nothing_is_tried_ever_more_seldom() {
    let origin = Origin::start();
    origin.on("POST /", Reply::status(503));
    let office = office_with_hook(&origin).await;
    office.post("hook", &["1", "2"]).await;
    let courier = office.courier("hook");
    let mut waits = Vec::new();
    while let Some(wait) = office.tried(&courier).await {
        waits.push(wait);
    }
    let expected = [5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 300.0];
    assert_eq!(waits.len(), expected.len(), "{waits:?}");
    for (wait, expected) in waits.iter().zip(expected) {
        assert!(
            (0.8 * expected..=1.2 * expected).contains(wait),
            "{wait} s instead of {expected} s"
        );
    }
    assert!(waits.iter().zip(expected).any(|(wait, expected)| (wait - expected).abs() > 0.01));
    // From the eighth try on it does not hold up the second.
    assert!(office.tried(&courier).await.is_some());
    let sent = keys(&origin.received());
    assert_eq!(sent.iter().filter(|key| *key == "1").count(), 8);
    assert_eq!(sent.last().unwrap(), "2");
}

#[tokio::test]
async fn a_receiver_that_asks_for_patience_is_given_it() {
    let origin = Origin::start();
    origin.on("POST /", Reply::status(429).header("Retry-After", "120"));
    let office = office_with_hook(&origin).await;
    office.post("hook", &["1"]).await;
    let wait = office.tried(&office.courier("hook")).await.unwrap();
    assert!((120.0..125.0).contains(&wait), "{wait}");
}

#[tokio::test]
async fn what_cannot_be_sent_for_two_days_is_given_up() {
    let origin = Origin::start();
    origin.on("POST /", Reply::status(503));
    let office = office_with_hook(&origin).await;
    office.post("hook", &["1"]).await;
    let courier = office.courier("hook");
    office.clock.advance(SignedDuration::from_hours(47));
    assert!(office.tried(&courier).await.is_some());
    office.clock.advance(SignedDuration::from_hours(2));
    assert!(matches!(courier.one().await, Next::Goes));
    assert!(matches!(courier.one().await, Next::Nothing));
    assert_eq!(office.results(), ["retry", "given_up"]);
}

#[tokio::test]
async fn a_refusal_for_good_is_not_tried_again_and_holds_nobody_up() {
    let origin = Origin::start();
    origin.on("POST /", [Reply::status(400), Reply::status(200)]);
    let office = office_with_hook(&origin).await;
    office.post("hook", &["1", "2"]).await;
    let courier = office.courier("hook");
    while matches!(courier.one().await, Next::Goes) {}
    assert_eq!(office.results(), ["given_up", "sent"]);
}

#[tokio::test]
async fn a_channel_that_hangs_does_not_delay_another() {
    let (hangs, works) = (Origin::start(), Origin::start());
    hangs.on("POST /", Reply::lie(Lie::StallBeforeHead));
    let channels = [hook("a", &hangs.url("/")), hook("b", &works.url("/"))].concat();
    let office = Office::new(&format!("channels:\n{channels}")).await;
    office.post("a", &["1", "2"]).await;
    office.post("b", &["3", "4"]).await;
    let running = tokio::spawn(office.messenger.clone().run());
    let received = tokio::task::spawn_blocking(move || {
        let first = hangs.wait_received(1, Duration::from_secs(9));
        let others = works.wait_received(2, Duration::from_secs(9));
        (keys(&first), keys(&others))
    });
    let (first, others) = received.await.unwrap();
    assert_eq!((first, others), (vec!["1".to_owned()], vec!["3".to_owned(), "4".to_owned()]));
    running.abort();
}

#[tokio::test]
async fn what_was_on_its_way_when_the_process_ended_is_sent_by_the_next() {
    let origin = Origin::start();
    origin.on("POST /", [Reply::lie(Lie::StallBeforeHead), Reply::status(200)]);
    let office = office_with_hook(&origin).await;
    office.post("hook", &["1", "2"]).await;
    let running = tokio::spawn(office.messenger.clone().run());
    let origin = tokio::task::spawn_blocking(move || {
        assert_eq!(keys(&origin.wait_received(1, Duration::from_secs(9))), ["1"]);
        origin
    });
    let origin = origin.await.unwrap();
    running.abort();
    assert!(running.await.unwrap_err().is_cancelled());
    let running = tokio::spawn(office.messenger.clone().run());
    let received =
        tokio::task::spawn_blocking(move || keys(&origin.wait_received(3, Duration::from_secs(9))));
    assert_eq!(received.await.unwrap(), ["1", "1", "2"]);
    running.abort();
}

fn news(phase: IncidentPhase) -> Alert {
    alert(About::Incident(IncidentNews {
        id: IncidentId(7),
        phase,
        since: start(),
        affected: Vec::new(),
        more: 0,
        folded: Vec::new(),
        maintenance: None,
        after_deploy: None,
    }))
}

#[tokio::test]
async fn mails_about_one_incident_are_one_thread_across_processes() {
    let smtp = Smtp::start(SmtpWay::Plain);
    let channels = format!(
        "channels:\n  mail: {{ email: {{ to: [ada@example.com] }} }}\nsmtp:\n  from: \
         tripline@example.com\n  routes: [{{ host: 127.0.0.1, port: {}, tls: none }}]\n",
        smtp.port()
    );
    let office = Office::new(&channels).await;
    let lasted = Duration::from_secs(60);
    for (key, phase) in
        [("7/down", IncidentPhase::Down), ("7/up", IncidentPhase::Recovered { lasted })]
    {
        let message = NewMessage {
            channel: named("mail"),
            key: key.to_owned(),
            not_before: start(),
            alert: news(phase),
        };
        let record = Record { messages: vec![message], ..Record::default() };
        office.messenger.store.record(record).await.unwrap();
        // Each by a courier that knows nothing of the other.
        assert!(matches!(office.courier("mail").one().await, Next::Goes));
    }
    let mails = smtp.mails();
    let id = mails[0].header("Message-ID").unwrap();
    assert_eq!(mails[1].header("References").unwrap(), id);
    assert_ne!(mails[1].header("Message-ID").unwrap(), id);
}

#[tokio::test]
async fn a_channel_that_cannot_be_reached_keeps_its_messages() {
    let url = format!("http://127.0.0.1:{}/", refused_port());
    let office = Office::new(&format!("channels:\n{}", hook("hook", &url))).await;
    office.post("hook", &["1"]).await;
    assert!(office.tried(&office.courier("hook")).await.is_some());
    let store = &office.messenger.store;
    let kept = store.outbox().of_channel(&named("hook"), Timestamp::MAX, 10).await.unwrap();
    assert!(matches!(kept[0].state, MessageState::Waiting(_)), "{:?}", kept[0].state);
    assert!(office.folder.path().exists());
}

#[tokio::test]
async fn a_receiver_that_answers_500_for_an_hour_is_told_all_of_it_afterwards() {
    let origin = Origin::start();
    let office = office_with_hook(&origin).await;
    let recovers = start() + SignedDuration::from_hours(1);
    let clock = Arc::clone(&office.clock);
    origin.on_request("/", move |_| Reply::status(if clock.now() < recovers { 500 } else { 200 }));
    let courier = office.courier("hook");
    let written: Vec<String> = (0..6).map(|number| number.to_string()).collect();
    let mut next = written.iter();
    while office.clock.now() < recovers {
        // One more every ten minutes.
        let due = office.clock.now().duration_since(start()).as_mins() / 10;
        while written.len() - next.len() <= usize::try_from(due).unwrap() {
            office.post("hook", &[next.next().unwrap()]).await;
        }
        if office.tried(&courier).await.is_none() {
            office.clock.advance(SignedDuration::from_secs(10));
        }
    }
    let refused = origin.received().len();
    assert!((12..100).contains(&refused), "{refused} tries of six messages in an hour");
    office.clock.advance(SignedDuration::from_mins(6));
    while matches!(courier.one().await, Next::Goes) {}
    let mut taken = keys(&origin.received()[refused..]);
    taken.sort();
    assert_eq!(taken, written, "each once");
    assert_eq!(office.results().iter().filter(|result| **result == "sent").count(), 6);
    assert!(!office.results().contains(&"given_up"));
}

#[tokio::test]
async fn a_message_leads_to_the_pages_of_the_incident_and_of_the_run() {
    let origin = Origin::start();
    origin.on("POST /", Reply::status(200));
    let office = Office::new(&format!(
        "channels:\n  hook: {{ webhook: {{ post: {} }} }}\n",
        origin.url("/")
    ))
    .await;
    let run = RunId::at(start(), [7; 10]);
    let mut alert = news(IncidentPhase::Down);
    let About::Incident(told) = &mut alert.about else { unreachable!("it is one") };
    told.affected.push(Affected {
        series: Series {
            monitor: "shop".try_into().unwrap(),
            test: TestRef {
                suite: "shop".try_into().unwrap(),
                test: "main".try_into().unwrap(),
                variant: Variant::default(),
            },
            location: "here".try_into().unwrap(),
        },
        name: "Shop".to_owned(),
        since: start(),
        recovered: None,
        finding: Some(Finding {
            run: run.clone(),
            step: "step 1".to_owned(),
            request: None,
            expected: None,
            got: "502".to_owned(),
            trace: None,
            rerun: "tripline run shop.trip.yaml".to_owned(),
            link: None,
        }),
    });
    let (channel, key) = (named("hook"), "7/down".to_owned());
    let message = NewMessage { channel, key, not_before: start(), alert };
    let record = Record { messages: vec![message], ..Record::default() };
    office.messenger.store.record(record).await.unwrap();
    assert!(matches!(office.courier("hook").one().await, Next::Goes));
    let said: serde_json::Value = serde_json::from_str(&origin.received()[0].text()).unwrap();
    assert_eq!(said["alert"]["link"], "https://tripline.example.com/i/7");
    let of_run = format!("https://tripline.example.com/r/{run}");
    let affected = &said["alert"]["about"]["incident"]["affected"][0];
    assert_eq!(affected["finding"]["link"], of_run.as_str());
}
