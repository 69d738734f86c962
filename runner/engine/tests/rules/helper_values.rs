//! Helpers: what each gives, against published vectors where there are any.

use runner_model::FakeClock;
use serde_json::{Value, json};

use crate::ran::how;
use crate::stage::Stage;

/// `2026-03-01T12:34:56.789Z`
fn stage() -> Stage {
    Stage::new().clock(FakeClock::at("2026-03-01T12:34:56.789Z".parse().unwrap()))
}

/// What an expression gives, with a few variables to use.
fn gives(expression: &str) -> Value {
    let ran = stage()
        .suite(&format!(
            "
            name: Helpers
            vars:
              quick: The quick brown fox jumps over the lazy dog
              hi: Hi There
              key: \"\\v\\v\\v\\v\\v\\v\\v\\v\\v\\v\\v\\v\\v\\v\\v\\v\\v\\v\\v\\v\"
              empty: ''
              odd: 'Zürich ☂ a+b/c?'
              n: 5
              f: 2.50
              list: [1, a]
              map: {{ a: 1, b: {{ c: 2 }} }}
              nothing: null
            steps:
              - post: ORIGIN/echo
                json: {{ v: '{expression}' }}
            "
        ))
        .run();
    assert_eq!(ran.outcome(), "passed", "{expression}: {:?}", ran.hows());
    ran.request().json()["v"].clone()
}

/// How a step ends that uses an expression.
fn ends(expression: &str) -> String {
    let ran = stage()
        .suite(&format!("name: Helpers\nvars: {{ n: 5, text: abc, map: {{ a: 1 }}, nothing: null }}\nsteps: [ {{ post: ORIGIN/echo, json: {{ v: '{expression}' }} }} ]\n"))
        .run();
    how(ran.steps()[0])
}

#[test]
fn digests() {
    assert_eq!(gives("{{md5 empty}}"), "d41d8cd98f00b204e9800998ecf8427e");
    assert_eq!(gives("{{md5 quick}}"), "9e107d9d372bb6826bd81d3542a419d6");
    assert_eq!(gives("{{sha1 quick}}"), "2fd4e1c67a2d28fced849ee1bb76e7391b93eb12");
    let sha256 = "d7a8fbb307d7809469ca9abcb0082e4f8d5651e46d3cdb762d02d0bf37c9e592";
    assert_eq!(gives("{{sha256 quick}}"), sha256);
}

#[test]
fn keyed_digests_in_each_encoding() {
    // RFC 2202 and RFC 4231, test case 1, with 20 bytes of 0x0b.
    assert_eq!(gives("{{hmac_sha1 hi key}}"), "b617318655057264e28bc0b6fb378c8ef146be00");
    let hex = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7";
    assert_eq!(gives("{{hmac_sha256 hi key}}"), hex);
    assert_eq!(gives("{{hmac_sha256 hi key encoding=\"hex\"}}"), hex);
    let base64 = "sDRMYdjbOFNcqK/OrwvxK4gdwgDJgz2nJuk3bC4yz/c=";
    assert_eq!(gives("{{hmac_sha256 hi key encoding=\"base64\"}}"), base64);
    let base64url = "sDRMYdjbOFNcqK_OrwvxK4gdwgDJgz2nJuk3bC4yz_c";
    assert_eq!(gives("{{hmac_sha256 hi key encoding=\"base64url\"}}"), base64url);
}

#[test]
fn encodings() {
    assert_eq!(gives("{{base64 odd}}"), "WsO8cmljaCDimIIgYStiL2M/");
    assert_eq!(gives("{{base64url odd}}"), "WsO8cmljaCDimIIgYStiL2M_");
    assert_eq!(gives("{{base64 \"f\"}}"), "Zg==");
    assert_eq!(gives("{{base64url \"f\"}}"), "Zg");
    assert_eq!(gives("{{hex odd}}"), "5ac3bc7269636820e2988220612b622f633f");
    assert_eq!(gives("{{url_encode odd}}"), "Z%C3%BCrich%20%E2%98%82%20a%2Bb%2Fc%3F");
    assert_eq!(gives("{{base64_decode \"WsO8cmljaCDimIIgYStiL2M/\"}}"), "Zürich ☂ a+b/c?");
    assert_eq!(gives("{{base64_decode \"WsO8cmljaCDimIIgYStiL2M_\"}}"), "Zürich ☂ a+b/c?");
    assert_eq!(gives("{{base64_decode (base64 odd)}}"), "Zürich ☂ a+b/c?");
}

