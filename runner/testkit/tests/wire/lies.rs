//! Each lie is on the wire as it is named.

use runner_testkit::{Lie, Origin, Reply};

use crate::client::{End, ask, body, connect, read, read_beyond, send};

const OK: &str = "HTTP/1.1 200 OK\r\n";
const JSON: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
const BODY: &str = r#"{"hello":"world"}"#;

/// What a client must read, all of it, and how the connection then stands.
fn expected(lie: Lie) -> Option<(String, End)> {
    use End::{Closed, Reset, Silent};
    let lengths = |lines: &str| format!("{JSON}{lines}\r\n\r\n{BODY}");
    let chunks = |rest: &str| format!("{JSON}Transfer-Encoding: chunked\r\n\r\n11\r\n{BODY}{rest}");
    let odd = |line: &str| format!("{JSON}{line}\r\nContent-Length: 17\r\n\r\n{BODY}");
    let good = lengths("Content-Length: 17");
    let half = lengths("Content-Length: 100");
    let half_head = "HTTP/1.1 200 OK\r\nContent-Ty".to_owned();
    let table = [
        (Lie::CloseBeforeHead, String::new(), Closed),
        (Lie::ResetBeforeHead, String::new(), Reset),
        (Lie::StallBeforeHead, String::new(), Silent),
        (Lie::CloseInHead, half_head.clone(), Closed),
        (Lie::ResetInHead, half_head.clone(), Reset),
        (Lie::StallInHead, half_head, Silent),
        (Lie::LengthTooLong, half.clone(), Closed),
        (Lie::ResetInBody, half.clone(), Reset),
        (Lie::StallInBody, half, Silent),
        (Lie::CloseAfterAnswer, good.clone(), Closed),
        (Lie::StaleKeepAlive, good.clone(), Silent),
        (Lie::LengthTooShort, lengths("Content-Length: 5"), Silent),
        (Lie::LengthTwice, lengths("Content-Length: 17\r\nContent-Length: 17"), Silent),
        (Lie::LengthConflict, lengths("Content-Length: 5\r\nContent-Length: 17"), Silent),
        (Lie::LengthNegative, lengths("Content-Length: -1"), Silent),
        (Lie::LengthNotANumber, lengths("Content-Length: many"), Silent),
        (Lie::LengthOverflow, lengths(&format!("Content-Length: {}", "9".repeat(30))), Silent),
        (
            Lie::LengthAndChunked,
            chunks(&format!("\r\n11\r\n{BODY}\r\n0\r\n\r\n"))
                .replace("Transfer", "Content-Length: 5\r\nTransfer"),
            Silent,
        ),
        (Lie::ChunkSizeBroken, chunks(&format!("\r\nzz\r\n{BODY}\r\n0\r\n\r\n")), Silent),
        (
            Lie::ChunkSizeOverflow,
            chunks(&format!("\r\n{}\r\n{BODY}\r\n0\r\n\r\n", "f".repeat(20))),
            Silent,
        ),
        (Lie::LastChunkMissing, chunks(&format!("\r\n11\r\n{BODY}\r\n")), Closed),
        (Lie::GzipFake, lengths("Content-Encoding: gzip\r\nContent-Length: 17"), Silent),
        (Lie::UnknownEncoding, lengths("Content-Encoding: snappy-7\r\nContent-Length: 17"), Silent),
        (Lie::BadJson, format!("{JSON}Content-Length: 9\r\n\r\n{{\"hello\":"), Silent),
        (Lie::Garbage, format!("%$#@!\r\nnot HTTP at all\r\n{good}"), Silent),
        (Lie::Http09, "<html>hello</html>".to_owned(), Closed),
        (Lie::UnknownVersion, good.replace("HTTP/1.1", "HTTP/7.3"), Silent),
        (Lie::StatusNotANumber, good.replace("200", "abc"), Silent),
        (Lie::ByteByByte, good.clone(), Silent),
        (Lie::HeadWithBody, good.clone(), Silent),
        (Lie::NoContentWithBody, good.replace("200 OK", "204 No Content"), Silent),
        (Lie::RedirectNowhere, redirect(""), Silent),
        (Lie::RedirectBadUrl, redirect("Location: http://[::1\r\n"), Silent),
        (Lie::RedirectToFile, redirect("Location: file:///etc/passwd\r\n"), Silent),
        (Lie::NulInHeader, odd("X-Odd: a\0b"), Silent),
        (Lie::BareCrInHeader, odd("X-Odd: a\rb"), Silent),
        (Lie::HeaderWithoutColon, odd("X-Odd"), Silent),
        (Lie::FoldedHeader, odd("X-Odd: a\r\n b"), Silent),
        (Lie::NoReason, good.replace("200 OK", "200 "), Silent),
        (Lie::OddHeaderCase, good.replace("Content-Length", "cOnTeNt-LeNgTh"), Silent),
    ];
    table.into_iter().find(|(named, ..)| *named == lie).map(|(_, text, end)| (text, end))
}

