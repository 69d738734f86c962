//! Certificates, versions and ALPN, seen by a client that checks them.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;

use runner_testkit::{Authority, Certificate, Greeting, Origin, TlsVersion};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::client::{End, connect, read};

/// A client that trusts `authority`, perhaps with a certificate of `client`, offering `alpn`.
fn client(authority: &Authority, client: Option<&Authority>, alpn: &[&str]) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    let ca = CertificateDer::from_pem_slice(authority.ca_pem().as_bytes()).expect("PEM");
    roots.add(ca).expect("the authority is well made");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("ring supports both")
        .with_root_certificates(roots);
    let mut config = match client.map(Authority::client_identity) {
        None => builder.with_no_client_auth(),
        Some(identity) => {
            let pem = identity.pem();
            let chain = CertificateDer::from_pem_slice(pem.as_bytes()).expect("PEM");
            let key = PrivateKeyDer::from_pem_slice(pem.as_bytes()).expect("PEM");
            builder.with_client_auth_cert(vec![chain], key).expect("they belong together")
        }
    };
    config.alpn_protocols = alpn.iter().map(|name| name.as_bytes().to_vec()).collect();
    config
}

/// A `GET /echo` over TLS: the connection and the answer, or what went wrong.
fn get(
    origin: &Origin,
    config: ClientConfig,
) -> Result<(StreamOwned<ClientConnection, TcpStream>, String), String> {
    let name = ServerName::try_from("localhost").expect("a name");
    let tls = ClientConnection::new(Arc::new(config), name).expect("a client");
    let mut stream = StreamOwned::new(tls, connect(origin.port()));
    let request = b"GET /echo HTTP/1.1\r\nConnection: close\r\n\r\n";
    stream.write_all(request).map_err(|error| error.to_string())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).map_err(|error| error.to_string())?;
    Ok((stream, answer))
}

#[test]
fn a_good_certificate_is_trusted_by_those_who_trust_the_authority() {
    let authority = Authority::new();
    let origin = Origin::start_tls(authority.tls());
    assert!(origin.url("/").starts_with("https://127.0.0.1:"));
    assert!(origin.url_at("localhost", "/").starts_with("https://localhost:"));
    let (_, answer) = get(&origin, client(&authority, None, &[])).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"));
    let stranger = get(&origin, client(&Authority::new(), None, &[])).unwrap_err();
    assert!(stranger.contains("invalid peer certificate"), "{stranger}");
    assert_eq!(origin.received().len(), 1);
}

#[test]
fn a_bad_certificate_is_bad_in_the_way_it_is_named() {
    let authority = Authority::new();
    let cases = [
        (Certificate::Expired, "expired"),
        (Certificate::NotYetValid, "not valid yet"),
        (Certificate::WrongHost, "not valid for name"),
        (Certificate::SelfSigned, "UnknownIssuer"),
    ];
    for (certificate, reason) in cases {
        let origin = Origin::start_tls(authority.tls_with(certificate));
        let error = get(&origin, client(&authority, None, &[])).unwrap_err();
        assert!(error.contains(reason), "{certificate:?}: {error}");
    }
}

#[test]
fn a_required_client_certificate_is_required_of_the_same_authority() {
    let authority = Authority::new();
    let origin = Origin::start_tls(authority.tls().require_client());
    assert!(get(&origin, client(&authority, Some(&authority), &[])).is_ok());
    let none = get(&origin, client(&authority, None, &[])).unwrap_err();
    assert!(none.contains("CertificateRequired"), "{none}");
    let stranger = get(&origin, client(&authority, Some(&Authority::new()), &[]));
    assert!(stranger.unwrap_err().contains("alert"));
}

#[test]
fn the_version_is_the_only_one_allowed() {
    let authority = Authority::new();
    for (version, wanted) in [
        (TlsVersion::V12, rustls::ProtocolVersion::TLSv1_2),
        (TlsVersion::V13, rustls::ProtocolVersion::TLSv1_3),
    ] {
        let origin = Origin::start_tls(authority.tls().only(version));
        let (stream, _) = get(&origin, client(&authority, None, &[])).unwrap();
        assert_eq!(stream.conn.protocol_version(), Some(wanted));
    }
}

#[test]
fn alpn_is_as_chosen() {
    let authority = Authority::new();
    let both = ["h2", "http/1.1"];
    let plain = Origin::start_tls(authority.tls());
    let (stream, _) = get(&plain, client(&authority, None, &both)).unwrap();
    assert_eq!(stream.conn.alpn_protocol(), Some(&b"http/1.1"[..]));
    let silent = Origin::start_tls(authority.tls().alpn(&[]));
    let (stream, _) = get(&silent, client(&authority, None, &both)).unwrap();
    assert_eq!(stream.conn.alpn_protocol(), None);
    let odd = Origin::start_tls(authority.tls().alpn(&["odd/9"]));
    assert!(get(&odd, client(&authority, None, &both)).unwrap_err().contains("alert"));
}

#[test]
fn a_rude_greeting_is_met_during_the_handshake() {
    let authority = Authority::new();
    for (greeting, reason) in
        [(Greeting::TlsAlert, "HandshakeFailure"), (Greeting::PlainText, "InvalidContentType")]
    {
        let origin = Origin::start_greeting(greeting);
        assert!(origin.https_url("/").starts_with("https://"));
        let error = get(&origin, client(&authority, None, &[])).unwrap_err();
        assert!(error.contains(reason), "{greeting:?}: {error}");
    }
}

#[test]
fn lies_are_told_over_tls_too() {
    let authority = Authority::new();
    let origin = Origin::start_tls(authority.tls());
    for (lie, end) in [("reset-in-body", End::Reset), ("stall-in-body", End::Silent)] {
        let name = ServerName::try_from("localhost").unwrap();
        let config = Arc::new(client(&authority, None, &[]));
        let tls = ClientConnection::new(config, name).unwrap();
        let mut stream = StreamOwned::new(tls, connect(origin.port()));
        stream.write_all(format!("GET /lie/{lie} HTTP/1.1\r\n\r\n").as_bytes()).unwrap();
        let patience = Some(std::time::Duration::from_secs(1));
        stream.sock.set_read_timeout(patience).unwrap();
        let (bytes, found) = read(stream, usize::MAX);
        assert!(bytes.ends_with(b"{\"hello\":\"world\"}"), "{lie}");
        assert_eq!(found, end, "{lie}");
    }
}
