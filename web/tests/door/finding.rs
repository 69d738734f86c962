//! Finding: a page with a form; the bar shows the same while somebody types.

use runner_model::Outcome;

use crate::pages::{full, look, watched};

/// Kinds that were found, and what of each.
fn found(html: &str) -> Vec<(String, usize)> {
    let (_, found) = html.split_once("<div id=\"found\">").unwrap();
    let kinds = found.split("<h2>").skip(1);
    kinds
        .map(|kind| {
            let (name, hits) = kind.split_once("</h2>").unwrap();
            (name.to_owned(), hits.matches("<li data-row>").count())
        })
        .collect()
}

#[tokio::test]
async fn suites_incidents_promises_actions_and_pages_are_found_by_name() {
    let house = watched().await;
    let page = look(&house, "/find?q=checkout").await.body;
    let kinds = found(&page);
    let names: Vec<&str> = kinds.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Suites", "Incidents", "Error budgets", "Actions", "Pages"]);
    for hit in [
        "href=\"/s/suites/shop\"",
        "href=\"/i/1\"",
        "href=\"/slo/checkout-works\"",
        "action=\"/run/checkout\"",
        "action=\"/i/1/ack\"",
        "href=\"/runs?monitor=checkout\"",
    ] {
        assert!(page.contains(hit), "{hit}: {page}");
    }
}

#[tokio::test]
async fn a_run_is_found_by_its_id_or_the_end_of_it() {
    let house = watched().await;
    let run = full(9, Outcome::Failed).run;
    let whole = look(&house, &format!("/find?q={run}")).await.body;
    assert!(whole.contains(&format!("href=\"/r/{run}\"")), "{whole}");
    let end = look(&house, &format!("/find?q=%23{}", &run.as_str()[24..])).await.body;
    assert!(found(&end).contains(&("Runs".to_owned(), 5)), "all end so: {end}");
    assert!(end.contains(&format!("href=\"/r/{run}\"")), "the newest first: {end}");
}

#[tokio::test]
async fn without_words_pages_and_what_waits_are_offered() {
    let house = watched().await;
    let page = look(&house, "/find").await.body;
    let kinds = found(&page);
    assert_eq!(kinds[0], ("Actions".to_owned(), 1), "{kinds:?}");
    assert!(kinds[1].0 == "Pages" && kinds[1].1 > 8, "{kinds:?}");
    let none = look(&house, "/find?q=zebra").await.body;
    assert!(none.contains("Nothing is called “zebra”"), "{none}");
}
