use super::{json, nearest_of, path};

const ANSWER: &str = r#"{
  "order": { "id": 7, "total": 12.5, "customer_name": "Ann", "a b": 1, "lines": [{ "sku": "x" }, { "sku": "y" }] },
  "orders": [{ "id": 1, "state": "open" }, { "id": 2 }],
  "one": [{ "id": 1 }],
  "none": [], "nothing": {}, "note": null, "ok": true, "empty": "",
  "0": "zero",
  "text": "a text that is rather longer than anybody would want to read in a message",
  "many": { "k0": 0, "k1": 1, "k2": 2, "k3": 3, "k4": 4, "k5": 5, "k6": 6, "k7": 7, "k8": 8, "k9": 9, "k10": 10, "k11": 11 }
}"#;

fn said(source: &str) -> String {
    let said = nearest_of(&path(source), &[], &json(ANSWER)).to_string();
    said.strip_prefix("the nearest path that exists is ").unwrap().to_owned()
}

#[test]
fn the_longest_part_that_exists_is_named_with_what_is_there() {
    for (source, expected) in [
        ("$.order.shipping.city", "`$.order`, with the keys id, total, customer_name, a b, lines"),
        ("$.orders[5].id", "`$.orders`, a list of 2"),
        ("$.orders[0].customer.id", "`$.orders[0]`, with the keys id, state"),
        ("$.none[0]", "`$.none`, an empty list"),
        ("$.nothing.x", "`$.nothing`, an empty map"),
        ("$.note.x", "`$.note`, null"),
        ("$.ok.x", "`$.ok`, true"),
        ("$.empty.x", "`$.empty`, an empty text"),
        ("$.order.id.x", "`$.order.id`, the number 7"),
        ("$.text.x", "`$.text`, a text of 73 characters"),
        (
            "$.many.none",
            "`$.many`, with the keys k0, k1, k2, k3, k4, k5, k6, k7, k8, k9, … and 2 more",
        ),
        ("$.orders[*].zip", "`$.orders[*]`, 2 values with the keys id, state"),
        ("$.orders[*].id.x", "`$.orders[*].id`, 2 values"),
        ("$.orders[?@.id > 5]", "`$.orders`, a list of 2"),
        ("$ .order [ 'id' ] .x", "`$ .order [ 'id' ]`, the number 7"),
        (
            "$.orders[?@['id'] == 1 && match(@.state, 'o[a-z]*')].x",
            "`$.orders[?@['id'] == 1 && match(@.state, 'o[a-z]*')]`, with the keys id, state",
        ),
    ] {
        assert_eq!(said(source), expected, "{source}");
    }
}

#[test]
fn a_misspelt_key_is_suggested() {
    for (source, meant) in [
        ("$.order.totl", "$.order.total"),
        ("$.order.Total", "$.order.total"),
        ("$.order.customerName.first", "$.order.customer_name.first"),
        ("$.oder.id", "$.order.id"),
        ("$.order['a_b']", "$.order['a b']"),
        ("$.orders[*].stat", "$.orders[*].state"),
        ("$..skuu", "$..sku"),
        ("$.order..customername", "$.order..customer_name"),
        ("$.orders.id", "$.orders[*].id"),
        ("$.one.id", "$.one[0].id"),
        ("$[0]", "$['0']"),
    ] {
        assert!(said(source).ends_with(&format!("; did you mean `{meant}`?")), "{}", said(source));
    }
}

#[test]
fn nothing_is_suggested_for_what_is_nothing_alike() {
    for source in ["$.order.xy", "$.order.it", "$.shipping", "$.orders.zip", "$.order[0]", "$..zzz"]
    {
        assert!(!said(source).contains("did you mean"), "{}", said(source));
    }
}

#[test]
fn the_root_itself_may_be_the_nearest() {
    let nearest = nearest_of(&path("$.x"), &[], &json("[]"));
    assert_eq!(nearest.to_string(), "the nearest path that exists is `$`, an empty list");
    let nearest = nearest_of(&path("$.x"), &[], &json("\"no\""));
    assert_eq!(nearest.to_string(), "the nearest path that exists is `$`, the text \"no\"");
}
