//! TLS: whom we believe, who we are, and what is known of the other side.

use std::sync::Arc;

use runner_http::{Connect, HttpVersion, Tls};
use runner_model::{Phase, TransportErrorKind as Kind};
use runner_testkit::{Authority, Certificate, Origin, TlsVersion};

use crate::sending::*;

fn pem(text: &str) -> Option<Arc<[u8]>> {
    Some(text.as_bytes().into())
}

fn over_tls(tls: Tls) -> Connect {
    Connect { tls, ..Connect::default() }
}

#[tokio::test]
async fn a_connection_tells_its_certificate_its_version_and_its_phases() {
    let authority = Authority::new();
    for (version, name) in [(TlsVersion::V12, "TLSv1.2"), (TlsVersion::V13, "TLSv1.3")] {
        let origin = Origin::start_tls(authority.tls().only(version));
        let sender = Sender::over(trusting(&authority.ca_pem()));
        let url = origin.url_at("localhost", "/json");
        for is_second in [false, true] {
            let exchanged = sender.get(&url).await;
            let connection = &whole(&exchanged).connection;
            assert_eq!(connection.tls_version.as_deref(), Some(name));
            let certificate = connection.certificate.as_ref().expect("it was shown");
            assert_eq!(certificate.subject, "CN=localhost");
            assert_eq!(certificate.issuer, "CN=tripline test authority");
            assert!(certificate.not_before < certificate.not_after);
            assert_eq!(connection.reused, is_second);
            let timings = exchanged.exchange.timings;
            assert_eq!(timings.tls.is_some(), !is_second);
            assert_eq!(timings.dns.is_some(), !is_second);
            assert_eq!(timings.connect.is_some(), !is_second);
        }
    }
}

#[tokio::test]
async fn a_resumed_session_still_shows_the_certificate() {
    let authority = Authority::new();
    for version in [TlsVersion::V12, TlsVersion::V13] {
        let origin = Origin::start_tls(authority.tls().only(version));
        origin.on("/close", runner_testkit::Reply::text("bye").close());
        let sender = Sender::over(trusting(&authority.ca_pem()));
        for _ in 0..3 {
            let exchanged = sender.get(&origin.url("/close")).await;
            let response = whole(&exchanged);
            assert!(!response.connection.reused);
            assert!(exchanged.exchange.timings.tls.is_some());
            assert_eq!(response.connection.certificate.as_ref().unwrap().subject, "CN=localhost");
        }
    }
}

#[tokio::test]
async fn a_certificate_that_is_not_believed_says_why() {
    let authority = Authority::new();
    let cases = [
        (Certificate::Expired, "the certificate of localhost expired on 2000-12-31"),
        (Certificate::NotYetValid, "the certificate of localhost is not valid before 3000-01-01"),
        (Certificate::WrongHost, "the certificate is for `elsewhere.test`, not for `localhost`"),
        (
            Certificate::SelfSigned,
            "the certificate of localhost is self-signed; name its CA with `tls: { ca: … }`",
        ),
    ];
    for (certificate, message) in cases {
        let origin = Origin::start_tls(authority.tls_with(certificate));
        let url = origin.url_at("localhost", "/");
        let exchanged = Sender::over(trusting(&authority.ca_pem())).get(&url).await;
        assert_broken(&exchanged, Kind::Tls, Phase::Tls, message);
        assert!(exchanged.exchange.timings.tls.is_some());
        let trusting_all = over_tls(Tls { verify: false, ..Tls::default() });
        let exchanged = Sender::over(trusting_all).get(&url).await;
        assert!(whole(&exchanged).connection.certificate.is_some(), "shown, though not believed");
    }
}

#[tokio::test]
async fn an_unknown_authority_is_named() {
    let authority = Authority::new();
    let origin = Origin::start_tls(authority.tls());
    let exchanged = Sender::new().get(&origin.url_at("localhost", "/")).await;
    let message = "the certificate of localhost comes from `CN=tripline test authority`, which is not \
                   trusted here; name the CA with `tls: { ca: … }`";
    assert_broken(&exchanged, Kind::Tls, Phase::Tls, message);
}

