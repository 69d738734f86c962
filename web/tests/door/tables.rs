//! What is drawn can be read: each drawing has a sentence, and a table that needs no script.

use runner_model::Outcome;

use crate::pages::{full, look, watched};

/// The rows of every table that stands folded below a drawing, as text.
fn tables(html: &str) -> Vec<Vec<String>> {
    let folded = html.split("<summary>View as table</summary>").skip(1);
    folded
        .map(|rest| {
            let (table, _) = rest.split_once("</table>").expect("it ends");
            table.split("<tr>").skip(1).map(text).collect()
        })
        .collect()
}

/// Without marks, cells apart.
fn text(html: &str) -> String {
    let mut words = String::new();
    let mut is_mark = false;
    for c in html.replace("</td>", "|").replace("</th>", "|").chars() {
        match c {
            '<' => is_mark = true,
            '>' => is_mark = false,
            c if !is_mark => words.push(c),
            _ => {}
        }
    }
    words
}

#[tokio::test]
async fn where_it_fails_can_be_read_row_by_row() {
    let house = watched().await;
    // Beside it stand the tables of what takes longer to work out, once they are there.
    let all = tables(&look(&house, "/").await.body);
    let matrix = all.first().expect("of the card");
    assert_eq!(matrix.len(), 11, "{matrix:?}");
    assert_eq!(matrix[1], "2026-01-01 00:09:00 UTC|failed|");
    assert_eq!(matrix[10], "2026-01-01 00:00:00 UTC|passed|");
    let page = look(&house, "/s?env=production").await.body;
    assert!(page.contains("href=\"/runs?env=production\">View the last runs as a table</a>"));
}

#[tokio::test]
async fn a_suite_tells_runs_days_and_steps_as_tables() {
    let house = watched().await;
    let page = look(&house, "/s/suites/shop?env=production").await.body;
    let [runs, days, steps] = &tables(&page)[..] else { panic!("{page}") };
    assert_eq!(runs[1], "2026-01-01 00:09:00 UTC|failed|120 ms|");
    assert_eq!(days[1], "2026-01-01|70.0 %|10|3|");
    assert!(page.contains("Of 89 days nothing is known."), "{page}");
    assert_eq!(steps[0], "Began|look|");
    assert_eq!(steps[1], "2026-01-01 00:09:00 UTC|120 ms, failed|");
    assert_eq!(steps[10], "2026-01-01 00:00:00 UTC|120 ms|");
}

#[tokio::test]
async fn a_budget_can_be_read_going_down() {
    let house = watched().await;
    let page = look(&house, "/slo/checkout-works").await.body;
    let [budget] = &tables(&page)[..] else { panic!("{page}") };
    assert_eq!(budget[0], "Until|Left|At an even pace|");
    assert!(budget.len() > 2 && budget.last().unwrap().contains(" %|"), "{budget:?}");
}

#[tokio::test]
async fn a_waterfall_is_a_grid_and_a_table() {
    let house = watched().await;
    let failed = full(9, Outcome::Failed).run;
    let page = look(&house, &format!("/r/{failed}")).await.body;
    let [_, phases] = &tables(&page)[..] else { panic!("{page}") };
    assert!(
        phases[0].starts_with("Step|Result|DNS|Connect|TLS|Send|Wait|Receive|In all|Last pass")
    );
    assert!(phases[1].ends_with("|failed|–|–|–|0 ms|120 ms|0 ms|120 ms|120 ms|"), "{phases:?}");
    let (_, grid) = page.split_once("role=\"grid\"").expect("there is a grid");
    let (_, row) = grid.split_once("role=\"row\" data-row").expect("with a row");
    let (row, _) = row.split_once("</div>").unwrap();
    assert_eq!(row.matches("role=\"gridcell\"").count(), 6, "{row}");
    assert!(row.contains("<a href=\"/r/"), "{row}");
}

#[tokio::test]
async fn the_axis_of_incidents_leads_to_their_table() {
    let house = watched().await;
    let page = look(&house, "/i").await.body;
    assert!(page.contains("<a class=\"link\" href=\"#list\">View as table</a>"), "{page}");
    assert!(page.contains("<section class=\"panel\" id=\"list\"><table>"), "{page}");
}