fn redirect(line: &str) -> String {
    format!("HTTP/1.1 302 Found\r\n{line}Content-Length: 0\r\n\r\n")
}

/// Those whose words are too many to write down; each has a test below.
const LARGE: [Lie; 12] = [
    Lie::GzipTruncated,
    Lie::GzipBomb,
    Lie::BrBomb,
    Lie::ZstdBomb,
    Lie::BadUtf8,
    Lie::DeepJson,
    Lie::HugeBody,
    Lie::EndlessBody,
    Lie::EndlessHeaders,
    Lie::HugeHeader,
    Lie::ManyHeaders,
    Lie::InterimStorm,
];

#[test]
fn a_lie_of_few_words_is_told_to_the_byte() {
    let origin = Origin::start();
    let port = origin.port();
    std::thread::scope(|scope| {
        for &lie in Lie::ALL {
            let Some((wanted, wanted_end)) = expected(lie) else {
                assert!(LARGE.contains(&lie) || lie == Lie::Latin1InHeader, "{}", lie.name());
                continue;
            };
            scope.spawn(move || {
                let mut socket = connect(port);
                send(&mut socket, "GET", &format!("/lie/{}", lie.name()));
                let (bytes, end) = match wanted_end {
                    End::Silent => read_beyond(&socket, wanted.len()),
                    End::Closed | End::Reset | End::Enough => read(&socket, usize::MAX),
                };
                assert_eq!(String::from_utf8_lossy(&bytes), wanted, "{}", lie.name());
                assert_eq!(end, wanted_end, "{}", lie.name());
            });
        }
    });
}

#[test]
fn every_lie_has_a_name_of_its_own_and_is_told_by_route_as_by_path() {
    let origin = Origin::start();
    for &lie in Lie::ALL {
        assert_eq!(Lie::named(lie.name()), Some(lie));
    }
    origin.on("/mine", Reply::lie(Lie::NoReason));
    let answers = ["/mine", "/lie/no-reason"].map(|path| {
        let mut socket = connect(origin.port());
        send(&mut socket, "GET", path);
        read(socket, 80).0
    });
    assert_eq!(answers[0], answers[1]);
    assert_eq!(Lie::named("honesty"), None);
}

#[test]
fn endless_lies_go_on() {
    let origin = Origin::start();
    let cases = [
        (Lie::EndlessHeaders, OK, "X-More: and another one\r\n"),
        (Lie::InterimStorm, "", "HTTP/1.1 100 Continue\r\n\r\n"),
    ];
    for (lie, start, again) in cases {
        let (bytes, end) = ask(origin.port(), "GET", &format!("/lie/{}", lie.name()));
        assert_eq!(end, End::Enough);
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(text.replacen(start, "", 1).replace(again, "").len() / 100, 0);
    }
    let (bytes, end) = ask(origin.port(), "GET", "/lie/endless-body");
    assert_eq!(end, End::Enough);
    assert!(body(&bytes).starts_with(b"10000\r\nxxx"));
}

