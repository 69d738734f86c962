//! What is set.

use crate::house::{House, READ};
use crate::pages::look;

#[tokio::test]
async fn how_long_results_are_remembered_is_shown() {
    let project = "version: 1\nretention: { runs: 50d, summaries: 3 months }\n";
    let house = House::watching(project).await;
    let page = look(&house, "/settings").await.body;
    for line in ["<dt>every run</dt><dd>50 d</dd>", "<dt>hours and days</dt><dd>3 months</dd>"] {
        assert!(page.contains(line), "{line}: {page}");
    }
    let answered = house.ask_with(READ, "GET /api/v1/settings").await.json();
    assert_eq!(answered["kept"][1]["for_long"], "180 d");
}
