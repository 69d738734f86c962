//! What outlasts a run.

use std::sync::Arc;

use super::traffic::Traffic;
use crate::secrets::KeptSecrets;

/// What outlasts a run: how often each host is being asked, and secrets that may be kept for a
/// while. Runs that share it spare hosts and vaults together.
#[derive(Clone, Default)]
pub struct Lasting {
    pub(super) traffic: Arc<Traffic>,
    secrets: Arc<KeptSecrets>,
}

impl Lasting {
    /// `per_host` bounds how many requests are on their way to one host at a time.
    pub fn new(per_host: Option<usize>) -> Self {
        Self { traffic: Arc::new(Traffic::new(per_host)), secrets: Arc::default() }
    }

    /// Secrets that may be kept for a while.
    pub(crate) fn secrets(&self) -> &KeptSecrets {
        &self.secrets
    }
}
