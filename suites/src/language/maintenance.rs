//! When nobody is to be woken.

use std::time::Duration;

use jiff::Timestamp;
use runner_model::{EnvironmentName, ServiceName};

use crate::language::{Cron, MonitorRef};
use crate::source::{Span, Spanned};

/// A time in which nothing counts.
///
/// It concerns a series whose environment is among `environments`, and whose service is among
/// `services` or whose monitor is among `monitors`. What is empty excludes nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Maintenance {
    /// For reading.
    pub name: Spanned<String>,
    /// When.
    pub when: MaintenanceWhen,
    /// Which services.
    pub services: Vec<Spanned<ServiceName>>,
    /// Which monitors or tests.
    pub monitors: Vec<Spanned<MonitorRef>>,
    /// Where.
    pub environments: Vec<Spanned<EnvironmentName>>,
    /// Where it is written.
    pub span: Span,
}

/// When a maintenance takes place.
#[derive(Clone, Debug, PartialEq)]
pub enum MaintenanceWhen {
    /// `cron` and `lasts`
    Repeated {
        /// When it begins.
        begins: Cron,
        /// From its beginning to its end, in elapsed time.
        lasts: Duration,
    },
    /// `from` and `to`
    Once {
        /// Its first moment.
        from: Timestamp,
        /// The moment after its last; later than `from`.
        to: Timestamp,
    },
}
