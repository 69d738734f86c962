//! How a server is reached: redirects, versions of HTTP, connections, proxies, certificates, and
//! how much is taken for how long.

use runner_testkit::{Authority, Certificate, Lie, Origin, Proxy, Reply};

use crate::ran::{Ran, how, tries};
use crate::stage::{Stage, run};

fn first(ran: &Ran) -> String {
    how(ran.steps()[0])
}

#[test]
fn no_redirect_is_followed_unless_asked_for() {
    let ran =
        run("- { get: ORIGIN/redirect/1, expect: { status: 302, header location: /redirect/0 } }");
    ran.assert_passed();
    assert_eq!(ran.requests(), ["GET /redirect/1"]);
    assert!(first(&run("- get: ORIGIN/redirect/1")).starts_with("failed: status "));
}

#[test]
fn redirects_are_followed_up_to_a_number() {
    let ran = run(
        "- { get: ORIGIN/redirect/5, follow_redirects: true, expect: { redirects: 5, url: { ends_with: /redirect/0 } } }",
    );
    ran.assert_passed();
    run("- { get: ORIGIN/redirect/2, follow_redirects: 2 }").assert_passed();
    assert_eq!(
        first(&run("- { get: ORIGIN/redirect/3, follow_redirects: 2 }")),
        "failed: redirect"
    );
    assert_eq!(
        first(&run("- { get: ORIGIN/redirect-loop, follow_redirects: true }")),
        "failed: redirect"
    );
}

