//! The same routes over HTTP/2.

use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use hyper::body::{Body, Incoming};
use hyper::client::conn::http2::{SendRequest, handshake};
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo};
use runner_testkit::{Authority, Origin};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

async fn shake_hands(
    io: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
) -> SendRequest<String> {
    let (sender, connection) =
        handshake(TokioExecutor::new(), TokioIo::new(io)).await.expect("the server speaks HTTP/2");
    tokio::spawn(connection);
    sender
}

async fn prior_knowledge(origin: &Origin) -> SendRequest<String> {
    shake_hands(TcpStream::connect(origin.addr()).await.expect("the server listens")).await
}

fn request(method: &str, path: &str, body: &str) -> Request<String> {
    Request::builder()
        .method(method)
        .uri(format!("http://shop.test{path}"))
        .body(body.to_owned())
        .expect("the request is well made")
}

async fn collect(mut response: Response<Incoming>) -> hyper::Result<Vec<u8>> {
    let mut all = Vec::new();
    let body = response.body_mut();
    while let Some(frame) = std::future::poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx)).await {
        all.extend(frame?.into_data().unwrap_or_else(|_| Bytes::new()));
    }
    Ok(all)
}

#[tokio::test]
async fn prior_knowledge_is_enough() {
    let origin = Origin::start();
    let mut sender = prior_knowledge(&origin).await;
    let response = sender.send_request(request("POST", "/echo?a=1", "hi")).await.unwrap();
    assert_eq!(response.status(), 200);
    let echo: serde_json::Value =
        serde_json::from_slice(&collect(response).await.unwrap()).unwrap();
    assert_eq!((&echo["body"], &echo["version"]), (&"hi".into(), &"HTTP/2".into()));
    let response = sender.send_request(request("GET", "/drip?n=3&ms=1", "")).await.unwrap();
    assert_eq!(collect(response).await.unwrap(), b"***");
    let response = sender.send_request(request("GET", "/bytes/100000", "")).await.unwrap();
    assert_eq!(response.headers()["content-length"], "100000");
    assert_eq!(collect(response).await.unwrap().len(), 100_000);
    let received = origin.received();
    assert_eq!(received[0].header("host"), Some("shop.test"));
    assert_eq!(received.iter().map(|request| request.connection).collect::<Vec<_>>(), [1, 1, 1]);
}

#[tokio::test]
async fn alpn_chooses_it() {
    let authority = Authority::new();
    let origin = Origin::start_tls(authority.tls().http2());
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(authority.ca_pem().as_bytes()).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec()];
    let socket = TcpStream::connect(origin.addr()).await.unwrap();
    let tls = tokio_rustls::TlsConnector::from(Arc::new(config))
        .connect(ServerName::try_from("localhost").unwrap(), socket)
        .await
        .unwrap();
    let mut sender = shake_hands(tls).await;
    let response = sender.send_request(request("GET", "/status/418", "")).await.unwrap();
    assert_eq!(response.status(), 418);
    assert_eq!(origin.only_received().version, "HTTP/2");
}

#[tokio::test]
async fn a_lie_ends_its_stream_and_not_the_connection() {
    let origin = Origin::start();
    let mut sender = prior_knowledge(&origin).await;
    assert!(sender.send_request(request("GET", "/lie/reset-before-head", "")).await.is_err());
    let response = sender.send_request(request("GET", "/lie/reset-in-body", "")).await.unwrap();
    assert!(collect(response).await.is_err());
    let response = sender.send_request(request("GET", "/lie/garbage", "")).await.unwrap();
    assert_eq!(response.status(), 501);
    let response = sender.send_request(request("GET", "/lie/bad-json", "")).await.unwrap();
    assert_eq!(collect(response).await.unwrap(), b"{\"hello\":");
    let stalled = sender.send_request(request("GET", "/lie/stall-before-head", ""));
    let patience = std::time::Duration::from_millis(100);
    assert!(tokio::time::timeout(patience, stalled).await.is_err());
    assert_eq!(origin.connections(), 1);
}
