//! What is long comes compressed to those who read it.

use std::io::Read as _;

use flate2::read::GzDecoder;
use runner_model::Outcome;

use crate::house::{House, run};

const PROJECT: &str = "version: 1
environments: { here: { services: {} } }
monitors: { checkout: { run: suites/shop.trip.yaml, in: here, every: 1m } }
status_pages: { shop: { components: { Checkout: [checkout] } } }
";

async fn asked(house: &House, way: &str, accepted: &str) -> (String, Vec<u8>) {
    let request = format!(
        "GET {way} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\naccept-encoding: {accepted}\r\n\r\n"
    );
    let answer = house.raw(request.as_bytes()).await;
    let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap();
    (String::from_utf8(answer[..end].to_vec()).unwrap(), answer[end + 4..].to_vec())
}

#[tokio::test]
async fn whoever_reads_it_gets_less_and_reads_the_same() {
    let house = House::watching(PROJECT).await;
    house.record(vec![run("checkout", Outcome::Passed)]).await;
    for way in ["/", "/status/shop", "/status/shop/status.json", "/api/v1/openapi.json"] {
        let (plain_head, plain) = asked(&house, way, "identity").await;
        let (head, small) = asked(&house, way, "br, gzip").await;
        assert!(!plain_head.contains("content-encoding"), "{way}: {plain_head}");
        assert!(head.contains("content-encoding: gzip"), "{way}: {head}");
        assert!(head.contains(&format!("content-length: {}", small.len())), "{way}: {head}");
        for head in [&plain_head, &head] {
            assert!(head.contains("vary: accept-encoding"), "{way}: {head}");
        }
        let mut read = Vec::new();
        GzDecoder::new(&small[..]).read_to_end(&mut read).unwrap();
        assert!(small.len() * 2 < plain.len(), "{way}: {} of {}", small.len(), plain.len());
        // Forms carry a token of their own each time.
        if way != "/" {
            assert_eq!(read, plain, "{way}");
        }
    }
}

#[tokio::test]
async fn what_is_short_or_no_text_is_left_as_it_is() {
    let house = House::watching(PROJECT).await;
    for way in ["/healthz", "/api/v1/suites?cursor=z"] {
        let (head, _) = asked(&house, way, "gzip").await;
        assert!(!head.contains("content-encoding"), "{way}: {head}");
    }
}
