//! A service that runs is measured: metrics to be asked for, and measurements that are sent.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use runner_model::{Clock, SystemClock};
use runner_monitor::metrics::Metrics;
use runner_monitor::service::{Service, Settings};
use runner_monitor::watch::Watch;
use runner_store::Store;
use runner_testkit::{Origin, Reply};

fn project(origin: &Origin, database: &str) -> String {
    format!(
        "version: 1\nmetrics: {{ influx: {{ url: '{}', database: {database}, every: 100ms }} }}\n\
         monitors:\n  shop: {{ run: [a.trip.yaml], every: 1s }}\n",
        origin.url("")
    )
}

#[tokio::test]
async fn runs_are_on_the_page_and_arrive_where_the_project_says() {
    let origin = Origin::start();
    origin.on("POST /write", Reply::status(204));
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: String| std::fs::write(folder.path().join(name), text).unwrap();
    write("tripline.yaml", project(&origin, "a"));
    write("a.trip.yaml", format!("name: A\nsteps:\n  - get: {}\n", origin.url("/status/200")));
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let metrics = Metrics::new();
    let settings = Settings {
        folder: folder.path().to_owned(),
        store: Store::open(&folder.path().join("t.db")).await.unwrap(),
        clock: Arc::clone(&clock),
        variables: Arc::new(BTreeMap::new()),
        location: "here".try_into().unwrap(),
        jobs: 4,
        per_host: None,
        pages: None,
        listener: metrics.listener(),
    };
    let running = Service::start(settings, Watch::read(folder.path()).unwrap()).await.unwrap();

    let sent_to = |database: &str| {
        let target = format!("/write?db={database}&precision=ns");
        let requests = origin.received().into_iter();
        requests.filter(|request| request.target == target).map(|r| r.text()).collect::<String>()
    };
    let patience = Duration::from_secs(20);
    let arrived = |database: &'static str| async move {
        while sent_to(database).is_empty() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(patience, arrived("a")).await.unwrap();
    assert!(sent_to("a").contains(",monitor=shop,outcome=passed,"), "{}", sent_to("a"));
    let page = metrics.text(clock.now());
    assert!(page.contains("tripline_monitor_up{monitor=\"shop\"} 1\n"), "{page}");
    assert!(page.contains("tripline_monitors 1\n"), "{page}");

    write("tripline.yaml", project(&origin, "b"));
    running.watch(Watch::read(folder.path()).unwrap()).await;
    tokio::time::timeout(patience, arrived("b")).await.unwrap();

    let gone = "version: 1\nheartbeats: { backup: { every: 24h, grace: 1h } }\n";
    write("tripline.yaml", gone.to_owned());
    running.watch(Watch::read(folder.path()).unwrap()).await;
    let is_gone = async {
        while metrics.text(clock.now()).contains("shop") {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(patience, is_gone).await.unwrap();
    running.stop().await;
}
