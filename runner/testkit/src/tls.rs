//! How an origin speaks TLS.

use std::sync::Arc;

use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, SupportedProtocolVersion};
use tokio_rustls::TlsAcceptor;

use crate::authority::{Authority, Certificate};

/// The versions of TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TlsVersion {
    /// TLS 1.2.
    V12,
    /// TLS 1.3.
    V13,
}

/// How an origin speaks TLS. By default: 1.2 and 1.3, HTTP/1.1 only, no client certificate.
pub struct Tls {
    certificate: CertificateDer<'static>,
    key: PrivateKeyDer<'static>,
    authority: CertificateDer<'static>,
    client_required: bool,
    versions: Vec<&'static SupportedProtocolVersion>,
    alpn: Vec<Vec<u8>>,
}

impl Tls {
    pub(crate) fn new(authority: &Authority, certificate: Certificate) -> Self {
        let (certificate, key) = authority.issue(certificate);
        Self {
            certificate,
            key,
            authority: authority.ca_der(),
            client_required: false,
            versions: rustls::ALL_VERSIONS.to_vec(),
            alpn: vec![b"http/1.1".to_vec()],
        }
    }

    /// Refuses clients without a certificate of the same authority.
    #[must_use]
    pub fn require_client(self) -> Self {
        Self { client_required: true, ..self }
    }

    /// Speaks one version only.
    #[must_use]
    pub fn only(self, version: TlsVersion) -> Self {
        let version = match version {
            TlsVersion::V12 => &rustls::version::TLS12,
            TlsVersion::V13 => &rustls::version::TLS13,
        };
        Self { versions: vec![version], ..self }
    }

    /// Offers HTTP/2 as well, and prefers it.
    #[must_use]
    pub fn http2(self) -> Self {
        self.alpn(&["h2", "http/1.1"])
    }

    /// Offers exactly these protocols; none at all when empty.
    #[must_use]
    pub fn alpn(self, protocols: &[&str]) -> Self {
        Self { alpn: protocols.iter().map(|name| name.as_bytes().to_vec()).collect(), ..self }
    }

    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        let provider = Arc::new(ring::default_provider());
        let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_protocol_versions(&self.versions)
            .expect("ring supports these versions");
        let builder = if self.client_required {
            let mut roots = RootCertStore::empty();
            roots.add(self.authority.clone()).expect("the authority's certificate is well made");
            let verifier =
                WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build();
            builder.with_client_cert_verifier(verifier.expect("there is a root"))
        } else {
            builder.with_no_client_auth()
        };
        let mut config = builder
            .with_single_cert(vec![self.certificate.clone()], self.key.clone_key())
            .expect("the key belongs to the certificate");
        config.alpn_protocols.clone_from(&self.alpn);
        TlsAcceptor::from(Arc::new(config))
    }
}
