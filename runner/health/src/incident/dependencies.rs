//! Which service needs which.

use std::collections::{BTreeMap, BTreeSet};

use runner_model::ServiceName;

/// Which service needs which, directly or through others: `depends_on`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dependencies(BTreeMap<ServiceName, BTreeSet<ServiceName>>);

impl Dependencies {
    /// From what each service says that it depends on. Services in a circle need each other.
    pub fn new(direct: impl IntoIterator<Item = (ServiceName, Vec<ServiceName>)>) -> Self {
        let direct: BTreeMap<_, _> = direct.into_iter().collect();
        let needs = direct.keys().map(|service| {
            let mut needed = BTreeSet::new();
            let mut open = vec![service];
            while let Some(next) = open.pop() {
                for on in direct.get(next).into_iter().flatten() {
                    if on != service && needed.insert(on.clone()) {
                        open.push(on);
                    }
                }
            }
            (service.clone(), needed)
        });
        Self(needs.collect())
    }

    /// Whether `service` needs `other`, directly or through others.
    pub fn needs(&self, service: &ServiceName, other: &ServiceName) -> bool {
        self.0.get(service).is_some_and(|needed| needed.contains(other))
    }
}
