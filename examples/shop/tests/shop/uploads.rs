//! Files that are sent and fetched again.

use examples_shop::Service::Shop as Front;
use examples_shop::Shop;

use crate::client::{Answer, ask, log_in, shop};

const MULTIPART: &str = "multipart/form-data; boundary=XX";

fn form(title: &str, bytes: &str) -> String {
    format!(
        "--XX\r\ncontent-disposition: form-data; name=\"title\"\r\n\r\n{title}\r\n\
         --XX\r\ncontent-disposition: form-data; name=\"photo\"; filename=\"chair.svg\"\r\n\
         content-type: image/svg+xml\r\n\r\n{bytes}\r\n--XX--\r\n"
    )
}

async fn upload(shop: &Shop, token: &str, form: String) -> Answer {
    ask(shop, Front, "POST", "/uploads").bearer(token).body(MULTIPART, form).send().await
}

#[tokio::test]
async fn an_upload_comes_back_as_it_was_sent_to_its_owner_alone() {
    let shop = shop().await;
    let token = log_in(&shop, "test-user@example.com").await;
    let sent = upload(&shop, &token, form("A chair", "<svg/>")).await;
    assert_eq!(sent.status, 201);
    let path = sent.header("location").unwrap();
    let file = &sent.json()["files"][0];
    assert_eq!(
        file.to_string(),
        r#"{"part":"photo","name":"chair.svg","type":"image/svg+xml","size":6}"#
    );
    let photo = ask(&shop, Front, "GET", &format!("{path}/photo")).bearer(&token).send().await;
    assert_eq!(photo.header("content-type"), Some("image/svg+xml"));
    assert_eq!(photo.body, "<svg/>");

    let other = log_in(&shop, "second-user@example.com").await;
    assert_eq!(ask(&shop, Front, "GET", path).bearer(&other).send().await.status, 404);
    assert_eq!(ask(&shop, Front, "DELETE", path).bearer(&other).send().await.status, 404);
    assert_eq!(ask(&shop, Front, "DELETE", path).bearer(&token).send().await.status, 204);
    assert_eq!(ask(&shop, Front, "GET", path).bearer(&token).send().await.status, 404);
}

#[tokio::test]
async fn what_is_no_upload_is_refused() {
    let shop = shop().await;
    let token = log_in(&shop, "test-user@example.com").await;
    assert_eq!(upload(&shop, &token, form("", "x")).await.complaints(), ["title"]);
    assert_eq!(
        upload(&shop, &token, "--XX--\r\n".to_owned()).await.complaints(),
        ["title", "files"]
    );
    assert_eq!(upload(&shop, &token, "garbled".to_owned()).await.status, 400);
    assert_eq!(upload(&shop, &token, form("big", &"x".repeat(1 << 20))).await.status, 413);
    let wrong = ask(&shop, Front, "POST", "/uploads").bearer(&token).body("text/plain", "x");
    assert_eq!(wrong.send().await.status, 415);
}
