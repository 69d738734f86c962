//! The page of an incident: what happened, what it cost, what is said of it.

use jiff::SignedDuration;
use runner_model::IncidentId;
use runner_store::NewPublicUpdate;
use serde_json::json;

use crate::house::{READ, start};
use crate::pages::{look, send, watched};

#[tokio::test]
async fn what_happened_is_told_in_order() {
    let house = watched().await;
    let page = look(&house, "/i/1").await.body;
    let (_, timeline) = page.split_once("<ol class=\"tl\">").unwrap();
    let (timeline, _) = timeline.split_once("</ol>").unwrap();
    let labels: Vec<&str> = timeline
        .split("<b class=\"b\">")
        .skip(1)
        .map(|rest| rest.split_once("</b>").unwrap().0)
        .collect();
    assert_eq!(labels, ["Deployed", "Began", "Detected"]);
    assert!(timeline.contains("shop 1.4.2"), "{timeline}");
}

#[tokio::test]
async fn what_an_incident_spent_stands_on_its_page() {
    let house = watched().await;
    let page = look(&house, "/i/1").await.body;
    let (_, spent) = page.split_once("<h2>Budget spent</h2>").expect("it is told");
    let (spent, _) = spent.split_once("</section>").unwrap();
    assert!(spent.contains("href=\"/slo/checkout-works\""), "{spent}");
    // Three minutes of the 14 min 24 s that 99 % of a day leave.
    assert!(spent.contains("3 min of 14 min 24 s"), "{spent}");
    assert!(spent.contains("20.8 %"), "{spent}");
}

#[tokio::test]
async fn an_incident_leads_to_its_suites_and_runs() {
    let house = watched().await;
    let page = look(&house, "/i/1").await.body;
    let (_, affected) = page.split_once("<h2>Affected suites</h2>").unwrap();
    let to_itself = "<a class=\"btn\" href=\"/i/1\">";
    assert!(!page.contains(to_itself) && look(&house, "/").await.body.contains(to_itself));
    assert!(
        affected.contains("<a href=\"/s/suites/shop?monitor=checkout\">Shop</a>"),
        "{affected}"
    );
    assert!(affected.contains(">Open run</a>"), "{affected}");
}

#[tokio::test]
async fn what_is_said_in_public_can_be_withdrawn_on_the_page() {
    let house = watched().await;
    let said = NewPublicUpdate {
        incident: IncidentId(1),
        at: start() + SignedDuration::from_mins(10),
        text: "The shop is slow.".to_owned(),
        who: "ana".to_owned(),
    };
    let update = house.store.public_updates().publish(said).await.unwrap();
    let way = format!("/i/1/updates/{}/withdraw", update.0);
    let page = look(&house, "/i/1").await.body;
    assert!(page.contains("The shop is slow.") && page.contains(&way), "{page}");
    let answered = send(&house, "/i/1", &way, "").await;
    assert_eq!(
        (answered.status, answered.header("location")),
        (303, Some("/i/1?said=withdrawn")),
        "{answered:?}"
    );
    assert!(!look(&house, "/i/1").await.body.contains("The shop is slow."));
    assert_eq!(send(&house, "/i/1", &way, "").await.status, 404, "there is nothing left");
}

#[tokio::test]
async fn without_incidents_the_list_says_so() {
    let house = crate::house::House::watching("version: 1\n").await;
    let page = look(&house, "/i").await.body;
    assert!(page.contains("No incident in 90 days"), "{page}");
    assert!(!page.contains("<table>"), "{page}");
}

#[tokio::test]
async fn the_api_tells_what_an_incident_spent() {
    let house = watched().await;
    let shown = house.ask_with(READ, "GET /api/v1/incidents/1").await.json();
    let spent = json!([
        { "objective": "checkout-works", "spent": "3 min of 14 min 24 s", "share": "20.8 %" }
    ]);
    assert_eq!(shown["spent"], spent);
}
