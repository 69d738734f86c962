//! An environment of the project file.

use crate::read::keys::object::{Key, Kind, Object, key, later, required};
use crate::read::keys::settings::{
    AUTH_KIND, HEADERS, HTTP_VERSION_KEY, PROXY_KEY, RESOLVE_KEY, TLS_KEY,
};

const NAMES: Kind = Kind::Either(&[Kind::Text, Kind::List(&Kind::Text)]);

/// An environment.
pub(crate) static ENVIRONMENT: Object = Object {
    what: "an environment",
    about: "Where services are, and what is known there",
    groups: &[&[
        key("extends", NAMES, "The environment, or environments, that it is built on"),
        key("abstract", Kind::Boolean, "Whether it is there to be extended only"),
        key("overlay", Kind::Boolean, "Whether it is there to be added to another with `+` only"),
        key(
            "vars",
            Kind::Map(&Kind::Value),
            "Variables; one that is named as an input of a suite is its value",
        ),
        key(
            "services",
            Kind::Map(&Kind::Either(&[Kind::Url, Kind::Object(&ENDPOINT), Kind::Null])),
            "Where each service is",
        ),
        key(
            "secrets",
            Kind::Map(&Kind::Either(&[Kind::Object(&SECRET), Kind::Null])),
            "Where each secret comes from",
        ),
        key(
            "dotenv",
            Kind::Either(&[Kind::File, Kind::List(&Kind::File), Kind::Null]),
            "Files with variables for `env` secrets",
        ),
        key(
            "matrix",
            Kind::Map(&Kind::Either(&[Kind::List(&Kind::Map(&Kind::Value)), Kind::Null])),
            "Over what tests fan out, if they mention it",
        ),
        key("protected", Kind::Boolean, "Whether steps that write are refused"),
        key(
            "allow_writes",
            Kind::Either(&[Kind::Word(&["canary", "any"]), Kind::Null]),
            "Which suites may write although it is protected",
        ),
        key("headers", HEADERS, "Headers of every request"),
        key("auth", AUTH_KIND, "How every request identifies itself"),
        TLS_KEY,
        PROXY_KEY,
    ]],
    near: &[
        ("inherits", "extends"),
        ("extend", "extends"),
        ("parent", "extends"),
        ("base", "extends"),
        ("variables", "vars"),
        ("hosts", "services"),
        ("urls", "services"),
        ("base_url", "services: { NAME: https://… }"),
        ("url", "services: { NAME: https://… }"),
        ("secret", "secrets"),
        ("env_file", "dotenv"),
        ("readonly", "protected"),
        ("read_only", "protected"),
        ("writes", "allow_writes"),
        ("timeout", "services: { NAME: { url: …, timeout: … } }"),
        ("rate_limit", "services: { NAME: { url: …, rate_limit: … } }"),
        ("tenants", "matrix: { tenant: … }"),
    ],
    extensible: false,
};

/// Where a service is, in its long form.
pub(crate) static ENDPOINT: Object = Object {
    what: "a service of an environment",
    about: "Where a service is, and how requests to it are made",
    groups: &[ENDPOINT_KEYS],
    near: &[
        ("base_url", "url"),
        ("host", "url"),
        ("baseurl", "url"),
        ("rate", "rate_limit"),
        ("insecure", "tls: { verify: false }"),
    ],
    extensible: false,
};

static ENDPOINT_KEYS: &[Key] = &[
    required("url", Kind::Url, "Its base URL; paths are appended"),
    key("headers", HEADERS, "Headers of every request to it"),
    key("auth", AUTH_KIND, "How every request to it identifies itself"),
    key("timeout", Kind::Duration, "The longest that one try may take"),
    TLS_KEY,
    PROXY_KEY,
    RESOLVE_KEY,
    HTTP_VERSION_KEY,
    key("rate_limit", Kind::Rate, "The most requests to it: `10/s`"),
    later("discover", "`discover` is", "Finding the service at run time"),
];

/// A secret.
pub(crate) static SECRET: Object = Object {
    what: "a secret",
    about: "Where a secret comes from: `env`, `file` or `command`",
    groups: &[&[
        key("env", Kind::Text, "A variable of the operating system, or of a `dotenv` file"),
        key("file", Kind::Text, "A file that holds nothing else"),
        key(
            "command",
            Kind::List(&Kind::Text),
            "A program and its arguments; it prints the secret. No shell",
        ),
        key("cache", Kind::Duration, "For how long the answer of the command may be kept"),
    ]],
    near: &[
        ("environment", "env"),
        ("variable", "env"),
        ("path", "file"),
        ("cmd", "command"),
        ("run", "command"),
        ("exec", "command"),
        ("ttl", "cache"),
    ],
    extensible: false,
};
