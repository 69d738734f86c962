//! What was worked out for somebody is worked out again when something has run.

use std::time::{Duration, Instant};

use runner_model::{Outcome, RunId};

use crate::house::{House, run, start};

const PROJECT: &str = "version: 1
environments: { here: { services: {} } }
monitors: { checkout: { run: suites/shop.trip.yaml, in: here, every: 1m } }
";

/// A page, for whoever sits at this machine.
async fn look(house: &House, way: &str) -> String {
    house.raw_head(&format!("GET {way}"), &["host: localhost".to_owned()]).await.body
}

#[tokio::test]
async fn a_row_that_was_shown_is_read_again_when_something_ran() {
    let house = House::watching(PROJECT).await;
    house.record(vec![run("checkout", Outcome::Passed)]).await;
    for way in ["/", "/s"] {
        let page = look(&house, way).await;
        assert!(page.contains("1 run: 1 passed"), "{way}: {page}");
    }
    let mut next = run("checkout", Outcome::Failed);
    next.planned = start() + Duration::from_secs(60);
    next.started = next.planned;
    next.run = RunId::at(next.started, *b"9876543210");
    house.record(vec![next]).await;
    for way in ["/", "/s"] {
        let begun = Instant::now();
        while !look(&house, way).await.contains("2 runs: 1 failed, 1 passed") {
            assert!(begun.elapsed() < Duration::from_secs(20), "{way} was not renewed");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}
