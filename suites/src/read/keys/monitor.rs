//! Monitors and heartbeats.

use crate::read::keys::forms::{CRON, HOURS, RUNS, RUNS_OF};
use crate::read::keys::object::{Key, Kind, Object, key, later, required};

/// One name, or several.
pub(super) const NAMES: Kind = Kind::Either(&[Kind::Text, Kind::List(&Kind::Text)]);

/// What a monitor runs.
const RUN: Kind = Kind::Either(&[Kind::Text, Kind::Object(&RUN_TAGS)]);

/// How urgent something is.
pub(super) const SEVERITY: Kind = Kind::Word(&["critical", "warning", "info"]);

/// Whose clock a cron expression or a date follows.
pub(super) const TIME_ZONE_KEY: Key =
    key("time_zone", Kind::Text, "Whose clock that is: `Europe/Paris`; UTC by default");

/// What to do when it is down.
const RUNBOOK_KEY: Key = key("runbook", Kind::Text, "What to do when it is down: a URL");

/// A monitor.
pub(crate) static MONITOR: Object = Object {
    what: "a monitor",
    about: "Suites on a schedule",
    groups: &[MONITOR_WHEN, MONITOR_KEYS],
    near: &[
        ("suites", "run"),
        ("suite", "run"),
        ("tests", "run"),
        ("environment", "in"),
        ("env", "in"),
        ("schedule", "every"),
        ("interval", "every"),
        ("frequency", "every"),
        ("locations", "from"),
        ("alerts", "notify"),
        ("alert", "notify"),
        ("channels", "notify"),
        ("retries", "confirm"),
        ("retry", "confirm"),
        ("threshold", "down_after"),
        ("fails_after", "down_after"),
        ("recovers_after", "up_after"),
        ("priority", "severity"),
        ("level", "severity"),
        ("operating_hours", "hours"),
        ("overlap", "if_still_running"),
        ("concurrency", "if_still_running"),
        ("tags", "run: { tags: [smoke] }"),
    ],
    extensible: false,
};

/// When a monitor runs: exactly one of these.
pub(crate) static MONITOR_WHEN: &[Key] = &[
    key("every", Kind::Duration, "How often it runs: `1m`"),
    key("cron", CRON, "When it runs, as a cron expression of five fields"),
    key("on", Kind::Word(&["deploy"]), "`deploy`: it runs whenever a deploy is reported"),
];

static MONITOR_KEYS: &[Key] = &[
    required(
        "run",
        Kind::Either(&[Kind::Text, Kind::Object(&RUN_TAGS), Kind::List(&RUN)]),
        "What is run: files, folders, globs, `FILE::TEST`, or `{ tags: [smoke] }`",
    ),
    key("in", Kind::Text, "The environment; by default the only one that there is"),
    TIME_ZONE_KEY,
    later("from", "locations (`from`) are", "From where it runs"),
    later("quorum", "`quorum` is", "How many locations must agree"),
    key("hours", HOURS, "The operating period; always by default"),
    key("timeout", Kind::Duration, "The longest that a run may take"),
    key(
        "if_still_running",
        Kind::Word(&["skip", "queue", "stop"]),
        "What becomes of a run that is due while the one before still runs; `skip` by default",
    ),
    key("confirm", Kind::Object(&CONFIRM), "How a failed run is repeated before it counts"),
    key("down_after", RUNS_OF, "From which runs on it is down: `2 of 3 runs`"),
    key("up_after", RUNS, "After how many good runs in a row it is up again: `2 runs`"),
    key("severity", SEVERITY, "How urgent it is when it is down; `warning` by default"),
    RUNBOOK_KEY,
    key("notify", NAMES, "Who is told: names below `notify` of the project"),
];

/// `{ tags: [smoke] }`
pub(crate) static RUN_TAGS: Object = Object {
    what: "an entry of `run`",
    about: "All tests that bear one of these tags",
    groups: &[&[required("tags", NAMES, "The tags")]],
    near: &[("tag", "tags")],
    extensible: false,
};

/// `confirm`
pub(crate) static CONFIRM: Object = Object {
    what: "`confirm`",
    about: "How a failed run is repeated before it counts",
    groups: &[&[
        required("times", Kind::Integer(1), "How often; all must fail"),
        key("after", Kind::Duration, "The wait before each; 10s by default"),
    ]],
    near: &[("wait", "after"), ("count", "times"), ("delay", "after")],
    extensible: false,
};

/// A heartbeat.
pub(crate) static HEARTBEAT: Object = Object {
    what: "a heartbeat",
    about: "A job that must report",
    groups: &[&[
        required("every", Kind::Duration, "How often it is to report: `24h`"),
        key("grace", Kind::Duration, "How much later it may be; a tenth of `every` by default"),
        key("severity", SEVERITY, "How urgent it is when it does not; `warning` by default"),
        RUNBOOK_KEY,
        key("notify", NAMES, "Who is told: names below `notify` of the project"),
    ]],
    near: &[
        ("interval", "every"),
        ("period", "every"),
        ("tolerance", "grace"),
        ("alert", "notify"),
    ],
    extensible: false,
};
