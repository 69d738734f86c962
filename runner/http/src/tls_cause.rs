//! Why a TLS handshake failed, in words that say what to do.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rustls::pki_types::UnixTime;
use rustls::{AlertDescription, CertificateError, Error};

use crate::cause::Scene;
use crate::certificate;
use crate::connect::HttpVersion;

/// A sentence for `error`.
#[expect(clippy::wildcard_enum_match_arm, reason = "the list of rustls, not ours")]
pub(crate) fn explain(error: &Error, scene: &Scene<'_>) -> String {
    let server = scene.server();
    match error {
        Error::InvalidCertificate(error) => distrust(error, scene),
        Error::AlertReceived(alert) => refusal(*alert, scene),
        Error::InvalidMessage(_) => {
            format!("{server} does not answer in TLS; it may speak plain `http://`")
        }
        Error::PeerIncompatible(_) => {
            format!("{server} offers no TLS that is safe to use: 1.2 or 1.3 with a modern cipher")
        }
        Error::NoCertificatesPresented => format!("{server} shows no certificate"),
        Error::PeerMisbehaved(_) => format!("{server} breaks the rules of TLS"),
        other => format!("the TLS handshake with {server} failed ({other})"),
    }
}

/// We do not believe the server.
#[expect(clippy::wildcard_enum_match_arm, reason = "the list of rustls, not ours")]
fn distrust(error: &CertificateError, scene: &Scene<'_>) -> String {
    let name = asked(scene);
    let own = scene.marks.chain.first().map(AsRef::as_ref).unwrap_or_default();
    let certificate = certificate::read(own);
    let dated = |at: Option<Timestamp>| at.map_or_else(|| "an unknown day".to_owned(), day);
    match error {
        CertificateError::Expired => {
            format!(
                "the certificate of {name} expired on {}",
                dated(certificate.map(|c| c.not_after))
            )
        }
        CertificateError::ExpiredContext { not_after, .. } => {
            format!("the certificate of {name} expired on {}", dated(timestamp(*not_after)))
        }
        CertificateError::NotValidYet => {
            let from = dated(certificate.map(|c| c.not_before));
            format!("the certificate of {name} is not valid before {from}")
        }
        CertificateError::NotValidYetContext { not_before, .. } => {
            format!(
                "the certificate of {name} is not valid before {}",
                dated(timestamp(*not_before))
            )
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            let names = certificate::names(own);
            match names.as_slice() {
                [] => format!("the certificate of {name} is for no name at all"),
                names => {
                    format!("the certificate is for `{}`, not for `{name}`", names.join("`, `"))
                }
            }
        }
        CertificateError::Revoked => format!("the certificate of {name} was revoked"),
        CertificateError::BadEncoding => format!("the certificate of {name} cannot be read"),
        // Checked against a root of the same name, its own signature fits none: several errors.
        _ if certificate::is_self_signed(own) => {
            format!("the certificate of {name} is self-signed; name its CA with `tls: {{ ca: … }}`")
        }
        CertificateError::UnknownIssuer => {
            let last = scene.marks.chain.last().and_then(|last| certificate::read(last));
            let issuer = last
                .map_or_else(|| "an unknown CA".to_owned(), |last| format!("`{}`", last.issuer));
            format!(
                "the certificate of {name} comes from {issuer}, which is not trusted here; name the CA with `tls: {{ ca: … }}`"
            )
        }
        CertificateError::BadSignature => {
            format!("the certificate of {name} has a signature that does not fit")
        }
        other => format!("the certificate of {name} is not accepted ({other})"),
    }
}

/// The server does not want us.
#[expect(clippy::wildcard_enum_match_arm, reason = "the list of rustls, not ours")]
fn refusal(alert: AlertDescription, scene: &Scene<'_>) -> String {
    let server = scene.server();
    let tls = &scene.outgoing.connect.tls;
    let with_ours = tls.cert.is_some();
    match alert {
        AlertDescription::CertificateRequired => demand(&server),
        AlertDescription::BadCertificate | AlertDescription::HandshakeFailure
            if !with_ours && !scene.marks.chain.is_empty() =>
        {
            demand(&server)
        }
        AlertDescription::BadCertificate
        | AlertDescription::UnsupportedCertificate
        | AlertDescription::CertificateRevoked
        | AlertDescription::CertificateExpired
        | AlertDescription::CertificateUnknown
        | AlertDescription::UnknownCA
        | AlertDescription::AccessDenied
        | AlertDescription::DecryptError
            if with_ours =>
        {
            format!("{server} does not accept our certificate, `tls.cert` ({})", words(alert))
        }
        AlertDescription::UnrecognisedName => {
            format!("{server} knows no `{}` (TLS: {})", asked(scene), words(alert))
        }
        AlertDescription::ProtocolVersion => {
            format!("{server} speaks no TLS that is safe to use: 1.2 or 1.3")
        }
        AlertDescription::NoApplicationProtocol => {
            let offered = match scene.outgoing.connect.http {
                HttpVersion::Auto => "neither HTTP/2 nor HTTP/1.1",
                HttpVersion::Http1 => "no HTTP/1.1",
                HttpVersion::Http2 => "no HTTP/2",
            };
            format!("{server} speaks {offered} over TLS")
        }
        other => format!("{server} refused the TLS handshake ({})", words(other)),
    }
}

fn demand(server: &str) -> String {
    format!("{server} demands a client certificate; name one with `tls: {{ cert: …, key: … }}`")
}

/// The name the certificate should carry.
fn asked<'a>(scene: &'a Scene<'_>) -> &'a str {
    let tls = &scene.outgoing.connect.tls;
    tls.server_name.as_deref().or(scene.outgoing.url.host_str()).unwrap_or_default()
}

/// `UnknownCA` → `unknown ca`.
fn words(alert: AlertDescription) -> String {
    let name = alert.as_str().map_or_else(|| format!("alert {}", u8::from(alert)), str::to_owned);
    let mut words = String::new();
    let mut after_capital = true;
    for letter in name.chars() {
        if letter.is_uppercase() && !after_capital {
            words.push(' ');
        }
        after_capital = letter.is_uppercase();
        words.extend(letter.to_lowercase());
    }
    words
}

fn timestamp(time: UnixTime) -> Option<Timestamp> {
    Timestamp::from_second(i64::try_from(time.as_secs()).ok()?).ok()
}

fn day(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).date().to_string()
}
