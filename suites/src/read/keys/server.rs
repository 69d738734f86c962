//! How the monitor service itself is run: what it keeps, where it sends what it measures, what it
//! shows to users, how it knows that it is offline.

use crate::read::keys::forms::KEEP;
use crate::read::keys::monitor::NAMES;
use crate::read::keys::object::{Kind, Object, key, required};

/// `connectivity`
pub(crate) static CONNECTIVITY: Object = Object {
    what: "`connectivity`",
    about: "How to tell that we ourselves are offline",
    groups: &[&[required(
        "reference",
        NAMES,
        "Hosts that are there when we are online: `tcp://1.1.1.1:443`, `https://example.com/`",
    )]],
    near: &[("references", "reference"), ("hosts", "reference"), ("check", "reference")],
    extensible: false,
};

/// `serve`
pub(crate) static SERVE: Object = Object {
    what: "`serve`",
    about: "What `tripline serve` may do",
    groups: &[&[key(
        "allow_addresses",
        NAMES,
        "Link-local and metadata addresses that monitors may ask all the same: `169.254.169.254`, `fe80::/10`",
    )]],
    near: &[("allow", "allow_addresses"), ("addresses", "allow_addresses")],
    extensible: false,
};

/// `retention`
pub(crate) static RETENTION: Object = Object {
    what: "`retention`",
    about: "How long results are kept",
    groups: &[&[
        key("runs", KEEP, "Every run, compact; 100d by default"),
        key("failures", KEEP, "Failed runs in full; 180d by default"),
        key("summaries", KEEP, "Hours and days, added up; `25 months` by default"),
    ]],
    near: &[
        ("results", "runs"),
        ("failed", "failures"),
        ("rollups", "summaries"),
        ("hours", "summaries"),
    ],
    extensible: false,
};

/// `metrics`
pub(crate) static METRICS: Object = Object {
    what: "`metrics`",
    about: "Where measurements are sent",
    groups: &[&[key("influx", Kind::Object(&INFLUX), "InfluxDB, or what takes its line protocol")]],
    near: &[("influxdb", "influx")],
    extensible: false,
};

/// `influx`
pub(crate) static INFLUX: Object = Object {
    what: "`influx`",
    about: "An InfluxDB: a `bucket` of version 2, or a `database` of version 1 or 3",
    groups: &[&[
        required("url", Kind::Url, "Where it is"),
        key("bucket", Kind::Text, "The bucket"),
        key("database", Kind::Text, "The database"),
        key("org", Kind::Text, "The organization of the bucket"),
        key("token", Kind::Template, "How we identify ourselves, a secret"),
        key("every", Kind::Duration, "How often; 10s by default"),
    ]],
    near: &[("host", "url"), ("db", "database"), ("organization", "org"), ("interval", "every")],
    extensible: false,
};

/// A status page.
pub(crate) static STATUS_PAGE: Object = Object {
    what: "a status page",
    about: "A page for those who use the services",
    groups: &[&[
        key("title", Kind::Text, "Its title; its name by default"),
        required(
            "components",
            Kind::Map(&NAMES),
            "What users know, each with its monitors or tests",
        ),
        key(
            "publish",
            Kind::Word(&["nothing", "incidents"]),
            "`incidents`: as they begin and end; `nothing` but states by default",
        ),
    ]],
    near: &[("name", "title"), ("services", "components"), ("groups", "components")],
    extensible: false,
};