#[tokio::test]
async fn a_certificate_made_as_a_ca_is_trusted_when_it_is_listed_itself() {
    use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair};
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let certificate = params.self_signed(&key).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            rustls::pki_types::PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
        )
        .unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        while let Ok((socket, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(socket).await else { continue };
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
        }
    });
    let listed = Sender::over(trusting(&certificate.pem()));
    assert_eq!(whole(&listed.get(&format!("https://localhost:{port}/")).await).status, 200);
    let wrong_name = listed.get(&format!("https://127.0.0.1:{port}/")).await;
    let message = "the certificate is for `localhost`, not for `127.0.0.1`";
    assert_broken(&wrong_name, Kind::Tls, Phase::Tls, message);
}

#[tokio::test]
async fn a_client_certificate_opens_the_door_and_its_absence_is_explained() {
    let authority = Authority::new();
    let ours = authority.client_identity();
    for version in [TlsVersion::V12, TlsVersion::V13] {
        let origin = Origin::start_tls(authority.tls().require_client().only(version));
        let url = origin.url("/json");
        let ca = pem(&authority.ca_pem());
        let (cert, key) = (pem(&ours.certificate_pem), pem(&ours.key_pem));
        let known = over_tls(Tls { ca: ca.clone(), cert, key, ..Tls::default() });
        assert_eq!(whole(&Sender::over(known).get(&url).await).status, 200);
        let both = over_tls(Tls { ca: ca.clone(), cert: pem(&ours.pem()), ..Tls::default() });
        assert_eq!(whole(&Sender::over(both).get(&url).await).status, 200);

        let exchanged = Sender::over(trusting(&authority.ca_pem())).get(&url).await;
        let message = format!(
            "{} demands a client certificate; name one with `tls: {{ cert: …, key: … }}`",
            origin.addr()
        );
        assert_broken(&exchanged, Kind::Tls, Phase::Tls, &message);

        let stranger = Authority::new().client_identity();
        let (cert, key) = (pem(&stranger.certificate_pem), pem(&stranger.key_pem));
        let unknown = over_tls(Tls { ca, cert, key, ..Tls::default() });
        let exchanged = Sender::over(unknown).get(&url).await;
        let error = broken(&exchanged);
        assert_eq!((error.kind, error.phase), (Kind::Tls, Phase::Tls));
        let start = format!("{} does not accept our certificate, `tls.cert` (", origin.addr());
        assert!(error.message.starts_with(&start), "{}", error.message);
    }
}

#[tokio::test]
async fn another_server_name_is_asked_for_and_verified_and_the_host_header_stays() {
    let authority = Authority::new();
    let origin = Origin::start_tls(authority.tls_with(Certificate::WrongHost));
    let named = |name: &str| {
        let mut connect = trusting(&authority.ca_pem());
        connect.tls.server_name = Some(name.into());
        Sender::over(connect)
    };
    let url = origin.url("/json");
    whole(&named("elsewhere.test").get(&url).await);
    let received = origin.only_received();
    assert_eq!(received.header("host"), Some(origin.addr().to_string().as_str()));

    let url = origin.url_at("localhost", "/json");
    let exchanged = named("elsewhere.test").get(&url).await;
    assert!(whole(&exchanged).connection.certificate.is_some());
    assert_eq!(exchanged.exchange.request.url, url);
    let message = "the certificate is for `elsewhere.test`, not for `nowhere.test`";
    assert_broken(&named("nowhere.test").get(&url).await, Kind::Tls, Phase::Tls, message);

    let good = Origin::start_tls(authority.tls());
    whole(&named("127.0.0.1").get(&good.url_at("localhost", "/json")).await);
    let message = "`tls.server_name` is `not a name`, which is neither a host name nor an address";
    assert_eq!(named("not a name").unsent(get(&url)).await, message);
}

