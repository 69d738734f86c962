//! What is under maintenance at present.

use runner_model::Series;

use super::record::Announced;
use crate::housekeeping::Holding;
use crate::judge::InForce;

/// What is under maintenance at present.
pub struct Maintained<'d> {
    pub(super) holding: &'d Holding,
    pub(super) in_force: InForce<'d>,
}

impl Maintained<'_> {
    /// The maintenance of a series that is in force: of several the one that ends last. `None` when
    /// none is, or the project no longer has the monitor.
    pub fn of(&self, series: &Series) -> Option<Announced> {
        self.holding.in_force_of(&self.in_force, series)
    }
}
