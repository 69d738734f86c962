//! A step: its verbs, and the keys beside them.

use crate::read::keys::Place;
use crate::read::keys::object::{Key, Kind, Object, key, later, required};
use crate::read::keys::settings::{AUTH_KIND, CONNECTION_KEYS, HEADERS};

/// What a list of steps holds. (A static, because steps hold steps.)
pub(super) static STEP_KIND: Kind = Kind::Object(&STEP);

const FIELDS: Kind = Kind::Map(&Kind::Either(&[Kind::TextValue, Kind::Null]));

/// A step.
pub(crate) static STEP: Object = Object {
    what: "a step",
    about: "One sentence of a chain: its first key is the verb",
    groups: &[KIND_KEYS, ANY_KEYS, HTTP_KEYS, BODY_KEYS, CONNECTION_KEYS, USE_KEYS, LATER_KEYS],
    near: &[
        ("assert", "expect"),
        ("asserts", "expect"),
        ("assertions", "expect"),
        ("checks", "expect"),
        ("validate", "expect"),
        ("test", "expect"),
        ("response", "expect"),
        ("capture", "save"),
        ("captures", "save"),
        ("extract", "save"),
        ("store", "save"),
        ("register", "save"),
        ("export", "save"),
        ("sleep", "wait"),
        ("delay", "wait"),
        ("pause", "wait"),
        ("when", "if"),
        ("only_if", "if"),
        ("condition", "if"),
        ("foreach", "for_each"),
        ("loop", "for_each"),
        ("with_items", "for_each"),
        ("retries", "retry"),
        ("repeat", "retry"),
        ("poll", "until"),
        ("interval", "every"),
        ("teardown", "cleanup"),
        ("after", "cleanup"),
        ("finally", "cleanup"),
        ("id", "name"),
        ("title", "name"),
        ("description", "name"),
        ("url", "get: …"),
        ("method", "get: …"),
        ("params", "query"),
        ("body", "json"),
        ("data", "json"),
        ("payload", "json"),
        ("call", "use"),
        ("include", "use"),
        ("flow", "use"),
        ("group", "steps"),
        ("max_redirects", "follow_redirects"),
        ("insecure", "tls: { verify: false }"),
        ("continue_on_error", "on_failure: continue"),
        ("continue_on_failure", "on_failure: continue"),
        ("allow_failure", "on_failure: continue"),
    ],
    extensible: false,
};

/// The verbs: a step has exactly one.
pub(crate) static KIND_KEYS: &[Key] = &[
    key("get", Kind::Url, "Sends a GET request to this URL"),
    key("post", Kind::Url, "Sends a POST request to this URL"),
    key("put", Kind::Url, "Sends a PUT request to this URL"),
    key("patch", Kind::Url, "Sends a PATCH request to this URL"),
    key("delete", Kind::Url, "Sends a DELETE request to this URL"),
    key("head", Kind::Url, "Sends a HEAD request to this URL"),
    key("options", Kind::Url, "Sends an OPTIONS request to this URL"),
    key("request", Kind::Object(&REQUEST), "Sends a request with a method of your choice"),
    key("use", Kind::File, "Runs a flow: another suite, with `inputs` and `outputs`"),
    key(
        "steps",
        Kind::List(&STEP_KIND),
        "Runs steps as a group: `if`, `for_each` and `cleanup` apply to all of them",
    ),
    key("check", Kind::Checks(Place::Variables), "Checks variables; nothing is sent"),
    key("set", Kind::Map(&Kind::Value), "Sets variables, in order"),
    key("wait", Kind::Duration, "Does nothing for a while; `until` is nearly always better"),
    later("grpc", "`grpc` steps are", "Calls a gRPC method"),
    later("websocket", "`websocket` steps are", "Opens a WebSocket"),
    later("sse", "`sse` steps are", "Listens to server-sent events"),
    later("sql", "`sql` steps are", "Queries a database"),
    later("run", "`run` steps are", "Runs a program"),
    later("parallel", "`parallel` groups are", "Runs branches side by side"),
];

/// Keys of any step.
static ANY_KEYS: &[Key] = &[
    key("name", Kind::Text, "What it is about, for people and for history"),
    key("if", Kind::Checks(Place::Variables), "Skips the step unless all of these hold"),
    key(
        "for_each",
        Kind::Map(&Kind::Value),
        "Once per element of a list: `{ line: \"{{lines}}\" }`; what is saved becomes a list",
    ),
    key(
        "expect",
        Kind::Checks(Place::Answer),
        "What must hold: all are checked, all failures reported, then the test stops",
    ),
    key(
        "warn",
        Kind::Checks(Place::Answer),
        "What should hold: a failure makes the test degraded, and it goes on",
    ),
    key("on_failure", Kind::Word(&["continue"]), "`continue` reports a failure and goes on"),
    key(
        "cleanup",
        Kind::List(&STEP_KIND),
        "Steps that undo this one: run last-in-first-out at the end, whatever happened",
    ),
];

