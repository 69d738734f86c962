//! What is for sale, as JSON, GraphQL and HTML.

use examples_shop::Service::Shop as Front;
use serde_json::json;

use crate::client::{ask, shop};

#[tokio::test]
async fn the_next_links_lead_through_all_pages() {
    let shop = shop().await;
    let mut path = "/catalogue?limit=5".to_owned();
    let mut sizes = Vec::new();
    loop {
        let answer = ask(&shop, Front, "GET", &path).send().await;
        let list = answer.json();
        sizes.push(list["items"].as_array().unwrap().len());
        let Some(next) = list["next"].as_str() else {
            assert_eq!(answer.header("link"), None);
            break;
        };
        assert_eq!(answer.header("link"), Some(format!("<{next}>; rel=\"next\"").as_str()));
        path = next.strip_prefix(&shop.url(Front)).unwrap().to_owned();
    }
    assert_eq!(sizes, [5, 5, 2]);
    let wrong = ask(&shop, Front, "GET", "/catalogue?limit=0&page=0").send().await;
    assert_eq!(wrong.complaints(), ["limit", "page"]);
    assert_eq!(ask(&shop, Front, "GET", "/catalogue?limit=x").send().await.status, 400);
}

#[tokio::test]
async fn whoever_has_it_already_gets_a_304() {
    let shop = shop().await;
    let first = ask(&shop, Front, "GET", "/catalogue").send().await;
    let etag = first.header("etag").unwrap();
    let again = ask(&shop, Front, "GET", "/catalogue").header("if-none-match", etag).send().await;
    assert_eq!((again.status, again.body.as_str()), (304, ""));
    assert_eq!(again.header("etag"), Some(etag));
    let german = ask(&shop, Front, "GET", "/catalogue").header("accept-language", "de");
    let german = german.header("if-none-match", etag).send().await;
    assert_eq!(german.status, 200, "another language is another body");
}

#[tokio::test]
async fn the_shop_speaks_two_languages() {
    let shop = shop().await;
    for (wish, name) in [("en", "Garden chair"), ("de-CH, en;q=0.5", "Gartenstuhl")] {
        let answer =
            ask(&shop, Front, "GET", "/catalogue/SKU-1001").header("accept-language", wish);
        let answer = answer.send().await;
        assert_eq!(answer.json()["name"], name);
        assert_eq!(answer.header("content-language"), Some(&wish[..2]));
    }
    assert_eq!(ask(&shop, Front, "GET", "/catalogue/SKU-1").send().await.status, 404);
}

#[tokio::test]
async fn a_search_finds_by_name_and_tag() {
    let shop = shop().await;
    let found = ask(&shop, Front, "GET", "/search?q=Lamp").send().await.json();
    assert_eq!(found["count"], 2);
    assert_eq!(found["hits"][0]["sku"], "SKU-1008");
    assert_eq!(ask(&shop, Front, "GET", "/search").send().await.status, 400);
    assert_eq!(ask(&shop, Front, "GET", "/search?q=a").send().await.complaints(), ["q"]);
}

#[tokio::test]
async fn graphql_answers_with_data_and_errors() {
    let shop = shop().await;
    let ask = async |body| ask(&shop, Front, "POST", "/graphql").json(&body).send().await;
    let good = ask(json!({
        "query": "query One($sku: String!) { product(sku: $sku) { name price } } query Two { products { sku } }",
        "variables": { "sku": "SKU-1001" },
        "operationName": "One",
    }))
    .await;
    assert_eq!(good.body, r#"{"data":{"product":{"name":"Garden chair","price":12.99}}}"#);
    let partly = ask(json!({ "query": "{ colour products(first: 1) { sku } }" })).await;
    assert_eq!(partly.status, 200);
    assert_eq!(partly.json()["data"]["products"][0]["sku"], "SKU-1001");
    assert_eq!(partly.json()["errors"][0]["path"], json!(["colour"]));
    let garbled = ask(json!({ "query": "{ product( }" })).await;
    assert_eq!(garbled.status, 400);
    assert_eq!(garbled.json()["errors"][0]["message"], "Expected a name, found `}`.");
}

#[tokio::test]
async fn a_browser_gets_a_page() {
    let shop = shop().await;
    let page = ask(&shop, Front, "GET", "/").send().await;
    assert!(page.header("content-type").unwrap().starts_with("text/html"));
    assert!(page.body.contains("<h1>The sample shop</h1>"));
    assert_eq!(page.body.matches("<li id=").count(), 12);
    let moved = ask(&shop, Front, "GET", "/products").send().await;
    assert_eq!((moved.status, moved.header("location")), (301, Some("/catalogue")));
}
