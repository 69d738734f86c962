//! A certificate authority for tests.

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, KeyUsagePurpose, date_time_ymd,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::tls::Tls;

/// Signs certificates that only those trust who were given [`ca_pem`](Self::ca_pem).
pub struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
}

/// What is the matter with a server's certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certificate {
    /// Nothing: for `localhost`, 127.0.0.1 and `::1`.
    Good,
    /// It was valid in the year 2000 only.
    Expired,
    /// It will be valid from the year 3000.
    NotYetValid,
    /// It is for `elsewhere.test`.
    WrongHost,
    /// It signed itself.
    SelfSigned,
}

/// A certificate with its key, as PEM.
#[derive(Clone, Debug)]
pub struct Identity {
    /// The certificate.
    pub certificate_pem: String,
    /// Its private key (PKCS #8).
    pub key_pem: String,
}

impl Identity {
    /// Both in one text.
    #[must_use]
    pub fn pem(&self) -> String {
        format!("{}{}", self.certificate_pem, self.key_pem)
    }
}

impl Default for Authority {
    fn default() -> Self {
        Self::new()
    }
}

impl Authority {
    /// An authority nobody trusts yet.
    #[must_use]
    pub fn new() -> Self {
        let mut params = named("tripline test authority", &[]);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let issuer = CertifiedIssuer::self_signed(params, new_key());
        Self { issuer: issuer.expect("a fresh key can sign") }
    }

    /// What a client must trust, as PEM.
    #[must_use]
    pub fn ca_pem(&self) -> String {
        self.issuer.pem()
    }

    /// TLS with a good certificate; to be changed with the methods of [`Tls`].
    #[must_use]
    pub fn tls(&self) -> Tls {
        Tls::new(self, Certificate::Good)
    }

    /// TLS with this certificate.
    #[must_use]
    pub fn tls_with(&self, certificate: Certificate) -> Tls {
        Tls::new(self, certificate)
    }

    /// A client's certificate, for [`Tls::require_client`] of the same authority.
    #[must_use]
    pub fn client_identity(&self) -> Identity {
        let key = new_key();
        let mut params = named("tripline test client", &["client.test"]);
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        let certificate = params.signed_by(&key, &self.issuer).expect("the authority can sign");
        Identity { certificate_pem: certificate.pem(), key_pem: key.serialize_pem() }
    }

    /// The authority's own certificate.
    pub(crate) fn ca_der(&self) -> CertificateDer<'static> {
        self.issuer.der().clone()
    }

    /// A server's certificate and key.
    pub(crate) fn issue(
        &self,
        certificate: Certificate,
    ) -> (CertificateDer<'static>, PrivateKeyDer<'static>) {
        let key = new_key();
        let mut params = match certificate {
            Certificate::WrongHost => named("elsewhere.test", &["elsewhere.test"]),
            Certificate::Good
            | Certificate::Expired
            | Certificate::NotYetValid
            | Certificate::SelfSigned => named("localhost", &["localhost", "127.0.0.1", "::1"]),
        };
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        match certificate {
            Certificate::Good | Certificate::WrongHost | Certificate::SelfSigned => {}
            Certificate::Expired => {
                params.not_before = date_time_ymd(2000, 1, 1);
                params.not_after = date_time_ymd(2000, 12, 31);
            }
            Certificate::NotYetValid => params.not_before = date_time_ymd(3000, 1, 1),
        }
        let signed = match certificate {
            Certificate::SelfSigned => params.self_signed(&key),
            Certificate::Good
            | Certificate::Expired
            | Certificate::NotYetValid
            | Certificate::WrongHost => params.signed_by(&key, &self.issuer),
        };
        let der = signed.expect("the authority can sign").der().clone();
        (der, PrivatePkcs8KeyDer::from(key.serialize_der()).into())
    }
}

fn new_key() -> KeyPair {
    KeyPair::generate().expect("a key can be made")
}

fn named(name: &str, hosts: &[&str]) -> CertificateParams {
    let hosts: Vec<String> = hosts.iter().map(|host| (*host).to_owned()).collect();
    let mut params = CertificateParams::new(hosts).expect("the hosts are well written");
    params.distinguished_name.push(DnType::CommonName, name);
    params
}