#[test]
fn a_connection_is_reused_unless_new_is_asked_for() {
    let ran = run("
        - get: ORIGIN/echo
        - get: ORIGIN/echo
        - { get: ORIGIN/echo, connection: new, expect: { connect_time: { at_least: 0ms } } }
        - { get: ORIGIN/echo, connection: new }
        - get: ORIGIN/echo
        ");
    ran.assert_passed();
    let over: Vec<usize> = ran.received.iter().map(|request| request.connection).collect();
    assert_eq!(over[0], over[1]);
    assert!(over[2] != over[0] && over[3] != over[2] && over[3] != over[0], "{over:?}");
    assert_eq!(over[4], over[0]);
}

#[test]
fn the_version_of_http_can_be_chosen() {
    let ran = run("
        - { get: ORIGIN/echo, expect: { protocol: HTTP/1.1 } }
        - { get: ORIGIN/echo, http: 1.1, expect: { protocol: HTTP/1.1 } }
        - { get: ORIGIN/echo, http: 2, expect: { protocol: HTTP/2 } }
        ");
    ran.assert_passed();
    let versions: Vec<&str> = ran.received.iter().map(|request| request.version.as_str()).collect();
    assert_eq!(versions, ["HTTP/1.1", "HTTP/1.1", "HTTP/2"]);
}

#[test]
fn a_name_can_be_resolved_to_an_address() {
    let ran = Stage::new()
        .suite("name: Resolve\nvars: { a: 127.0.0.1 }\nsteps:\n  - { get: 'http://shop.test:PORT/echo', resolve: '{{a}}' }\n")
        .run();
    ran.assert_passed();
    assert_eq!(ran.request().header("host").unwrap().split(':').next(), Some("shop.test"));
    let unknown = Stage::new().steps("- get: http://shop.invalid:PORT/echo").run();
    assert_eq!(first(&unknown), "failed: dns");
}

#[test]
fn a_service_can_be_resolved_to_an_address() {
    let ran = Stage::new()
        .local("services: { shop: { url: 'http://shop.test:PORT/echo', resolve: 127.0.0.1 } }")
        .suite("name: Resolve\nservice: shop\nsteps:\n  - get: /x\n")
        .run();
    ran.assert_passed();
}

#[test]
fn requests_go_through_the_proxy_of_the_nearest_level() {
    let (far, near) = (Proxy::start(), Proxy::start_with_auth("ada", "pass"));
    let near_url = near.url().replace("http://", "http://ada:pass@");
    let ran = Stage::new()
        .word("FAR", far.url())
        .word("NEAR", near_url)
        .local("{ proxy: FAR, services: { shop: 'http://shop.test:PORT' } }")
        .suite(
            "
            name: Proxies
            service: shop
            steps:
              - get: /echo/far
              - { get: /echo/near, proxy: NEAR }
              - { get: ORIGIN/echo/direct, proxy: null }
            ",
        )
        .run();
    ran.assert_passed();
    let paths = |proxy: &Proxy| -> Vec<String> {
        proxy.seen().into_iter().map(|seen| seen.request.path).collect()
    };
    assert_eq!((paths(&far), paths(&near)), (vec!["/echo/far".into()], vec!["/echo/near".into()]));
    assert_eq!(ran.count("/echo/direct"), 1);
}

/// A step with these `tls` settings against an origin with this certificate; `SECURE` is its URL.
fn secure(certificate: Certificate, step: &str) -> Ran {
    let authority = Authority::new();
    let origin = Origin::start_tls(authority.tls_with(certificate));
    let ran = Stage::new()
        .word("SECURE", origin.url(""))
        .bytes("certs/ca.pem", authority.ca_pem().as_bytes())
        .steps(step)
        .run();
    assert!(origin.received().len() <= 1);
    ran
}

#[test]
fn a_certificate_must_be_trusted_unless_told_otherwise() {
    let step = |tls: &str| secure(Certificate::Good, &format!("- {{ get: SECURE/echo{tls} }}"));
    assert_eq!(first(&step("")), "failed: tls");
    assert_eq!(first(&step(", tls: { ca: certs/ca.pem }")), "passed");
    assert_eq!(first(&step(", tls: { verify: false }")), "passed");
    assert_eq!(first(&step(", expect: { error: tls }")), "passed");
}

#[test]
fn a_certificate_must_be_for_the_host_or_for_server_name() {
    let step = |tls: &str| {
        secure(
            Certificate::WrongHost,
            &format!("- {{ get: SECURE/echo, tls: {{ ca: certs/ca.pem{tls} }} }}"),
        )
    };
    assert_eq!(first(&step("")), "failed: tls");
    assert_eq!(first(&step(", server_name: elsewhere.test")), "passed");
    let expired = secure(Certificate::Expired, "- { get: SECURE/echo, tls: { ca: certs/ca.pem } }");
    assert_eq!(first(&expired), "failed: tls");
}

#[test]
fn what_a_certificate_says_can_be_checked() {
    let ran = secure(
        Certificate::Good,
        "
        - get: SECURE/echo
          tls: { ca: certs/ca.pem }
          expect:
            tls_version: TLSv1.3
            certificate_issuer: { contains: tripline test authority }
            certificate_expires_in: { over: 1d }
            ip: 127.0.0.1
            tls_time: { over: 0ms }
        ",
    );
    ran.assert_passed();
}

#[test]
fn a_client_can_show_a_certificate_of_its_own() {
    let authority = Authority::new();
    let origin = Origin::start_tls(authority.tls().require_client());
    let identity = authority.client_identity();
    let ran = Stage::new()
        .word("SECURE", origin.url(""))
        .bytes("ca.pem", authority.ca_pem().as_bytes())
        .bytes("me.pem", identity.certificate_pem.as_bytes())
        .bytes("me.key", identity.key_pem.as_bytes())
        .local("tls: { ca: ca.pem, cert: me.pem, key: me.key }")
        .steps(
            "
            - { name: known, get: SECURE/echo }
            - { name: unknown, get: SECURE/echo, tls: { ca: ca.pem } }
            ",
        )
        .run();
    assert_eq!(ran.how("known"), "passed");
    assert!(
        ["failed: tls", "failed: reset"].contains(&ran.how("unknown").as_str()),
        "{:?}",
        ran.hows()
    );
}

#[test]
fn a_certificate_file_that_is_gone_is_errored() {
    let step = "- { name: send, get: ORIGIN/first }\n- { name: secure, get: 'https://HOST/', tls: { ca: ca.pem } }";
    let stage = Stage::new().bytes("ca.pem", b"x").steps(step);
    let file = stage.folder.path().join("ca.pem");
    stage.origin.on_request("/first", move |_| {
        std::fs::remove_file(&file).unwrap();
        Reply::status(204)
    });
    let ran = stage.run();
    assert!(ran.how("secure").starts_with("errored: "), "{:?}", ran.hows());
}

#[test]
fn a_body_may_not_be_longer_than_max_body_decoded() {
    assert_eq!(first(&run("- { get: ORIGIN/bytes/1000, max_body: 1kB }")), "passed");
    assert_eq!(first(&run("- { get: ORIGIN/bytes/1001, max_body: 1kB }")), "failed: too_large");
    assert_eq!(
        first(&run("- { get: ORIGIN/lie/gzip-bomb, max_body: 100kB }")),
        "failed: too_large"
    );
    assert_eq!(first(&run("- get: ORIGIN/lie/huge-body")), "failed: too_large");
}

#[test]
fn answers_are_asked_for_compressed_and_decoded_unless_told_otherwise() {
    let ran = run(
        "
        - { get: ORIGIN/gzip, expect: { $.name: Ada } }
        - { get: ORIGIN/br, expect: { $.name: Ada } }
        - { get: ORIGIN/zstd, expect: { $.name: Ada } }
        - { get: ORIGIN/gzip, compressed: false, expect: { header content-encoding: gzip, $.name: { exists: false } } }
        ",
    );
    assert_eq!(ran.received[0].header("accept-encoding"), Some("gzip, br, zstd"));
    assert_eq!(ran.received[3].header("accept-encoding"), None);
    assert_eq!(ran.steps()[..3].iter().map(|step| how(step)).collect::<Vec<_>>(), ["passed"; 3]);
}

#[test]
fn the_timeout_is_for_one_try() {
    let stage = Stage::new().steps(
        "- { get: ORIGIN/slow, timeout: 600ms, retry: { times: 2, wait: 1ms }, expect: { took: { over: 600ms } } }",
    );
    stage.origin.on("/slow", [Reply::lie(Lie::StallBeforeHead), Reply::text("here")]);
    let ran = stage.run();
    ran.assert_passed();
    assert_eq!(tries(ran.steps()[0]), ["error", "200"]);
}

#[test]
fn a_transport_error_is_named() {
    let port = runner_testkit::refused_port();
    let ends = |step: &str| {
        first(&Stage::new().word("CLOSED", format!("http://127.0.0.1:{port}")).steps(step).run())
    };
    assert_eq!(ends("- get: CLOSED/"), "failed: refused");
    assert_eq!(ends("- get: ORIGIN/lie/reset-before-head"), "failed: reset");
    assert_eq!(ends("- get: ORIGIN/lie/garbage"), "failed: protocol");
    assert_eq!(ends("- { get: ORIGIN/lie/stall-in-body, timeout: 50ms }"), "failed: timeout");
    assert_eq!(ends("- { get: CLOSED/, expect: { error: refused } }"), "passed");
    assert_eq!(
        ends(
            "- { get: ORIGIN/delay/500, timeout: 20ms, expect: { error: { one_of: [timeout, reset] } } }"
        ),
        "passed"
    );
    assert!(
        ends("- { get: ORIGIN/, expect: { error: refused } }")
            .starts_with("failed: error expected ")
    );
}
