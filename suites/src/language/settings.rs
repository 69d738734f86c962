//! Settings that are inherited: defaults < environment < its service < suite < step.

use std::path::PathBuf;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use crate::language::{Check, Template};
use crate::source::{Span, Spanned};

/// A setting at one level.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Setting<T> {
    /// Not written: the level above decides.
    #[default]
    Inherit,
    /// `null`: as if no level above had set it.
    Remove,
    /// Written here.
    Set(T),
}

impl<T> Setting<T> {
    /// This level's word, else that of the level above.
    #[must_use]
    pub fn or<'a>(&'a self, above: Option<&'a T>) -> Option<&'a T> {
        match self {
            Self::Inherit => above,
            Self::Remove => None,
            Self::Set(value) => Some(value),
        }
    }
}

/// What a level says about how requests are made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// By name in lower case, in order.
    pub headers: Vec<HeaderSetting>,
    /// How requests identify themselves.
    pub auth: Setting<Spanned<Auth>>,
    /// For one try; 10 s when no level says so.
    pub timeout: Setting<Duration>,
    /// Certificates.
    pub tls: Setting<Tls>,
    /// Through which proxy.
    pub proxy: Setting<ProxySetting>,
    /// Repeating after a transport error, 429, 502, 503 or 504.
    pub retry: Setting<Retry>,
    /// Which version of HTTP.
    pub http: Setting<HttpVersion>,
    /// `false`: `connection: new`.
    pub reuse_connection: Setting<bool>,
    /// As curl's `--resolve`: an address, or address and port.
    pub resolve: Setting<Template>,
    /// How many redirects are followed; 0 when no level says so.
    pub follow_redirects: Setting<u32>,
    /// Ask for gzip, br and zstd, and decode them; true when no level says so.
    pub compressed: Setting<bool>,
    /// Decoded bytes of a body; 10 MB when no level says so.
    pub max_body: Setting<u64>,
    /// Instead of `tripline/VERSION`.
    pub user_agent: Setting<Template>,
    /// Requests per second to this service, at most.
    pub rate_limit: Setting<f64>,
}

impl Settings {
    /// To be kept: all that say nothing are one.
    pub(crate) fn kept(self) -> Arc<Self> {
        static NOTHING: LazyLock<Arc<Settings>> = LazyLock::new(Arc::default);
        if self == **NOTHING { Arc::clone(&NOTHING) } else { Arc::new(self) }
    }
}

/// A header at one level.
#[derive(Clone, Debug, PartialEq)]
pub struct HeaderSetting {
    /// In lower case.
    pub name: Spanned<String>,
    /// `None`: `null`, which removes it. A list repeats the header.
    pub value: Option<crate::language::ValueTemplate>,
}

/// How a request identifies itself.
#[derive(Clone, Debug, PartialEq)]
pub enum Auth {
    /// Not at all.
    None,
    /// `Authorization: Basic …`
    Basic {
        /// Before the colon.
        username: Template,
        /// After the colon.
        password: Template,
    },
    /// `Authorization: Bearer …`
    Bearer(Template),
    /// A key in a header or the query.
    ApiKey {
        /// Where it goes.
        place: CredentialPlace,
        /// The header or query parameter.
        name: String,
        /// The key.
        value: Template,
    },
}

/// Where an API key goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialPlace {
    /// A header.
    Header,
    /// A query parameter.
    Query,
}

/// Certificates of both sides. Paths are absolute.
#[derive(Clone, Debug, PartialEq)]
pub struct Tls {
    /// PEM, trusted in addition to the system's.
    pub ca: Option<PathBuf>,
    /// Our certificate, PEM.
    pub cert: Option<PathBuf>,
    /// Its key, PEM.
    pub key: Option<PathBuf>,
    /// False: any certificate will do.
    pub verify: bool,
    /// Instead of the URL's host.
    pub server_name: Option<Template>,
    /// Where it is written.
    pub span: Span,
}

/// A proxy. Username and password may stand in the URL.
#[derive(Clone, Debug, PartialEq)]
pub struct ProxySetting {
    /// `http://…`, `https://…` or `socks5://…`.
    pub url: Template,
}

/// Which version of HTTP.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HttpVersion {
    /// What the server offers; HTTP/1.1 without TLS.
    #[default]
    Auto,
    /// `1.1`
    Http1,
    /// `2`; without TLS with prior knowledge.
    Http2,
}

/// How often, and when, a request is repeated.
#[derive(Clone, Debug, PartialEq)]
pub struct Retry {
    /// Repeats, not tries: 3 is up to four requests.
    pub times: u32,
    /// Before the first repeat; 500 ms by default.
    pub wait: Duration,
    /// Each wait is so much longer than the one before; 2 by default.
    pub backoff: f64,
    /// No repeat begins later than this after the first try.
    pub for_up_to: Option<Duration>,
    /// When to repeat, instead of a transport error, 429, 502, 503 or 504.
    pub when: Vec<Check>,
    /// Where it is written.
    pub span: Span,
    /// Written on the step itself: then a request that must not be repeated is a mistake (E310);
    /// from further up it is left alone.
    pub own: bool,
}
