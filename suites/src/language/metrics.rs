//! Where measurements are sent.

use std::time::Duration;

use crate::language::Template;
use crate::source::Span;

/// Where measurements are sent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metrics {
    /// `influx`
    pub influx: Option<Influx>,
}

/// An InfluxDB, or anything that takes its line protocol.
#[derive(Clone, Debug, PartialEq)]
pub struct Influx {
    /// Where it is.
    pub url: Template,
    /// Where in it.
    pub into: InfluxInto,
    /// How we identify ourselves; not at all when it is not written.
    pub token: Option<Template>,
    /// How often; 10 s when it is not written.
    pub every: Duration,
    /// Where it is written.
    pub span: Span,
}

/// Where in an InfluxDB measurements go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InfluxInto {
    /// `bucket`: version 2.
    Bucket {
        /// Its name.
        bucket: String,
        /// `org`; InfluxDB's own choice when it is not written.
        org: Option<String>,
    },
    /// `database`: versions 1 and 3.
    Database(String),
}
