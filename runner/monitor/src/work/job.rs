//! One run of a monitor that is to take place.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use runner_model::{TestRef, Trigger};

use crate::watch::Watched;

/// One run of a monitor that is to take place.
#[derive(Clone, Debug)]
pub struct Job {
    /// What is run.
    pub watched: Arc<Watched>,
    /// When it was due.
    pub planned: Timestamp,
    /// Why it takes place.
    pub trigger: Trigger,
    /// Only these tests; all when there is none.
    pub only: Option<BTreeSet<TestRef>>,
}
