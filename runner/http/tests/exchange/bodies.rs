//! Bodies: decoded, capped, broken.

use runner_http::Request;
use runner_model::{Phase, TransportErrorKind as Kind};
use runner_testkit::{Lie, Origin, Reply, SAMPLE};

use crate::sending::*;

fn lie(origin: &Origin, lie: Lie) -> String {
    origin.url(&format!("/lie/{}", lie.name()))
}

#[tokio::test]
async fn every_coding_is_decoded_and_the_header_stays() {
    let origin = Origin::start();
    let sender = Sender::new();
    for (path, coding) in
        [("/gzip", "gzip"), ("/deflate", "deflate"), ("/br", "br"), ("/zstd", "zstd")]
    {
        let exchanged = sender.get(&origin.url(path)).await;
        let response = whole(&exchanged);
        assert_eq!(text(&exchanged), SAMPLE, "{path}");
        assert_eq!(response.header("content-encoding").as_deref(), Some(coding));
        assert_eq!(response.body.size, SAMPLE.len() as u64);
    }
}

#[tokio::test]
async fn nothing_is_decoded_unless_asked_for() {
    let origin = Origin::start();
    let request = Request { decode: false, ..get(&origin.url("/gzip")) };
    let exchanged = Sender::new().send(request).await;
    whole(&exchanged);
    assert_eq!(exchanged.body[..2], [0x1f, 0x8b]);
}

#[tokio::test]
async fn an_encoding_nobody_knows_is_left_as_it_is() {
    let origin = Origin::start();
    let exchanged = Sender::new().get(&lie(&origin, Lie::UnknownEncoding)).await;
    assert_eq!(whole(&exchanged).status, 200);
    assert!(!exchanged.body.is_empty());
}

#[tokio::test]
async fn a_body_as_long_as_the_cap_is_fine_and_one_byte_more_is_not() {
    let origin = Origin::start();
    let sender = Sender::new();
    let capped = |max_body| Request { max_body, ..get(&origin.url("/bytes/4096")) };
    assert_eq!(sender.send(capped(4096)).await.body.len(), 4096);
    let exchanged = sender.send(capped(4095)).await;
    let message = "the body is longer than 4095 bytes, the limit set by `max_body`";
    assert_broken(&exchanged, Kind::TooLarge, Phase::Receive, message);
    let head = exchanged.exchange.answer.response().expect("the head came");
    assert_eq!((head.status, exchanged.body.len()), (200, 4095));
}

#[tokio::test]
async fn bombs_and_endless_bodies_stop_at_the_cap() {
    let origin = Origin::start();
    let sender = Sender::new();
    for bomb in [Lie::GzipBomb, Lie::BrBomb, Lie::ZstdBomb, Lie::HugeBody, Lie::EndlessBody] {
        let request = Request { max_body: 1 << 20, ..get(&lie(&origin, bomb)) };
        let exchanged = sender.send(request).await;
        let message = "the body is longer than 1 MiB, the limit set by `max_body`";
        assert_broken(&exchanged, Kind::TooLarge, Phase::Receive, message);
        assert_eq!(exchanged.body.len(), 1 << 20, "{}", bomb.name());
    }
}

#[tokio::test]
async fn a_body_that_is_not_what_it_says_is_a_broken_answer_with_its_head() {
    let origin = Origin::start();
    let exchanged = Sender::new().get(&lie(&origin, Lie::GzipFake)).await;
    let message = "the body says gzip and is not";
    assert_broken(&exchanged, Kind::Protocol, Phase::Receive, message);
    assert_eq!(exchanged.exchange.answer.response().unwrap().status, 200);

    for coding in ["br", "zstd"] {
        origin.on("/fake", Reply::text("{\"not\": \"it\"}").header("content-encoding", coding));
        let exchanged = Sender::new().get(&origin.url("/fake")).await;
        let message = format!("the body says {coding} and is not");
        assert_broken(&exchanged, Kind::Protocol, Phase::Receive, &message);
    }
}

#[tokio::test]
async fn a_truncated_encoding_keeps_what_came_out_of_it() {
    let origin = Origin::start();
    let exchanged = Sender::new().get(&lie(&origin, Lie::GzipTruncated)).await;
    let error = broken(&exchanged);
    assert_eq!((error.kind, error.phase), (Kind::Protocol, Phase::Receive));
    let message = format!(
        "the gzip body is cut off or damaged: its end does not fit, after {} decoded bytes",
        exchanged.body.len()
    );
    assert_eq!(error.message, message);
    assert!(!exchanged.body.is_empty());
}

#[tokio::test]
async fn a_body_that_breaks_off_keeps_its_head_and_its_beginning() {
    let origin = Origin::start();
    let at = origin.addr();
    let cases = [
        (
            Lie::LengthTooLong,
            Kind::Reset,
            format!("{at} closed the connection after 17 of 100 promised bytes"),
        ),
        (
            Lie::ResetInBody,
            Kind::Reset,
            format!("{at} reset the connection after 17 of 100 promised bytes"),
        ),
        (
            Lie::LastChunkMissing,
            Kind::Reset,
            format!("{at} closed the connection after 34 bytes of a body whose end had not come"),
        ),
        (
            Lie::ChunkSizeBroken,
            Kind::Protocol,
            format!(
                "the body from {at} is not well-formed (invalid chunk size line: missing size digit), \
                 after 17 bytes of a body whose end had not come"
            ),
        ),
    ];
    for (broken_off, kind, message) in cases {
        let exchanged = Sender::new().get(&lie(&origin, broken_off)).await;
        assert_broken(&exchanged, kind, Phase::Receive, &message);
        let head = exchanged.exchange.answer.response().expect("the head came");
        assert_eq!((head.status, head.body.size), (200, exchanged.body.len() as u64));
        assert!(exchanged.body.len() >= 17);
    }
}

#[tokio::test]
async fn a_body_may_end_with_its_connection() {
    let origin = Origin::start();
    origin.on("/old", Reply::text("all of it").until_close());
    assert_eq!(text(&Sender::new().get(&origin.url("/old")).await), "all of it");
}