#[test]
fn large_lies_are_as_large_as_they_say() {
    let origin = Origin::start();
    let answer = |lie: Lie| ask(origin.port(), "GET", &format!("/lie/{}", lie.name()));
    let (huge, end) = answer(Lie::HugeBody);
    assert_eq!((body(&huge).len(), end), (100 << 20, End::Closed));
    let (deep, _) = answer(Lie::DeepJson);
    assert_eq!(body(&deep).iter().filter(|byte| **byte == b'[').count(), 100_000);
    assert_eq!(body(&deep).iter().filter(|byte| **byte == b']').count(), 100_000);
    let (header, _) = answer(Lie::HugeHeader);
    assert!(
        String::from_utf8(header).unwrap().contains(&format!("X-Huge: {}\r\n", "x".repeat(65536)))
    );
    let (many, _) = answer(Lie::ManyHeaders);
    assert_eq!(String::from_utf8(many).unwrap().matches(": y\r\n").count(), 90);
}

#[test]
fn a_bomb_is_small_and_says_its_length() {
    let origin = Origin::start();
    for (lie, limit) in
        [(Lie::GzipBomb, 3 << 20), (Lie::BrBomb, 1 << 20), (Lie::ZstdBomb, 33 << 10)]
    {
        let (bytes, _) = ask(origin.port(), "GET", &format!("/lie/{}", lie.name()));
        let packed = body(&bytes).len();
        assert!(packed < limit, "{}: {packed} bytes", lie.name());
        let head = String::from_utf8_lossy(&bytes[..bytes.len() - packed]);
        assert!(head.contains(&format!("Content-Length: {packed}\r\n")), "{head}");
    }
}

#[test]
fn half_a_gzip_begins_well_and_does_not_end() {
    let origin = Origin::start();
    let (bytes, _) = ask(origin.port(), "GET", "/lie/gzip-truncated");
    let mut plain = Vec::new();
    let mut unpack = flate2::read::GzDecoder::new(body(&bytes));
    let error = std::io::copy(&mut unpack, &mut plain).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::UnexpectedEof);
    assert!(plain.starts_with(b"[0,1,2,3"));
}

#[test]
fn text_that_says_utf8_is_not_and_a_header_may_be_latin1() {
    let origin = Origin::start();
    let (bytes, _) = ask(origin.port(), "GET", "/lie/bad-utf8");
    assert!(std::str::from_utf8(body(&bytes)).is_err());
    let wanted =
        b"HTTP/1.1 200 OK\r\nX-Odd: caf\xe9\r\nContent-Length: 17\r\n\r\n{\"hello\":\"world\"}";
    let mut socket = connect(origin.port());
    send(&mut socket, "GET", "/lie/latin1-in-header");
    assert_eq!(read_beyond(&socket, wanted.len()), (wanted.to_vec(), End::Silent));
}

#[test]
fn head_is_answered_with_a_body_only_by_the_lie_about_it() {
    let origin = Origin::start();
    let mut socket = connect(origin.port());
    send(&mut socket, "HEAD", "/lie/head-with-body");
    let wanted = format!("{JSON}Content-Length: 17\r\n\r\n{BODY}");
    assert_eq!(read_beyond(&socket, wanted.len()), (wanted.into_bytes(), End::Silent));
    let (honest, _) = ask(origin.port(), "HEAD", "/json");
    assert_eq!(body(&honest), b"");
}

#[test]
fn a_stale_connection_takes_one_more_request_and_closes() {
    let origin = Origin::start();
    let mut socket = connect(origin.port());
    send(&mut socket, "GET", "/lie/stale-keep-alive");
    let (answer, end) = read_beyond(&socket, 84);
    assert_eq!((body(&answer), end), (BODY.as_bytes(), End::Silent));
    send(&mut socket, "GET", "/json");
    assert_eq!(read(&socket, usize::MAX), (Vec::new(), End::Closed));
    assert_eq!(origin.received().len(), 2);
    assert_eq!(origin.connections(), 1);
}

#[test]
fn a_length_too_short_poisons_the_next_answer() {
    let origin = Origin::start();
    let mut socket = connect(origin.port());
    send(&mut socket, "GET", "/lie/length-too-short");
    send(&mut socket, "GET", "/status/204");
    let wanted = format!("{JSON}Content-Length: 5\r\n\r\n{BODY}HTTP/1.1 204 No Content\r\n\r\n");
    let (bytes, end) = read_beyond(&socket, wanted.len());
    assert_eq!((String::from_utf8(bytes).unwrap(), end), (wanted, End::Silent));
}