#[tokio::test]
async fn a_server_name_reaches_the_right_host_through_socks_and_no_other_proxy() {
    let authority = Authority::new();
    let origin = Origin::start_tls(authority.tls_with(Certificate::WrongHost));
    let socks = runner_testkit::Socks::start();
    let through = |proxy: &str| {
        let mut connect = trusting(&authority.ca_pem());
        connect.tls.server_name = Some("elsewhere.test".into());
        connect.proxy = Some(runner_http::Proxy::new(proxy.parse().unwrap()));
        Sender::over(connect)
    };
    let url = origin.url_at("localhost", "/json");
    let by_address = socks.url().replace("socks5h://", "socks5://");
    assert_eq!(whole(&through(&by_address).get(&url).await).status, 200);
    let message = "`tls.server_name` does not work through the proxy 127.0.0.1:9, which would be asked \
                   for that name";
    assert_eq!(through("http://127.0.0.1:9").unsent(get(&url)).await, message);
}

#[tokio::test]
async fn two_hosts_under_one_server_name_keep_their_connections_apart() {
    let authority = Authority::new();
    let origin = Origin::start_tls(authority.tls_with(Certificate::WrongHost));
    let mut connect = trusting(&authority.ca_pem());
    connect.tls.server_name = Some("elsewhere.test".into());
    let sender = Sender::over(connect);
    whole(&sender.get(&origin.url("/")).await);
    let other = sender.get(&origin.url_at("localhost", "/")).await;
    assert!(!whole(&other).connection.reused);
}

#[tokio::test]
async fn settings_that_make_no_connection_are_errors_that_say_so() {
    let authority = Authority::new();
    let identity = authority.client_identity();
    let cut = "-----BEGIN CERTIFICATE-----\nMIIB\n";
    let cases = [
        (
            Tls { ca: pem("hello"), ..Tls::default() },
            "`tls.ca` holds no certificate: it must be PEM, with a line `-----BEGIN CERTIFICATE-----`",
        ),
        (
            Tls { cert: pem(&identity.certificate_pem), key: pem("x"), ..Tls::default() },
            "`tls.key` holds no private key: it must be PEM, with a line `-----BEGIN PRIVATE KEY-----`",
        ),
        (
            Tls { cert: pem(&identity.certificate_pem), ..Tls::default() },
            "`tls.cert` needs its private key: name it with `tls.key`",
        ),
        (
            Tls { key: pem(&identity.key_pem), ..Tls::default() },
            "`tls.key` is given without `tls.cert`, the certificate it belongs to",
        ),
    ];
    for (tls, message) in cases {
        let request = get("https://127.0.0.1:9/");
        assert_eq!(Sender::over(over_tls(tls)).unsent(request).await, message);
    }
    let other_key = Authority::new().client_identity().key_pem;
    for (tls, start) in [
        (Tls { ca: pem(cut), ..Tls::default() }, "`tls.ca` is not PEM as it should be: "),
        (
            Tls { cert: pem(&identity.certificate_pem), key: pem(&other_key), ..Tls::default() },
            "`tls.cert` and `tls.key` cannot be used together: ",
        ),
    ] {
        let message = Sender::over(over_tls(tls)).unsent(get("https://127.0.0.1:9/")).await;
        assert!(message.starts_with(start), "{message}");
    }
}

#[tokio::test]
async fn a_server_with_no_protocol_in_common_is_told_apart() {
    let authority = Authority::new();
    let origin = Origin::start_tls(authority.tls().alpn(&["smtp"]));
    for (http, message) in [
        (HttpVersion::Auto, "speaks neither HTTP/2 nor HTTP/1.1 over TLS"),
        (HttpVersion::Http1, "speaks no HTTP/1.1 over TLS"),
        (HttpVersion::Http2, "speaks no HTTP/2 over TLS"),
    ] {
        let connect = Connect { http, ..trusting(&authority.ca_pem()) };
        let exchanged = Sender::over(connect).get(&origin.url("/")).await;
        let message = format!("{} {message}", origin.addr());
        assert_broken(&exchanged, Kind::Tls, Phase::Tls, &message);
    }
}

#[test]
fn keys_do_not_show_in_debug_output() {
    let tls = Tls { key: pem("-----BEGIN PRIVATE KEY-----"), ..Tls::default() };
    assert!(!format!("{tls:?}").contains("PRIVATE"));
}
