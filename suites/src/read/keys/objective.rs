//! Objectives, and how availability adds up.

use crate::read::keys::Place;
use crate::read::keys::forms::PERCENTAGE;
use crate::read::keys::monitor::{NAMES, SEVERITY};
use crate::read::keys::object::{Key, Kind, Object, key, required};

/// An objective.
pub(crate) static OBJECTIVE: Object = Object {
    what: "an objective",
    about: "A number that is promised",
    groups: &[
        OBJECTIVE_KEYS,
        GUARD_KEYS,
        &[key("alert", ALERT, "When people are told that the budget burns; never by default")],
    ],
    near: &[
        ("monitor", "of"),
        ("objective", "target"),
        ("goal", "target"),
        ("window", "over"),
        ("period", "over"),
        ("alerts", "alert"),
        ("good", "good_when"),
        ("indicator", "measure"),
        ("type", "measure"),
        ("timezone", "time_zone"),
    ],
    extensible: false,
};

static OBJECTIVE_KEYS: &[Key] = &[
    required("of", Kind::Text, "A monitor, or one of its tests: `checkout/pay`"),
    key("step", Kind::Text, "The step that is looked at"),
    key(
        "measure",
        Kind::Word(&["availability", "reliability"]),
        "`availability`: the share of time; `reliability`: the share of whole runs",
    ),
    key("good_when", Kind::Checks(Place::Answer), "What is good, beside not having failed"),
    required("target", PERCENTAGE, "Under 100 %: `99.9%`"),
    required(
        "over",
        Kind::Either(&[Kind::Duration, Kind::Word(&["month"])]),
        "Over which time: `30d`, which rolls, or `month`",
    ),
    key(
        "time_zone",
        Kind::Text,
        "Whose midnights a month begins at: `Europe/Paris`; UTC by default",
    ),
    key(
        "budgeting",
        Kind::Word(&["timeslices", "occurrences"]),
        "What the budget is counted in: time (the default for `availability`) or runs (for `reliability`)",
    ),
];

/// What keeps rules from firing on too little.
static GUARD_KEYS: &[Key] = &[
    key("min_failures", Kind::Integer(1), "No rule fires on fewer failures; 2 by default"),
    key(
        "coverage",
        PERCENTAGE,
        "With less of the time known the monitor is blind; `90%` by default",
    ),
];

/// `alert` of an objective
const ALERT: Kind =
    Kind::Either(&[Kind::Word(&["standard"]), Kind::List(&Kind::Object(&BURN_RULE))]);

/// An alert policy in a file of its own.
pub(crate) static ALERT_POLICY: Object = Object {
    what: "an alert policy",
    about: "When people are told that a budget burns: to be tried on what has happened",
    groups: &[&[required("alert", ALERT, "`standard`, or a list of rules")], GUARD_KEYS],
    near: &[("alerts", "alert"), ("rules", "alert")],
    extensible: false,
};

/// A burn-rate rule.
pub(crate) static BURN_RULE: Object = Object {
    what: "a rule of `alert`",
    about: "Fires while the budget burns so fast over both times",
    groups: &[&[
        required("burn", Kind::Number(0), "How many times faster than even: 14.4"),
        required("over", Kind::Duration, "The long time"),
        key("and", Kind::Duration, "The short time; a twelfth of the long one by default"),
        key("severity", SEVERITY, "`critical` pages; `warning` by default"),
        key("notify", NAMES, "Who is told; those of the monitor by default"),
    ]],
    near: &[("rate", "burn"), ("long", "over"), ("short", "and"), ("window", "over")],
    extensible: false,
};

/// A part of a composition: its name, or what it is made of.
pub(super) const NODE_KIND: Kind = Kind::Either(&[Kind::Text, Kind::Object(&NODE)]);

/// A part of a composition.
pub(crate) static NODE: Object = Object {
    what: "a part of a composition",
    about: "What availability is made of: exactly one of `series`, `any_of`, `at_least` and `node`",
    groups: &[
        NODE_KINDS,
        &[key(
            "customer_responsible",
            Kind::Boolean,
            "Whether the failures of this `node` are the customer's",
        )],
    ],
    near: &[
        ("all_of", "series"),
        ("parallel", "any_of"),
        ("one_of", "any_of"),
        ("k_of_n", "at_least"),
        ("quorum", "at_least"),
        ("monitor", "node"),
        ("name", "node"),
    ],
    extensible: false,
};

/// What a part of a composition may be: exactly one of these. (A constant for the lists would
/// need itself.)
pub(crate) static NODE_KINDS: &[Key] = &[
    key(
        "series",
        Kind::List(&Kind::Either(&[Kind::Text, Kind::Object(&NODE)])),
        "All of these are needed",
    ),
    key(
        "any_of",
        Kind::List(&Kind::Either(&[Kind::Text, Kind::Object(&NODE)])),
        "One of these is enough",
    ),
    key("at_least", Kind::Object(&AT_LEAST), "So many of these are enough"),
    key("node", Kind::Text, "A monitor, one of its tests, or another composition"),
];

/// `at_least` of a composition
pub(crate) static AT_LEAST: Object = Object {
    what: "`at_least` of a composition",
    about: "So many of these are enough",
    groups: &[&[
        required("n", Kind::Integer(1), "How many"),
        required("of", Kind::List(&Kind::Either(&[Kind::Text, Kind::Object(&NODE)])), "Of these"),
    ]],
    near: &[("k", "n"), ("count", "n"), ("members", "of")],
    extensible: false,
};
