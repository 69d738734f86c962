//! Whether the server is who it says it is, and what it showed, believed or not.

use std::sync::Arc;

use jiff::Timestamp;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{WebPkiServerVerifier, verify_server_name};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error, SignatureScheme};

use crate::certificate;
use crate::phases::Recorder;

/// Keeps what the server shows, and then checks it, if it is to be checked at all.
#[derive(Debug)]
pub(crate) struct Verifier {
    /// `None` believes everything.
    check: Option<Arc<WebPkiServerVerifier>>,
    /// The name the certificate must carry, instead of the one that was connected to.
    name: Option<ServerName<'static>>,
    /// Trusted as they are: a server may show one of these itself, even one made as a CA, as
    /// `openssl req -x509` makes it.
    listed: Vec<CertificateDer<'static>>,
    provider: Arc<CryptoProvider>,
}

impl Verifier {
    /// Checks with `check`, for `name` when there is one; believes those `listed` as well.
    pub(crate) fn new(
        check: Option<Arc<WebPkiServerVerifier>>,
        name: Option<ServerName<'static>>,
        listed: Vec<CertificateDer<'static>>,
        provider: Arc<CryptoProvider>,
    ) -> Self {
        Self { check, name, listed, provider }
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
        if self.listed.contains(own) {
            return verify_listed(own, server, now);
        }
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

/// A certificate that is trusted as it is still has a name and a time.
fn verify_listed(
    own: &CertificateDer<'_>,
    server: &ServerName<'_>,
    now: UnixTime,
) -> Result<ServerCertVerified, Error> {
    let says = certificate::read(own).ok_or(CertificateError::BadEncoding)?;
    let now = i64::try_from(now.as_secs()).ok().and_then(|now| Timestamp::from_second(now).ok());
    let now = now.ok_or(Error::FailedToGetCurrentTime)?;
    if now < says.not_before {
        return Err(CertificateError::NotValidYet.into());
    }
    if now > says.not_after {
        return Err(CertificateError::Expired.into());
    }
    verify_server_name(&ParsedCertificate::try_from(own)?, server)?;
    Ok(ServerCertVerified::assertion())
}

fn note(version: &'static str) {
    if let Some(recorder) = Recorder::current() {
        recorder.signed(version);
    }
}
