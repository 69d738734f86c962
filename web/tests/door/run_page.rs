//! The page of a run: what one sees of it first, and what is said of what is not there.

use runner_model::{Answer, Body, Outcome, SeriesRun};

use crate::house::House;
use crate::pages::{full, look};

const PROJECT: &str = "version: 1
monitors: { checkout: { run: suites/shop.trip.yaml, every: 1m } }
";

/// What is open of the tabs.
fn open(html: &str) -> &str {
    let (before, _) = html.split_once("aria-current=\"true\" data-tab=\"").map_or_else(
        || panic!("no tab is open: {html}"),
        |(_, rest)| rest.split_once('"').unwrap(),
    );
    before
}

#[tokio::test]
async fn of_the_first_run_ever_the_response_is_open_and_the_diff_explains() {
    let house = House::watching(PROJECT).await;
    let first = full(0, Outcome::Failed);
    house.record(vec![first.clone()]).await;
    let page = look(&house, &format!("/r/{}", first.run)).await.body;
    assert_eq!(open(&page), "Response");
    let diff = look(&house, &format!("/r/{}?tab=diff", first.run)).await.body;
    assert_eq!(open(&diff), "Diff");
    assert!(diff.contains("No other run of this test has passed yet."), "{diff}");
    house.record(vec![full(1, Outcome::Passed), full(2, Outcome::Failed)]).await;
    let later = look(&house, &format!("/r/{}", full(2, Outcome::Failed).run)).await.body;
    assert_eq!(open(&later), "Diff", "there is something to compare with");
}

/// A run whose answer is larger than what is kept of it.
fn large() -> SeriesRun {
    let mut run = full(0, Outcome::Failed);
    let step = &mut run.detail.as_mut().unwrap().steps[0];
    let Answer::Complete(response) = &mut step.exchange.as_mut().unwrap().answer else {
        panic!("it has an answer");
    };
    response.body = Body::of(&[b'x'; Body::SHOWN + 1]);
    run
}

#[tokio::test]
async fn of_a_large_body_the_beginning_the_size_and_the_hash_are_shown() {
    let house = House::watching(PROJECT).await;
    let run = large();
    house.record(vec![run.clone()]).await;
    let page = look(&house, &format!("/r/{}?tab=response", run.run)).await.body;
    let hash = "1abe08ebecf1c18cab71f6fe28aaddf20268f85bad78bb9a72f88ca47c874662";
    let said = format!("only the beginning is shown; 65.5 kB in all, SHA-256 {hash}");
    assert!(page.contains(&said), "{said}");
    assert!(page.matches("xxxxxxxxxx").count() > 6_000, "64 KiB of it");
}

#[tokio::test]
async fn a_run_can_be_done_again_on_a_laptop() {
    let house = House::watching(PROJECT).await;
    let run = full(0, Outcome::Failed);
    house.record(vec![run.clone()]).await;
    let page = look(&house, &format!("/r/{}", run.run)).await.body;
    assert!(page.contains("data-copy>tripline run suites/shop.trip.yaml</pre>"), "{page}");
    assert!(page.contains("data-copy data-key=\"c\">curl "), "{page}");
}
