//! The set-up of TLS connections: roots, our own certificate, what is offered.

use std::sync::{Arc, OnceLock};

use rustls::client::{Resumption, WebPkiServerVerifier};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use thiserror::Error;

use crate::connect::{Connect, HttpVersion, Tls};
use crate::resolver::literal;
use crate::sessions::Sessions;
use crate::verifier::Verifier;

/// Why the settings make no TLS connection.
#[derive(Debug, Error)]
pub(crate) enum TlsSetupError {
    /// Nothing of the kind in the PEM text.
    #[error("`tls.{key}` holds no {what}: it must be PEM, with a line `-----BEGIN {label}-----`")]
    Nothing { key: &'static str, what: &'static str, label: &'static str },
    /// The text begins as PEM and is broken.
    #[error("`tls.{key}` is not PEM as it should be: {reason}")]
    Pem { key: &'static str, reason: String },
    /// A certificate that cannot vouch for others.
    #[error("a certificate of `tls.ca` cannot be used: {reason}")]
    Ca { reason: String },
    /// A certificate without its key.
    #[error("`tls.cert` needs its private key: name it with `tls.key`")]
    NoKey,
    /// A key without its certificate.
    #[error("`tls.key` is given without `tls.cert`, the certificate it belongs to")]
    NoCert,
    /// Certificate and key do not fit, or the key is of an unknown kind.
    #[error("`tls.cert` and `tls.key` cannot be used together: {reason}")]
    Pair { reason: String },
    /// Not a name.
    #[error("`tls.server_name` is `{name}`, which is neither a host name nor an address")]
    Name { name: String },
    /// The provider does not do what every provider does.
    #[error("TLS cannot be set up: {0}")]
    Rustls(#[from] rustls::Error),
}

/// Who is trusted: the machine's CA certificates, loaded when the first TLS connection needs them.
#[derive(Default)]
pub(crate) struct Roots(OnceLock<Arc<RootCertStore>>);

impl Roots {
    /// Whether anyone needed them.
    #[cfg(test)]
    pub(crate) fn are_loaded(&self) -> bool {
        self.0.get().is_some()
    }

    fn get(&self) -> Arc<RootCertStore> {
        Arc::clone(self.0.get_or_init(|| {
            let mut roots = RootCertStore::empty();
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            if roots.is_empty() {
                // A bare container: Mozilla's list, as it was when this was built.
                roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
            }
            Arc::new(roots)
        }))
    }
}

/// For a client that speaks no TLS: nothing is loaded, nobody trusted.
pub(crate) fn none() -> Result<ClientConfig, TlsSetupError> {
    let builder =
        ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions()?;
    Ok(builder.with_root_certificates(RootCertStore::empty()).with_no_client_auth())
}

/// For a client that does.
pub(crate) fn config(connect: &Connect, roots: &Roots) -> Result<ClientConfig, TlsSetupError> {
    let provider = provider();
    let verifier = Arc::new(verifier(&connect.tls, roots, &provider)?);
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(verifier);
    let mut config = match identity(&connect.tls)? {
        Some((chain, key)) => builder
            .with_client_auth_cert(chain, key)
            .map_err(|error| TlsSetupError::Pair { reason: error.to_string() })?,
        None => builder.with_no_client_auth(),
    };
    config.alpn_protocols = alpn(connect);
    // Over a proxy a resumed session would hide the certificate from us.
    let resume = connect.reuse && connect.proxy.is_none();
    config.resumption = Resumption::store(Arc::new(Sessions::new(resume)));
    Ok(config)
}

/// The name to ask for instead of the URL's host; an address is only verified, never asked for.
pub(crate) fn asked_name(tls: &Tls) -> Option<&str> {
    tls.server_name.as_deref().filter(|name| literal(name).is_none())
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

fn alpn(connect: &Connect) -> Vec<Vec<u8>> {
    let protocols: &[&str] = match connect.http {
        HttpVersion::Auto if asked_name(&connect.tls).is_some() => &["http/1.1"],
        HttpVersion::Auto => &["h2", "http/1.1"],
        HttpVersion::Http1 => &["http/1.1"],
        HttpVersion::Http2 => &["h2"],
    };
    protocols.iter().map(|protocol| protocol.as_bytes().to_vec()).collect()
}

fn verifier(
    tls: &Tls,
    roots: &Roots,
    provider: &Arc<CryptoProvider>,
) -> Result<Verifier, TlsSetupError> {
    let name = tls.server_name.as_deref().map(server_name).transpose()?;
    if !tls.verify {
        return Ok(Verifier::new(None, name, Vec::new(), Arc::clone(provider)));
    }
    let listed =
        tls.ca.as_ref().map(|pem| certificates("ca", pem)).transpose()?.unwrap_or_default();
    let mut roots = roots.get();
    if !listed.is_empty() {
        let store = Arc::make_mut(&mut roots);
        for certificate in &listed {
            store
                .add(certificate.clone())
                .map_err(|error| TlsSetupError::Ca { reason: error.to_string() })?;
        }
    }
    let check = WebPkiServerVerifier::builder_with_provider(roots, Arc::clone(provider))
        .build()
        .map_err(|error| TlsSetupError::Ca { reason: error.to_string() })?;
    Ok(Verifier::new(Some(check), name, listed, Arc::clone(provider)))
}

fn server_name(name: &str) -> Result<ServerName<'static>, TlsSetupError> {
    let bare = name.trim_start_matches('[').trim_end_matches(']').to_owned();
    ServerName::try_from(bare).map_err(|_| TlsSetupError::Name { name: name.to_owned() })
}

type Identity = (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>);

fn identity(tls: &Tls) -> Result<Option<Identity>, TlsSetupError> {
    let Some(cert) = &tls.cert else {
        return if tls.key.is_some() { Err(TlsSetupError::NoCert) } else { Ok(None) };
    };
    let chain = certificates("cert", cert)?;
    let key = match &tls.key {
        Some(key) => PrivateKeyDer::from_pem_slice(key).map_err(|error| {
            if matches!(error, rustls::pki_types::pem::Error::NoItemsFound) {
                return TlsSetupError::Nothing {
                    key: "key",
                    what: "private key",
                    label: "PRIVATE KEY",
                };
            }
            TlsSetupError::Pem { key: "key", reason: error.to_string() }
        })?,
        None => PrivateKeyDer::from_pem_slice(cert).map_err(|_| TlsSetupError::NoKey)?,
    };
    Ok(Some((chain, key)))
}

fn certificates(
    key: &'static str,
    pem: &[u8],
) -> Result<Vec<CertificateDer<'static>>, TlsSetupError> {
    let found = CertificateDer::pem_slice_iter(pem)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| TlsSetupError::Pem { key, reason: error.to_string() })?;
    if found.is_empty() {
        return Err(TlsSetupError::Nothing { key, what: "certificate", label: "CERTIFICATE" });
    }
    Ok(found)
}
