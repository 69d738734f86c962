//! Tenants that are there to be tested with.

use suites::{Environment, MatrixEntry};

use super::PlannedVariant;

impl PlannedVariant {
    /// The tenant that is no canary, in a protected environment: one that a person's data may
    /// belong to. What is no dimension of tenants has no canaries.
    pub fn stranger(&self, environment: Option<&Environment>) -> Option<&MatrixEntry> {
        let environment = environment.filter(|environment| environment.protected)?;
        let of_tenants = |name: &str| {
            let dimension = environment.matrix.iter().find(|dimension| dimension.name == name);
            name == "tenant" || dimension.is_some_and(|it| it.entries.iter().any(|e| e.canary))
        };
        let mut tenants = self.entries.iter().filter(|(dimension, _)| of_tenants(dimension));
        tenants.find(|(_, entry)| !entry.canary).map(|(_, entry)| entry)
    }
}