/// Keys of steps that send a request, beside its body and its connection.
pub(crate) static HTTP_KEYS: &[Key] = &[
    key("query", FIELDS, "Parameters added to the URL; a list repeats one, null leaves it out"),
    key("headers", HEADERS, "Headers of this request; null removes one that was inherited"),
    key("cookies", Kind::Map(&Kind::Template), "Cookies beside those that were received"),
    key("auth", AUTH_KIND, "How this request identifies itself"),
    key("until", Kind::Checks(Place::Answer), "Repeats the request until all of these hold"),
    key(
        "stop_when",
        Kind::Checks(Place::Answer),
        "Gives up repeating at once when all of these hold",
    ),
    key("every", Kind::Duration, "How long to wait between repeats of `until`; 1s by default"),
    key("for_up_to", Kind::Duration, "How long `until` may go on; 30s by default"),
    key(
        "idempotency_key",
        Kind::Template,
        "The header `Idempotency-Key`, which makes a POST repeatable; `auto` makes one up",
    ),
    key("safe", Kind::Boolean, "`true`: this request only reads, whatever its method"),
    key(
        "save",
        Kind::Either(&[
            Kind::Map(&Kind::Either(&[Kind::Subject, Kind::Object(&SAVE)])),
            Kind::List(&Kind::Name),
        ]),
        "Takes values out of the answer: `{ order_id: $.id }`; of a flow: a list of its outputs",
    ),
];

/// Bodies: a request has at most one.
pub(crate) static BODY_KEYS: &[Key] = &[
    key("json", Kind::Value, "The body, as JSON"),
    key("json_file", Kind::File, "The body, from a JSON file with templates in its texts"),
    key("form", FIELDS, "The body, as a form; a list repeats a field"),
    key(
        "multipart",
        Kind::Map(&Kind::Either(&[
            Kind::TextValue,
            Kind::Object(&PART),
            Kind::List(&Kind::Object(&PART)),
        ])),
        "The body, in parts: fields and files",
    ),
    key(
        "graphql",
        Kind::Object(&GRAPHQL),
        "The body, as a GraphQL request; adds the check that there are no `$.errors`",
    ),
    key("xml", Kind::Template, "The body, as XML; values are escaped"),
    key("text", Kind::Template, "The body, as text"),
    key("file", Kind::File, "The body: the bytes of a file, without templates"),
];

/// Keys of steps that use a flow.
pub(crate) static USE_KEYS: &[Key] = &[key("with", Kind::Map(&Kind::Value), "The flow's inputs")];

static LATER_KEYS: &[Key] = &[
    later(
        "contract",
        "`contract` is",
        "Checks the answer against the service's OpenAPI description",
    ),
    later("replicas", "`replicas` is", "Asks each address behind a name"),
    later("reuse_for", "`reuse_for` is", "Keeps a flow's outputs for a while"),
];

/// `request`
pub(crate) static REQUEST: Object = Object {
    what: "`request`",
    about: "A request with a method of your choice",
    groups: &[&[
        required("method", Kind::Text, "The method, in capitals"),
        required("url", Kind::Url, "The URL"),
    ]],
    near: &[("verb", "method"), ("path", "url")],
    extensible: false,
};

/// A value to save, in its long form.
pub(crate) static SAVE: Object = Object {
    what: "a value to save",
    about: "Where a value is taken from, and what is made of it",
    groups: &[&[
        required("from", Kind::Subject, "Where the value is, as in `$.id` or `header location`"),
        key("regex", Kind::Text, "Takes the first group, else the match, out of the text"),
        key(
            "as",
            Kind::Word(&["string", "number", "boolean", "json"]),
            "What the text is made into",
        ),
        key("secret", Kind::Boolean, "Whether it is never shown"),
        key("default", Kind::Value, "The value when there is none"),
        key("first", Kind::Boolean, "Takes the first element of a list"),
    ]],
    near: &[
        ("path", "from"),
        ("jsonpath", "from"),
        ("source", "from"),
        ("subject", "from"),
        ("type", "as"),
        ("match", "regex"),
        ("pattern", "regex"),
        ("masked", "secret"),
        ("else", "default"),
    ],
    extensible: false,
};

/// `graphql`
pub(crate) static GRAPHQL: Object = Object {
    what: "`graphql`",
    about: "A GraphQL request",
    groups: &[&[
        required("query", Kind::Template, "A query or a mutation"),
        key("variables", Kind::Value, "Its variables"),
        key("operation", Kind::Template, "Which operation of the document"),
    ]],
    near: &[("mutation", "query"), ("operation_name", "operation"), ("vars", "variables")],
    extensible: false,
};

/// A part of a multipart body, in its long form.
pub(crate) static PART: Object = Object {
    what: "a part",
    about: "A part of a multipart body",
    groups: &[&[
        key("file", Kind::File, "The bytes of a file"),
        key("text", Kind::Template, "Text"),
        key("json", Kind::Value, "A value, as JSON"),
        key("type", Kind::Text, "Its content-type"),
        key("name", Kind::Template, "Its file name"),
    ]],
    near: &[("filename", "name"), ("content_type", "type"), ("value", "text"), ("path", "file")],
    extensible: false,
};
