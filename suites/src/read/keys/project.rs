//! The project file: what services are, what is sent with every request, what is watched.

use crate::read::keys::channel::{CHANNEL, SMTP};
use crate::read::keys::environment::{ENVIRONMENT, SECRET};
use crate::read::keys::maintenance::MAINTENANCE;
use crate::read::keys::monitor::{HEARTBEAT, MONITOR};
use crate::read::keys::notify::{DIGEST, MESSAGES, NOTIFY_RULE, POLICY};
use crate::read::keys::object::{Key, Kind, Object, key};
use crate::read::keys::objective::{NODE_KIND, OBJECTIVE};
use crate::read::keys::server::{CONNECTIVITY, METRICS, RETENTION, SERVE, STATUS_PAGE};
use crate::read::keys::settings::{HEADERS, MAX_BODY_KEY, PROXY_KEY, RETRY_KIND, TLS_KEY};

/// One path or glob, or several.
const GLOBS: Kind = Kind::Either(&[Kind::Text, Kind::List(&Kind::Text)]);

/// The project file, and the files it includes.
pub(crate) static PROJECT: Object = Object {
    what: "the project file",
    about: "What services are, where they are, what every request carries, and what is watched",
    groups: &[PROJECT_KEYS, SERVE_KEYS],
    near: &[
        ("include_files", "include"),
        ("includes", "include"),
        ("imports", "include"),
        ("tests", "suites"),
        ("files", "suites"),
        ("settings", "defaults"),
        ("default", "defaults"),
        ("config", "defaults"),
        ("envs", "environments"),
        ("environment", "environments"),
        ("stages", "environments"),
        ("service", "services"),
        ("redact", "mask"),
        ("masking", "mask"),
        ("tracing", "trace"),
        ("monitor", "monitors"),
        ("monitoring", "monitors"),
        ("checks", "monitors"),
        ("alerts", "notify"),
        ("alerting", "notify"),
        ("notifications", "notify"),
        ("notifiers", "channels"),
        ("heartbeat", "heartbeats"),
        ("maintenances", "maintenance"),
        ("mail", "smtp"),
        ("secret", "secrets"),
        ("slo", "slos"),
        ("objectives", "slos"),
        ("compositions", "composition"),
        ("status_page", "status_pages"),
        ("templates", "messages"),
    ],
    extensible: true,
};

static PROJECT_KEYS: &[Key] = &[
    key("version", Kind::Integer(1), "The version of this format: 1"),
    key("suites", GLOBS, "Which files are suites; `**/*.trip.yaml` by default"),
    key("include", GLOBS, "Other files that are parts of this one"),
    key("defaults", Kind::Object(&DEFAULTS), "The lowest level of settings"),
    key("trace", Kind::Object(&TRACE), "Trace context sent with every request"),
    key("mask", Kind::Object(&MASK), "What is never shown, beside secrets"),
    key(
        "services",
        Kind::Map(&Kind::Either(&[Kind::Object(&SERVICE), Kind::Null])),
        "What each service is, the same everywhere",
    ),
    key(
        "environments",
        Kind::Map(&Kind::Object(&ENVIRONMENT)),
        "Where services are, and what is known there",
    ),
];

/// What the monitor service reads.
static SERVE_KEYS: &[Key] = &[
    key(
        "secrets",
        Kind::Map(&Kind::Object(&SECRET)),
        "Where the secrets of `channels`, `smtp` and `metrics` come from; suites do not see them",
    ),
    key("monitors", Kind::Map(&Kind::Object(&MONITOR)), "Suites on a schedule"),
    key("heartbeats", Kind::Map(&Kind::Object(&HEARTBEAT)), "Jobs that must report"),
    key("channels", Kind::Map(&Kind::Object(&CHANNEL)), "Ways to reach people"),
    key("smtp", Kind::Object(&SMTP), "How mail is sent"),
    key("notify", Kind::Map(&Kind::List(&Kind::Object(&NOTIFY_RULE))), "Who is told what"),
    key("policy", Kind::Object(&POLICY), "How incidents are put together and repeated"),
    key("maintenance", Kind::List(&Kind::Object(&MAINTENANCE)), "When nobody is to be woken"),
    key("digest", Kind::Object(&DIGEST), "A summary at fixed times"),
    key("messages", Kind::Object(&MESSAGES), "Messages in your own words"),
    key("connectivity", Kind::Object(&CONNECTIVITY), "How to tell that we ourselves are offline"),
    key("serve", Kind::Object(&SERVE), "What `tripline serve` may do"),
    key("retention", Kind::Object(&RETENTION), "How long results are kept"),
    key("metrics", Kind::Object(&METRICS), "Where measurements are sent"),
    key(
        "status_pages",
        Kind::Map(&Kind::Object(&STATUS_PAGE)),
        "Pages for those who use the services",
    ),
    key("slos", Kind::Map(&Kind::Object(&OBJECTIVE)), "Objectives: what is promised"),
    key("composition", Kind::Map(&NODE_KIND), "How availability adds up"),
];

/// `defaults`
pub(crate) static DEFAULTS: Object = Object {
    what: "`defaults`",
    about: "Settings of every request, unless an environment, a service, a suite or a step says otherwise",
    groups: &[&[
        key(
            "timeout",
            Kind::Duration,
            "The longest that one try may take; 10s when nothing says so",
        ),
        key("retry", RETRY_KIND, "As on a step; requests that may not be repeated are left alone"),
        key("headers", HEADERS, "Headers of every request"),
        key("user_agent", Kind::Template, "The `User-Agent` of every request"),
        TLS_KEY,
        PROXY_KEY,
        MAX_BODY_KEY,
    ]],
    near: &[
        ("retries", "retry"),
        ("agent", "user_agent"),
        ("useragent", "user_agent"),
        ("insecure", "tls: { verify: false }"),
    ],
    extensible: false,
};

/// `trace`
pub(crate) static TRACE: Object = Object {
    what: "`trace`",
    about: "Trace context sent with every request",
    groups: &[&[
        key("header", Kind::Word(&["traceparent", "none"]), "`none` sends no trace context"),
        key("baggage", Kind::Map(&Kind::Text), "W3C Baggage"),
    ]],
    near: &[("headers", "header"), ("propagation", "header")],
    extensible: false,
};

/// `mask`
pub(crate) static MASK: Object = Object {
    what: "`mask`",
    about: "What is never shown, beside secrets",
    groups: &[&[
        key(
            "headers",
            Kind::List(&Kind::Text),
            "Headers whose values are hidden, beside `authorization`, `cookie` and `set-cookie`",
        ),
        key("json", Kind::List(&Kind::Path), "Values in bodies that are hidden"),
    ]],
    near: &[("header", "headers"), ("body", "json"), ("paths", "json"), ("fields", "json")],
    extensible: false,
};

/// A service of the project.
pub(crate) static SERVICE: Object = Object {
    what: "a service",
    about: "What a service is, the same in every environment",
    groups: &[&[
        key("owner", Kind::Text, "Who looks after it"),
        key("depends_on", Kind::List(&Kind::Text), "Services without which it does not work"),
        key("external", Kind::Boolean, "Whether somebody else runs it"),
        key("status_page", Kind::Text, "Where that somebody says how it is"),
        key("openapi", Kind::File, "Its description"),
    ]],
    near: &[
        ("team", "owner"),
        ("depends", "depends_on"),
        ("needs", "depends_on"),
        ("dependencies", "depends_on"),
        ("spec", "openapi"),
        ("swagger", "openapi"),
        ("status", "status_page"),
    ],
    extensible: false,
};
