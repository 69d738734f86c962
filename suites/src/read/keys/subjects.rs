//! What checks look at.

use crate::read::keys::Place;

/// A subject.
#[derive(Debug)]
pub(crate) struct SubjectWord {
    /// As written, without its argument.
    pub(crate) name: &'static str,
    /// What follows the name.
    pub(crate) argument: Argument,
    /// What kind of value it is.
    pub(crate) shape: Shape,
    /// Where it can be looked at.
    pub(crate) places: &'static [Place],
    /// It is part of the language and not supported yet.
    pub(crate) later: bool,
    /// What it means, in a sentence without a full stop.
    pub(crate) about: &'static str,
}

/// What follows a subject's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Argument {
    /// Nothing.
    None,
    /// Something; with what it is called, and an example of it.
    Required(&'static str, &'static str),
}

/// What kind of value a subject is, which decides what it can be compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A status: a whole number, or a class (`2xx`).
    Status,
    /// Written with a unit of time.
    Duration,
    /// Written with a unit of size.
    Size,
    /// A whole number.
    Count,
    /// Text.
    Text,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A list of texts.
    Texts,
    /// The decoded text of an answer, parsed where a map or list is asked for.
    Body,
    /// A list of anything.
    List,
    /// Anything.
    Any,
}

/// The words that `error` knows.
const ERRORS: &[&str] = &["timeout", "refused", "dns", "tls", "reset"];

const ANSWER: &[Place] = &[Place::Answer];
const VARIABLES: &[Place] = &[Place::Answer, Place::Step, Place::Variables];

const fn word(name: &'static str, shape: Shape, about: &'static str) -> SubjectWord {
    SubjectWord { name, argument: Argument::None, shape, places: ANSWER, later: false, about }
}

const fn with(
    name: &'static str,
    argument: &'static str,
    example: &'static str,
    shape: Shape,
    about: &'static str,
) -> SubjectWord {
    let argument = Argument::Required(argument, example);
    SubjectWord { name, argument, shape, places: ANSWER, later: false, about }
}

/// All subjects but `$…`, which needs no word.
pub(crate) static SUBJECTS: &[SubjectWord] = &[
    word("status", Shape::Status, "The status: `200`, a class `2xx`, or `any`"),
    word("time", Shape::Duration, "How long the exchange took; of several tries, the last"),
    SubjectWord {
        places: &[Place::Answer, Place::Step, Place::Test, Place::Objective],
        ..word(
            "took",
            Shape::Duration,
            "How long the whole step or test took, tries and waits included",
        )
    },
    word("time_to_first_byte", Shape::Duration, "How long the first byte of the answer took"),
    word("dns_time", Shape::Duration, "How long looking the host name up took"),
    word("connect_time", Shape::Duration, "How long opening the connection took"),
    word("tls_time", Shape::Duration, "How long the TLS handshake took"),
    word("size", Shape::Size, "The size of the body, decoded"),
    word("url", Shape::Text, "The URL, after redirects"),
    word("redirects", Shape::Count, "How many redirects were followed"),
    word("protocol", Shape::Word(&["HTTP/1.1", "HTTP/2"]), "`HTTP/1.1` or `HTTP/2`"),
    word("body", Shape::Body, "The body, as text"),
    with(
        "header",
        "NAME",
        "header content-type",
        Shape::Text,
        "A header of the answer; repeated lines are joined with `, `",
    ),
    with("cookie", "NAME", "cookie session", Shape::Text, "A cookie set by this answer"),
    with(
        "css",
        "SELECTOR",
        "css h1",
        Shape::Texts,
        "The texts of the elements of an HTML page that a CSS selector finds",
    ),
    SubjectWord {
        later: true,
        ..with("xpath", "EXPR", "xpath //h1", Shape::Any, "What an XPath finds")
    },
    with(
        "regex",
        "/…/",
        "regex /total: (\\d+)/",
        Shape::Text,
        "The first group of a regular expression, else its match, in the body",
    ),
    with(
        "request header",
        "NAME",
        "request header authorization",
        Shape::Text,
        "A header as it was sent",
    ),
    word("request body", Shape::Text, "The body as it was sent"),
    word("request url", Shape::Text, "The URL as it was sent"),
    word(
        "certificate_expires_in",
        Shape::Duration,
        "For how long the server's certificate is still valid",
    ),
    word("certificate_issuer", Shape::Text, "Who issued the server's certificate"),
    word("tls_version", Shape::Word(&["TLSv1.2", "TLSv1.3"]), "`TLSv1.2` or `TLSv1.3`"),
    word("ip", Shape::Text, "The address that answered"),
    word(
        "error",
        Shape::Word(ERRORS),
        "Why there was no answer: `timeout`, `refused`, `dns`, `tls` or `reset`",
    ),
    SubjectWord {
        places: VARIABLES,
        ..with("var", "NAME", "var order_id", Shape::Any, "A variable, or a place in one")
    },
    SubjectWord { places: VARIABLES, ..word("environment", Shape::Text, "The environment's name") },
    SubjectWord {
        places: VARIABLES,
        ..with("tenant", "NAME", "tenant region", Shape::Any, "A value of the tenant")
    },
];

/// Words of other tools, each with the subject that is meant.
pub(crate) static OTHER_SUBJECTS: &[(&str, &str)] = &[
    ("code", "status"),
    ("status_code", "status"),
    ("statuscode", "status"),
    ("http_status", "status"),
    ("response_time", "time"),
    ("responsetime", "time"),
    ("duration", "time"),
    ("latency", "time"),
    ("elapsed", "time"),
    ("total_time", "took"),
    ("ttfb", "time_to_first_byte"),
    ("length", "size"),
    ("bytes", "size"),
    ("content_length", "size"),
    ("http_version", "protocol"),
    ("version", "protocol"),
    ("text", "body"),
    ("response", "body"),
    ("content", "body"),
    ("json", "$"),
    ("jsonpath", "$"),
    ("headers", "header NAME"),
    ("cookies", "cookie NAME"),
    ("content_type", "header content-type"),
    ("location", "header location"),
    ("variable", "var NAME"),
    ("variables", "var NAME"),
    ("vars", "var NAME"),
    ("env", "environment"),
    ("selector", "css SELECTOR"),
    ("certificate", "certificate_expires_in"),
    ("exception", "error"),
];
