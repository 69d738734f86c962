//! Whether the server is who it says it is, and what it showed, believed or not.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{DigitallySignedStruct, Error, SignatureScheme};

use crate::phases::Recorder;

/// Keeps what the server shows, and then checks it, if it is to be checked at all.
#[derive(Debug)]
pub(crate) struct Verifier {
    /// `None` believes everything.
    check: Option<Arc<WebPkiServerVerifier>>,
    /// The name the certificate must carry, instead of the one that was connected to.
    name: Option<ServerName<'static>>,
    provider: Arc<CryptoProvider>,
}

impl Verifier {
    /// Checks with `check`, for `name` when there is one.
    pub(crate) fn new(
        check: Option<Arc<WebPkiServerVerifier>>,
        name: Option<ServerName<'static>>,
        provider: Arc<CryptoProvider>,
    ) -> Self {
        Self { check, name, provider }
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        own: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        server: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        if let Some(recorder) = Recorder::current() {
            let others = others.iter().map(|other| other.clone().into_owned());
            recorder.shown(std::iter::once(own.clone().into_owned()).chain(others).collect());
        }
        let Some(check) = &self.check else { return Ok(ServerCertVerified::assertion()) };
        let server = self.name.as_ref().unwrap_or(server);
        check.verify_server_cert(own, others, server, ocsp, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        own: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        note("TLSv1.2");
        match &self.check {
            Some(check) => check.verify_tls12_signature(message, own, signed),
            None => Ok(HandshakeSignatureValid::assertion()),
        }
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        own: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        note("TLSv1.3");
        match &self.check {
            Some(check) => check.verify_tls13_signature(message, own, signed),
            None => Ok(HandshakeSignatureValid::assertion()),
        }
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

fn note(version: &'static str) {
    if let Some(recorder) = Recorder::current() {
        recorder.signed(version);
    }
}
