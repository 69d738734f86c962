//! Servers whose TLS is not what it should be: failed, in the phase `tls`, with the cause.

use std::time::Duration;

use runner_testkit::{Authority, Certificate, Greeting, Origin};
use serde_json::Value;

use crate::support::{Project, steps, whole};

/// The transport error of a step that asks `url` with these TLS settings.
#[track_caller]
fn error_of(project: &Project, url: &str, tls: &str) -> Value {
    let step = format!("  - {{ get: \"{url}\", timeout: 3s{tls} }}\n");
    project.write("a.trip.yaml", &whole(&step));
    let (ended, report) = project.report(&[]);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.took < Duration::from_secs(6), "{:?}", ended.took);
    let error = steps(&report)[0]["outcome"]["failed"]["transport"].clone();
    assert_eq!((&error["kind"], &error["phase"]), (&"tls".into(), &"tls".into()), "{report:#}");
    project.run(&[]).exits(1).says(&["FAILED", "no answer, in the TLS handshake: "]);
    error
}

#[test]
fn a_bad_certificate_is_named_with_what_is_wrong_with_it() {
    let authority = Authority::new();
    let project = Project::new();
    project.write_bytes("ca.pem", authority.ca_pem().as_bytes());
    let trusting = ", tls: { ca: ca.pem }";
    for (certificate, message) in [
        (Certificate::Expired, "the certificate of localhost expired on 2000-12-31"),
        (Certificate::NotYetValid, "the certificate of localhost is not valid before 3000-01-01"),
        (Certificate::WrongHost, "the certificate is for `elsewhere.test`, not for `localhost`"),
        (
            Certificate::SelfSigned,
            "the certificate of localhost is self-signed; name its CA with `tls: { ca: … }`",
        ),
    ] {
        let origin = Origin::start_tls(authority.tls_with(certificate));
        let url = origin.url_at("localhost", "/json");
        assert_eq!(error_of(&project, &url, trusting)["message"], message);
        let unchecked = format!("  - {{ get: \"{url}\", tls: {{ verify: false }} }}\n");
        project.write("a.trip.yaml", &whole(&unchecked));
        project.run(&[]).exits(0);
    }
    let good = Origin::start_tls(authority.tls());
    let error = error_of(&project, &good.url_at("localhost", "/json"), "");
    let message = "the certificate of localhost comes from `CN=tripline test authority`, which is \
                   not trusted here; name the CA with `tls: { ca: … }`";
    assert_eq!(error["message"], message);
}

#[test]
fn a_door_that_opens_to_known_clients_only_says_what_is_missing() {
    let authority = Authority::new();
    let origin = Origin::start_tls(authority.tls().require_client());
    let (project, url) = (Project::new(), origin.url_at("localhost", "/json"));
    project.write_bytes("ca.pem", authority.ca_pem().as_bytes());
    let error = error_of(&project, &url, ", tls: { ca: ca.pem }");
    let message = error["message"].as_str().unwrap();
    assert!(
        message.ends_with("demands a client certificate; name one with `tls: { cert: …, key: … }`")
    );
    let (ours, theirs) = (authority.client_identity(), Authority::new().client_identity());
    project.write_bytes("ours.pem", ours.pem().as_bytes());
    project.write_bytes("theirs.pem", theirs.pem().as_bytes());
    let error =
        error_of(&project, &url, ", tls: { ca: ca.pem, cert: theirs.pem, key: theirs.pem }");
    let message = error["message"].as_str().unwrap();
    assert!(message.contains("does not accept our certificate, `tls.cert` ("), "{message}");
    let step =
        format!("  - {{ get: \"{url}\", tls: {{ ca: ca.pem, cert: ours.pem, key: ours.pem }} }}\n");
    project.write("a.trip.yaml", &whole(&step));
    project.run(&[]).exits(0);
}

#[test]
fn whoever_breaks_the_handshake_off_is_quoted() {
    let project = Project::new();
    for (greeting, words) in [
        (Greeting::TlsAlert, "refused the TLS handshake (handshake failure)"),
        (Greeting::TlsAlertOf(70), "speaks no TLS that is safe to use: 1.2 or 1.3"),
        (Greeting::TlsAlertOf(80), "refused the TLS handshake (internal error)"),
        (Greeting::TlsAlertOf(112), "knows no `127.0.0.1` (TLS: unrecognised name)"),
        (Greeting::TlsAlertOf(199), "refused the TLS handshake (alert 199)"),
        (Greeting::PlainText, "does not answer in TLS; it may speak plain `http://`"),
        (Greeting::OtherProtocol, "does not answer in TLS; it may speak plain `http://`"),
    ] {
        let origin = Origin::start_greeting(greeting);
        let error = error_of(&project, &origin.https_url("/"), "");
        assert_eq!(error["message"], format!("{} {words}", origin.addr()), "{greeting:?}");
    }
}

#[test]
fn a_handshake_that_never_ends_runs_out_of_time() {
    let origin = Origin::start_greeting(Greeting::Silence);
    let step = format!("  - {{ get: {}, timeout: 400ms }}\n", origin.https_url("/"));
    let (ended, report) = Project::new().suite("a.trip.yaml", &step).report(&[]);
    assert!(ended.took < Duration::from_secs(4), "{:?}", ended.took);
    let error = &steps(&report)[0]["outcome"]["failed"]["transport"];
    assert_eq!((&error["kind"], &error["phase"]), (&"timeout".into(), &"tls".into()), "{error}");
    assert!(error["message"].as_str().unwrap().ends_with("for the handshake"), "{error}");
}
