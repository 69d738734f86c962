//! Who is told what, and in which words.

use crate::read::keys::forms::CRON;
use crate::read::keys::monitor::{NAMES, SEVERITY, TIME_ZONE_KEY};
use crate::read::keys::object::{Key, Kind, Object, key, required};

/// A word or several of them.
const SEVERITIES: Kind = Kind::Either(&[SEVERITY, Kind::List(&SEVERITY)]);

/// What people may be told of.
const NEWS: Kind = Kind::Word(&["down", "degraded", "unknown", "certificate", "recovered"]);

/// In what series of one incident may agree.
const GROUPS: Kind = Kind::Word(&["service", "environment", "monitor", "test", "tenant", "case"]);

/// A rule that says who is told.
pub(crate) static NOTIFY_RULE: Object = Object {
    what: "a rule of `notify`",
    about: "When a channel is told",
    groups: &[&[
        required("channel", Kind::Text, "Which channel, by name"),
        key(
            "on",
            Kind::Either(&[NEWS, Kind::List(&NEWS)]),
            "Of what it is told; of all but `degraded` by default",
        ),
        key("when", Kind::Object(&NOTIFY_WHEN), "Of which news only"),
        key("after", Kind::Duration, "Only if it is still open after so long"),
    ]],
    near: &[
        ("to", "channel"),
        ("via", "channel"),
        ("if", "when"),
        ("severity", "when: { severity: … }"),
        ("delay", "after"),
        ("events", "on"),
    ],
    extensible: false,
};

/// `when` of a rule of `notify`
pub(crate) static NOTIFY_WHEN: Object = Object {
    what: "`when`",
    about: "Of which news a channel is told; all of these must fit",
    groups: &[&[
        key("severity", SEVERITIES, "Of this severity, or one of these"),
        key("monitor", NAMES, "Of this monitor or test (`checkout/pay`), or one of these"),
    ]],
    near: &[("severities", "severity"), ("monitors", "monitor"), ("of", "monitor")],
    extensible: false,
};

/// `policy`
pub(crate) static POLICY: Object = Object {
    what: "`policy`",
    about: "How incidents are put together and repeated",
    groups: &[POLICY_KEYS],
    near: &[
        ("group", "group_by"),
        ("repeat_every", "remind_every"),
        ("remind", "remind_every"),
        ("dependencies", "while_dependency_down"),
        ("hold_for", "hold"),
        ("wait", "hold"),
    ],
    extensible: false,
};

static POLICY_KEYS: &[Key] = &[
    key(
        "group_by",
        Kind::Either(&[GROUPS, Kind::List(&GROUPS)]),
        "In what the series of one incident agree; `[service, environment]` by default",
    ),
    key(
        "remind_every",
        Kind::Duration,
        "How often an open incident is told again; never by default",
    ),
    key(
        "while_dependency_down",
        Kind::Word(&["fold", "page"]),
        "`fold`, the default: one message names the cause and lists what follows from it; `page`: one each",
    ),
    key(
        "hold",
        Kind::Duration,
        "How long, at most, messages about a service that was deployed wait for the verdict of its gate; `5m` by default",
    ),
];

/// `digest`
pub(crate) static DIGEST: Object = Object {
    what: "`digest`",
    about: "A summary at fixed times",
    groups: &[&[
        required("channel", Kind::Text, "Which channel gets it"),
        required("cron", CRON, "When, as a cron expression of five fields"),
        TIME_ZONE_KEY,
    ]],
    near: &[("to", "channel"), ("schedule", "cron"), ("timezone", "time_zone"), ("every", "cron")],
    extensible: false,
};

/// `messages`
pub(crate) static MESSAGES: Object = Object {
    what: "`messages`",
    about: "Messages in your own words: each a Handlebars file in the place of a built-in one",
    groups: &[&[
        key("incident", Kind::File, "Something is down, degraded or unknown"),
        key("reminder", Kind::File, "It still is"),
        key("recovered", Kind::File, "It works again"),
        key("certificate", Kind::File, "A certificate ends soon"),
        key("digest", Kind::File, "The summary"),
    ]],
    near: &[
        ("down", "incident"),
        ("alert", "incident"),
        ("recovery", "recovered"),
        ("resolved", "recovered"),
        ("reminders", "reminder"),
    ],
    extensible: false,
};
