//! Text of a form of its own: `99.9%`, `2 of 3 runs`.

use crate::read::keys::object::Kind;

/// How a text is formed that is neither free nor one of a few words.
#[derive(Debug)]
pub(crate) struct Form {
    /// In the schema.
    pub(crate) name: &'static str,
    /// A regular expression that all such texts match, and few others.
    pub(crate) pattern: &'static str,
    /// One or two of them.
    pub(crate) examples: &'static str,
}

/// `99.9%`
pub(super) const PERCENTAGE: Kind =
    Kind::Form(&Form { name: "percentage", pattern: r"^[0-9]+(\.[0-9]+)?%$", examples: "99.9%" });

/// `2 of 3 runs`
pub(super) const RUNS_OF: Kind = Kind::Form(&Form {
    name: "runs-of-the-last",
    pattern: r"^[0-9]+ (of [0-9]+ )?runs?$",
    examples: "3 runs, 2 of 3 runs",
});

/// `2 runs`
pub(super) const RUNS: Kind =
    Kind::Form(&Form { name: "runs", pattern: r"^[0-9]+ runs?$", examples: "2 runs" });

/// `30 2 * * *`
pub(super) const CRON: Kind = Kind::Form(&Form {
    name: "cron",
    pattern: r"^\s*\S+(\s+\S+){4}\s*$",
    examples: "30 2 * * *: minute, hour, day, month, weekday",
});

/// `Mon-Fri 06:00-22:00 Europe/Paris`
pub(super) const HOURS: Kind = Kind::Form(&Form {
    name: "hours",
    pattern: r"[0-9]{1,2}:[0-9]{2} ?- ?[0-9]{1,2}:[0-9]{2}",
    examples: "Mon-Fri 06:00-22:00, Sat 08:00-12:00 Europe/Paris",
});

/// `2026-11-21T02:00`
pub(super) const MOMENT: Kind = Kind::Form(&Form {
    name: "moment",
    pattern: r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?([Zz]|[+-][0-9]{2}:[0-9]{2})?)?$",
    examples: "2026-11-21T02:00",
});

/// `25 months`
const MONTHS: Kind =
    Kind::Form(&Form { name: "months", pattern: r"^[0-9]+ months?$", examples: "25 months" });

/// `100d`, `25 months`
pub(super) const KEEP: Kind = Kind::Either(&[Kind::Duration, MONTHS]);
