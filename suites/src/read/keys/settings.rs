//! How requests are made: headers, auth, retry, TLS, connection.

use crate::read::keys::Place;
use crate::read::keys::object::{Key, Kind, Object, key, later, required};

/// What `auth` holds.
pub(super) const AUTH_KIND: Kind =
    Kind::Either(&[Kind::Word(&["none"]), Kind::Object(&AUTH), Kind::Null]);

/// What `retry` holds.
pub(super) const RETRY_KIND: Kind =
    Kind::Either(&[Kind::Integer(0), Kind::Object(&RETRY), Kind::Null]);

/// What `headers` holds.
pub(super) const HEADERS: Kind = Kind::Map(&Kind::Either(&[Kind::TextValue, Kind::Null]));

/// Certificates.
pub(super) const TLS_KEY: Key = key("tls", TLS_KIND, "Certificates of both sides");

const TLS_KIND: Kind = Kind::Either(&[Kind::Object(&TLS), Kind::Null]);

/// The proxy.
pub(super) const PROXY_KEY: Key = key(
    "proxy",
    Kind::Either(&[Kind::Template, Kind::Null]),
    "The proxy: `http://…`, `https://…` or `socks5://…`",
);

/// The version of HTTP.
pub(super) const HTTP_VERSION_KEY: Key = key(
    "http",
    Kind::Either(&[Kind::Word(&["1.1", "2", "auto"]), Kind::Null]),
    "The version of HTTP",
);

/// The address instead of DNS.
pub(super) const RESOLVE_KEY: Key = key(
    "resolve",
    Kind::Either(&[Kind::Template, Kind::Null]),
    "The address to connect to instead of asking DNS: `10.0.0.7`, `10.0.0.7:8443`",
);

/// The largest answer.
pub(super) const MAX_BODY_KEY: Key = key(
    "max_body",
    Kind::Either(&[Kind::Size, Kind::Null]),
    "The largest answer that is read, decoded; 10MB when nothing says so",
);

/// Keys of a step that say how its connection is made.
pub(crate) static CONNECTION_KEYS: &[Key] = &[
    key(
        "timeout",
        Kind::Either(&[Kind::Duration, Kind::Null]),
        "The longest that one try may take; 10s when nothing says so",
    ),
    key(
        "retry",
        RETRY_KIND,
        "How often the request is repeated after a transport error, 429, 502, 503 or 504",
    ),
    HTTP_VERSION_KEY,
    key(
        "connection",
        Kind::Either(&[Kind::Word(&["reuse", "new"]), Kind::Null]),
        "`new` opens a connection of its own, and so measures DNS, TCP and TLS",
    ),
    key(
        "follow_redirects",
        Kind::Either(&[Kind::Boolean, Kind::Integer(0), Kind::Null]),
        "Whether redirects are followed, or how many at most",
    ),
    TLS_KEY,
    PROXY_KEY,
    RESOLVE_KEY,
    key(
        "compressed",
        Kind::Either(&[Kind::Boolean, Kind::Null]),
        "`false` asks for no compression; otherwise gzip, br and zstd are decoded",
    ),
    MAX_BODY_KEY,
];

/// `auth`
pub(crate) static AUTH: Object = Object {
    what: "`auth`",
    about: "How the request identifies itself",
    groups: &[&[
        key("basic", Kind::Object(&BASIC), "`Authorization: Basic …`"),
        key("bearer", Kind::Template, "`Authorization: Bearer …`"),
        key("api_key", Kind::Object(&API_KEY), "A key in a header or in the query"),
        later("oauth2", "`oauth2` is", "OAuth 2 client credentials"),
        later("aws_sigv4", "`aws_sigv4` is", "AWS Signature Version 4"),
        later("digest", "`digest` is", "HTTP Digest"),
    ]],
    near: &[
        ("token", "bearer"),
        ("jwt", "bearer"),
        ("bearer_token", "bearer"),
        ("username", "basic: { username: …, password: … }"),
        ("password", "basic: { username: …, password: … }"),
        ("user", "basic: { username: …, password: … }"),
        ("header", "api_key: { header: …, value: … }"),
    ],
    extensible: false,
};

/// `auth: { basic: … }`
pub(crate) static BASIC: Object = Object {
    what: "`basic`",
    about: "A user name and a password",
    groups: &[&[
        required("username", Kind::Template, "The name"),
        required("password", Kind::Template, "The password"),
    ]],
    near: &[("user", "username"), ("login", "username"), ("pass", "password")],
    extensible: false,
};

/// `auth: { api_key: … }`
pub(crate) static API_KEY: Object = Object {
    what: "`api_key`",
    about: "A key in a header or in the query",
    groups: &[&[
        key("header", Kind::Text, "The header that holds the key"),
        key("query", Kind::Text, "The parameter of the query that holds the key"),
        required("value", Kind::Template, "The key"),
    ]],
    near: &[("key", "value"), ("token", "value"), ("name", "header"), ("param", "query")],
    extensible: false,
};

/// `tls`
pub(crate) static TLS: Object = Object {
    what: "`tls`",
    about: "Certificates of both sides",
    groups: &[&[
        key("ca", Kind::File, "Certificates to trust beside the system's, PEM"),
        key("cert", Kind::File, "The client's certificate, PEM"),
        key("key", Kind::File, "The client's key, PEM"),
        key("verify", Kind::Boolean, "`false` trusts any certificate"),
        key(
            "server_name",
            Kind::Template,
            "The name to ask for and to verify, instead of the URL's host",
        ),
    ]],
    near: &[
        ("insecure", "verify: false"),
        ("sni", "server_name"),
        ("certificate", "cert"),
        ("cacert", "ca"),
    ],
    extensible: false,
};

/// `retry`, in its long form.
pub(crate) static RETRY: Object = Object {
    what: "`retry`",
    about: "How often, and when, a request is repeated",
    groups: &[&[
        required("times", Kind::Integer(0), "How many repeats: 3 is up to four requests"),
        key("wait", Kind::Duration, "Before the first repeat; 500ms by default"),
        key("backoff", Kind::Number(1), "Each wait is so many times the one before; 2 by default"),
        key("for_up_to", Kind::Duration, "No repeat begins later than this after the first try"),
        key(
            "when",
            Kind::Checks(Place::Answer),
            "When to repeat, instead of after a transport error, 429, 502, 503 or 504",
        ),
    ]],
    near: &[
        ("count", "times"),
        ("attempts", "times"),
        ("max", "times"),
        ("limit", "times"),
        ("delay", "wait"),
        ("interval", "wait"),
        ("every", "wait"),
        ("factor", "backoff"),
        ("on", "when"),
        ("if", "when"),
        ("timeout", "for_up_to"),
    ],
    extensible: false,
};
