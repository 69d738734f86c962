//! From where on people are told that a budget burns.

use jiff::SignedDuration;
use runner_model::Outcome;
use serde_json::{Value, json};

use crate::house::{House, READ};
use crate::pages::{full, look};

const PROJECT: &str = "version: 1
monitors:
  checkout: { run: suites/shop.trip.yaml, every: 1m, notify: crew }
  alone: { run: suites/shop.trip.yaml, every: 1m }
channels: { hook: { webhook: { post: 'https://hooks.example.com/' } } }
notify: { crew: [ { channel: hook } ], oncall: [ { channel: hook } ] }
slos:
  holds: { of: checkout, target: 99%, over: 30d, alert: standard, coverage: 10% }
  own:
    of: checkout
    target: 99%
    over: 30d
    coverage: 10%
    alert: [ { burn: 2.5, over: 1h, and: 5m, severity: warning, notify: oncall } ]
  quiet: { of: checkout, target: 99%, over: 30d }
  unheard: { of: alone, target: 99%, over: 30d, alert: standard }
";

/// Of ten runs, one a minute, the last three failed.
async fn burning() -> House {
    let house = House::watching(PROJECT).await;
    for minute in 0..10 {
        let outcome = if minute < 7 { Outcome::Passed } else { Outcome::Failed };
        house.record(vec![full(minute, outcome)]).await;
    }
    house.clock.advance(SignedDuration::from_mins(10));
    house
}

async fn rules(house: &House, objective: &str) -> Value {
    let shown = house.ask_with(READ, &format!("GET /api/v1/objectives/{objective}")).await;
    assert_eq!(shown.status, 200, "{shown:?}");
    shown.json()["rules"].clone()
}

#[tokio::test]
async fn the_api_tells_each_rule_beside_how_fast_the_budget_burns() {
    let house = burning().await;
    let rule = |severity, burn, over, and| json!({ "severity": severity, "burn": burn, "over_s": over, "and_s": and, "burn_over": "30", "notify": ["crew"] });
    let standard = rules(&house, "holds").await;
    let standard = standard.as_array().unwrap();
    assert_eq!(standard.len(), 3, "{standard:?}");
    let expected = [
        rule("critical", "14.4", 3_600, 300),
        rule("critical", "6", 6 * 3_600, 1_800),
        rule("warning", "1", 3 * 86_400, 6 * 3_600),
    ];
    for ((mut told, expected), short) in
        standard.iter().cloned().zip(expected).zip(["60", "30", "30"])
    {
        let said = told.as_object_mut().unwrap();
        assert_eq!(said.remove("burn_and"), Some(json!(short)));
        assert_eq!(said.remove("state"), Some(json!("too_fast")));
        assert_eq!(told, expected);
    }
    let own = rules(&house, "own").await;
    assert_eq!((&own[0]["burn"], &own[0]["notify"]), (&json!("2.5"), &json!(["oncall"])), "{own}");
    assert_eq!(rules(&house, "quiet").await, json!([]), "nobody is told");
}

#[tokio::test]
async fn of_what_never_ran_no_rate_is_told() {
    let house = House::watching(PROJECT).await;
    let own = &rules(&house, "own").await[0];
    assert_eq!(own["state"], "not_known");
    assert_eq!((own.get("burn_over"), own.get("burn_and")), (None, None), "{own}");
    let page = look(&house, "/slo/own").await.body;
    assert!(page.contains("– and –</span> <span class=\"s-mute\">too little is known"), "{page}");
}

#[tokio::test]
async fn the_page_of_an_objective_says_when_who_is_told() {
    let house = burning().await;
    let page = look(&house, "/slo/holds").await.body;
    let (_, table) = page.split_once("<h2>Told when</h2>").unwrap();
    let (table, _) = table.split_once("</table>").unwrap();
    let first = "<td>critical</td><td class=\"r num\">14.4×</td><td class=\"num\">1 h and 5 min</td>\
        <td><span class=\"num\">30× and 60×</span> <span class=\"s-bad\">too fast</span></td>\
        <td>crew</td>";
    assert!(table.contains(first), "{table}");
    assert_eq!(table.matches("<td>critical</td>").count(), 2, "{table}");
    assert!(table.contains("3 d and 6 h"), "{table}");
    let quiet = look(&house, "/slo/quiet").await.body;
    assert!(quiet.contains("Nobody is told when this budget burns"), "{quiet}");
    let unheard = look(&house, "/slo/unheard").await.body;
    assert!(unheard.contains("<td>nobody</td>"), "neither rule nor monitor names any: {unheard}");
}

#[tokio::test]
async fn the_list_says_beside_each_rate_from_where_on_somebody_is_told() {
    let house = burning().await;
    let page = look(&house, "/slo").await.body;
    let row = |name: &str| {
        let (_, row) = page.split_once(&format!(">{name}</a>")).unwrap();
        row.split("</tr>").next().unwrap().to_owned()
    };
    let holds = row("holds");
    assert!(holds.contains("30×<span class=\"sub\">told over 14.4×</span>"), "{holds}");
    assert!(holds.contains("30×<span class=\"sub\">told over 6×</span>"), "{holds}");
    assert!(row("own").contains("told over 2.5×") && !row("own").contains("nobody"), "{page}");
    for name in ["quiet", "unheard"] {
        let row = row(name);
        assert!(row.contains("<span class=\"sub\">nobody is told</span>"), "{name}: {row}");
        assert!(!row.contains("told over"), "{name}: {row}");
    }
}