#[test]
fn numbers_and_text() {
    assert_eq!(gives("{{number \"12.50\"}}").to_string(), "12.50");
    assert_eq!(gives("{{number n}}"), json!(5));
    assert_eq!(gives("{{string n}}"), "5");
    assert_eq!(gives("{{string f}}"), "2.50");
    assert_eq!(gives("{{string map}}"), r#"{"a":1,"b":{"c":2}}"#);
    assert_eq!(gives("{{json list}}"), r#"[1,"a"]"#);
    assert_eq!(gives("{{json odd}}"), "\"Zürich ☂ a+b/c?\"");
    assert_eq!(gives("{{json nothing}}"), "null");
    assert_eq!(gives("x{{json map.b}}y"), r#"x{"c":2}y"#);
    assert_eq!(gives("{{lower \"ÄB\"}}{{upper \"äb\"}}{{trim \"  c \"}}"), "äbÄBc");
    assert_eq!(gives("{{length odd}}"), json!(15));
    assert_eq!(gives("{{length list}}"), json!(2));
    assert_eq!(gives("{{length map}}"), json!(2));
    assert_eq!(gives("{{raw list}}"), json!([1, "a"]));
}

#[test]
fn default_stands_in_for_null_and_for_what_is_not_there() {
    assert_eq!(gives("{{default nothing \"x\"}}"), "x");
    assert_eq!(gives("{{default nothing n}}"), json!(5));
    assert_eq!(gives("{{default empty \"x\"}}"), "");
    assert_eq!(gives("{{default n 6}}"), json!(5));
    assert_eq!(gives("{{default map.z \"none\"}}"), "none");
    assert_eq!(gives("{{default map.b.c.d \"none\"}}"), "none");
    assert_eq!(gives("{{default list.[7] \"none\"}}"), "none");
}

#[test]
fn calls_may_stand_inside_calls() {
    assert_eq!(gives("{{upper (base64 (lower \"AB\"))}}"), "YWI=");
    assert_eq!(
        gives("{{sha256 (json map)}}"),
        gives("{{sha256 \"{\\\"a\\\":1,\\\"b\\\":{\\\"c\\\":2}}\"}}")
    );
}

#[test]
fn points_in_time() {
    assert_eq!(gives("{{now}}"), "2026-03-01T12:34:56.789Z");
    assert_eq!(gives("{{now offset=\"-2d\"}}"), "2026-02-27T12:34:56.789Z");
    assert_eq!(gives("{{now offset=\"1h30m\"}}"), "2026-03-01T14:04:56.789Z");
    assert_eq!(gives("{{now offset=\"+1w\" format=\"%Y-%m-%d\"}}"), "2026-03-08");
    assert_eq!(gives("{{now format=\"%d.%m.%Y %H:%M\"}}"), "01.03.2026 12:34");
    assert_eq!(gives("{{date}}"), "2026-03-01");
    assert_eq!(gives("{{date offset=\"-1d\"}}"), "2026-02-28");
    assert_eq!(gives("{{timestamp}}"), json!(1_772_368_496));
    assert_eq!(gives("{{timestamp unit=\"ms\"}}"), json!(1_772_368_496_789_i64));
}

#[test]
fn random_values_are_in_their_bounds() {
    let number = gives("{{random}}").as_f64().unwrap();
    assert!((0.0..1.0).contains(&number));
    let drawn = gives("{{random_int 1 6}}").as_i64().unwrap();
    assert!((1..=6).contains(&drawn));
    assert_eq!(gives("{{random_int 4 4}}"), json!(4));
    assert_eq!(gives("{{random_int -3 -3}}"), json!(-3));
    let text = gives("{{random_string 20}}").as_str().unwrap().to_owned();
    assert!(text.len() == 20 && text.chars().all(|c| c.is_ascii_alphanumeric()), "{text}");
    let text = gives("{{random_string 9 \"xé\"}}").as_str().unwrap().to_owned();
    assert!(text.chars().count() == 9 && text.chars().all(|c| "xé".contains(c)), "{text}");
    assert_eq!(gives("{{random_string 0}}"), "");
}

#[test]
fn a_uuid_is_version_4() {
    let uuid = gives("{{uuid}}").as_str().unwrap().to_owned();
    let shape: String = uuid.chars().map(|c| if c.is_ascii_hexdigit() { 'x' } else { c }).collect();
    assert_eq!(shape, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx");
    assert!(&uuid[14..15] == "4" && "89ab".contains(&uuid[19..20]), "{uuid}");
}

#[test]
fn every_kind_of_fake_gives_text_that_reaches_nobody() {
    for kind in
        ["name", "email", "phone", "street", "city", "country", "company", "word", "sentence"]
    {
        let text = gives(&format!("{{{{fake \"{kind}\"}}}}")).as_str().unwrap().to_owned();
        assert!(text.len() > 2, "{kind}: {text}");
    }
    assert!(gives("{{fake \"email\"}}").as_str().unwrap().ends_with("@example.com"));
}

#[test]
fn a_file_beside_the_suite_is_read_as_it_is() {
    let ran = stage()
        .bytes("data/note.txt", "Zürich {{uuid}}\n".as_bytes())
        .suite("name: File\nvars: { name: note }\nsteps: [ { post: ORIGIN/echo, json: '{{file \"data/note.txt\"}}' } ]\n")
        .run();
    assert_eq!(ran.request().json(), "Zürich {{uuid}}\n");
}

#[test]
fn what_cannot_be_worked_out_is_errored() {
    for (expression, why) in [
        ("{{number text}}", "the string \"abc\" is no number"),
        ("{{base64_decode \"§\"}}", "is no base64"),
        ("{{length n}}", "has no length"),
        ("{{random_int n 1}}", "5 is more than 1"),
        ("{{now offset=text}}", "`offset` is an amount of time"),
        ("{{lower map}}", "cannot stand inside text"),
        ("{{sha256 nothing}}", "cannot stand inside text"),
        ("{{file text}}", "abc cannot be read"),
    ] {
        let ended = ends(expression);
        assert!(ended.starts_with("errored: ") && ended.contains(why), "{expression}: {ended}");
    }
}
