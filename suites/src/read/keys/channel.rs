//! Ways to reach people.

use crate::read::keys::object::{Key, Kind, Object, key, required};
use crate::read::keys::settings::HEADERS;

/// One address or several.
const ADDRESSES: Kind = Kind::Either(&[Kind::Text, Kind::List(&Kind::Text)]);

/// A channel.
pub(crate) static CHANNEL: Object = Object {
    what: "a channel",
    about: "A way to reach people: `slack`, `email`, `pagerduty`, `webhook` or `command`",
    groups: &[&[
        key("slack", Kind::Object(&SLACK), "Slack"),
        key("email", Kind::Object(&EMAIL), "E-mail, sent as `smtp` of the project says"),
        key("pagerduty", Kind::Object(&PAGERDUTY), "PagerDuty"),
        key("webhook", Kind::Object(&WEBHOOK), "A request of one's own"),
        key(
            "command",
            Kind::List(&Kind::Text),
            "A program and its arguments; it is given the message as JSON on its standard input. No shell",
        ),
    ]],
    near: &[
        ("mail", "email"),
        ("smtp", "email"),
        ("pager", "pagerduty"),
        ("http", "webhook"),
        ("url", "webhook"),
        ("exec", "command"),
        ("run", "command"),
    ],
    extensible: false,
};

/// `slack`
pub(crate) static SLACK: Object = Object {
    what: "`slack`",
    about: "Slack: an incoming `webhook`, or a bot with `bot_token` and `channel`",
    groups: &[&[
        key("webhook", Kind::Url, "The URL of an incoming webhook, a secret"),
        key("bot_token", Kind::Template, "The token of a bot, a secret"),
        key("channel", Kind::Text, "Where the bot writes: `#deploys`, or a channel's id"),
    ]],
    near: &[("url", "webhook"), ("token", "bot_token"), ("bot", "bot_token"), ("room", "channel")],
    extensible: false,
};

/// `email`
pub(crate) static EMAIL: Object = Object {
    what: "`email`",
    about: "E-mail, sent as `smtp` of the project says",
    groups: &[&[required("to", ADDRESSES, "The addresses")]],
    near: &[
        ("address", "to"),
        ("addresses", "to"),
        ("recipients", "to"),
        ("from", "smtp: { from: … }"),
    ],
    extensible: false,
};

/// `pagerduty`
pub(crate) static PAGERDUTY: Object = Object {
    what: "`pagerduty`",
    about: "PagerDuty, by its Events API v2",
    groups: &[&[required("routing_key", Kind::Template, "The key of the integration, a secret")]],
    near: &[("integration_key", "routing_key"), ("key", "routing_key"), ("token", "routing_key")],
    extensible: false,
};

/// `webhook`
pub(crate) static WEBHOOK: Object = Object {
    what: "`webhook`",
    about: "A request of one's own",
    groups: &[&[
        required("post", Kind::Url, "Where it goes"),
        key("json", Kind::Value, "The body; everything that is known when it is not written"),
        key("headers", HEADERS, "Headers, by name"),
        key("sign_with", Kind::Template, "The key of the signature, a secret"),
    ]],
    near: &[
        ("url", "post"),
        ("body", "json"),
        ("secret", "sign_with"),
        ("sign", "sign_with"),
        ("key", "sign_with"),
    ],
    extensible: false,
};

/// `smtp`
pub(crate) static SMTP: Object = Object {
    what: "`smtp`",
    about: "How mail is sent",
    groups: &[&[
        required("from", Kind::Text, "Who it is from: `Tripline <tripline@example.com>`"),
        required(
            "routes",
            Kind::List(&Kind::Object(&SMTP_ROUTE)),
            "Servers that take mail, tried in order until one accepts",
        ),
    ]],
    near: &[
        ("route", "routes"),
        ("servers", "routes"),
        ("sender", "from"),
        ("host", "routes: [ { host: … } ]"),
    ],
    extensible: false,
};

/// A server that takes mail.
pub(crate) static SMTP_ROUTE: Object = Object {
    what: "a route of `smtp`",
    about: "A server that takes mail",
    groups: &[SMTP_ROUTE_KEYS],
    near: &[
        ("server", "host"),
        ("user", "username"),
        ("pass", "password"),
        ("encryption", "tls"),
        ("starttls", "tls: starttls"),
        ("ssl", "tls: implicit"),
    ],
    extensible: false,
};

static SMTP_ROUTE_KEYS: &[Key] = &[
    required("host", Kind::Text, "Its host"),
    key(
        "port",
        Kind::Integer(1),
        "587 with `starttls`, 465 with `implicit`, 25 with `none` by default",
    ),
    key(
        "tls",
        Kind::Word(&["starttls", "implicit", "none"]),
        "How the way there is encrypted; `starttls` by default",
    ),
    key("username", Kind::Template, "Who logs in; nobody by default"),
    key("password", Kind::Template, "With what, a secret"),
];
