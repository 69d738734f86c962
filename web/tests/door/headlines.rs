//! The first line of a page is its verdict, and a deploy says what it broke.

use crate::house::House;
use crate::pages::{look, watched};

/// The first line of a page.
async fn headline(house: &House, page: &str) -> String {
    let html = look(house, page).await.body;
    let (_, rest) = html.split_once("<h1").expect("there is a first line");
    let (_, rest) = rest.split_once("<span>").expect("it is a sentence");
    rest.split("</span>").next().unwrap().to_owned()
}

#[tokio::test]
async fn pages_begin_with_a_verdict() {
    let house = watched().await;
    assert_eq!(headline(&house, "/env").await, "1 of 2 suites passing, none failing");
    assert_eq!(
        headline(&house, "/slo").await,
        "checkout-works burns at 30× the even pace: spent in 38 min"
    );
    assert_eq!(headline(&house, "/s").await, "1 of 2 suites passing, none failing");
    assert_eq!(headline(&house, "/s?q=check").await, "1 of 1 suite passing");
    assert_eq!(headline(&house, "/runs").await, "3 of the last 10 runs failed");
    assert_eq!(headline(&house, "/runs?outcome=failed").await, "All of these 3 runs failed");
    assert_eq!(headline(&house, "/deps").await, "No failure of shop is known in the last 30 days");
    assert_eq!(headline(&house, "/d").await, "Cannot tell: shop 1.4.2, 3 min ago in production");
}

#[tokio::test]
async fn a_deploy_says_what_its_first_failure_found_and_what_is_different() {
    let house = watched().await;
    let page = look(&house, "/d/1").await.body;
    let (_, found) = page.split_once("what its first failure found").expect("it is shown");
    assert!(found.contains("<dt>step</dt><dd>step 1"), "{found}");
    assert!(found.contains("the last pass before it"), "{found}");
    let (_, status) = found.split_once("<code>status</code>").expect("the status differs");
    assert!(status.contains("<span>201</span>") && status.contains("<span>502</span>"), "{found}");
}

#[tokio::test]
async fn where_nothing_was_deployed_a_pipeline_finds_what_to_say() {
    let house = House::open().await;
    let page = look(&house, "/d").await.body;
    for said in [
        "tripline gate -e production",
        "$GITHUB_SHA",
        "TRIPLINE_TOKEN: ${{ secrets.TRIPLINE_TOKEN }}",
        "curl -X POST https://tripline.example.com/api/v1/deploys",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
}
