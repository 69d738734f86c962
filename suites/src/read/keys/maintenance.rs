//! When nobody is to be woken.

use crate::read::keys::forms::{CRON, MOMENT};
use crate::read::keys::monitor::{NAMES, TIME_ZONE_KEY};
use crate::read::keys::object::{Key, Kind, Object, key, required};

/// A maintenance.
pub(crate) static MAINTENANCE: Object = Object {
    what: "a maintenance",
    about: "A time in which nothing counts: again and again (`cron`, `lasts`) or once (`from`, `to`)",
    groups: &[MAINTENANCE_KEYS],
    near: &[
        ("title", "name"),
        ("duration", "lasts"),
        ("length", "lasts"),
        ("for", "lasts"),
        ("start", "from"),
        ("begin", "from"),
        ("end", "to"),
        ("until", "to"),
        ("timezone", "time_zone"),
        ("in", "environments"),
        ("environment", "environments"),
        ("service", "services"),
        ("monitor", "monitors"),
    ],
    extensible: false,
};

static MAINTENANCE_KEYS: &[Key] = &[
    required("name", Kind::Text, "What is done, for reading"),
    key("cron", CRON, "When it begins, as a cron expression of five fields"),
    key("lasts", Kind::Duration, "How long it lasts"),
    key("from", MOMENT, "Its first moment"),
    key("to", MOMENT, "The moment after its last"),
    TIME_ZONE_KEY,
    key("services", NAMES, "The services it concerns; all, without `monitors`"),
    key("monitors", NAMES, "The monitors or tests it concerns; all, without `services`"),
    key("environments", NAMES, "The environments it concerns; all by default"),
];
