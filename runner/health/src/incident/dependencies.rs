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

    /// Whether `service` needs any other.
    pub(super) fn needs_any(&self, service: &ServiceName) -> bool {
        self.0.get(service).is_some_and(|needed| !needed.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service(name: &str) -> ServiceName {
        ServiceName::try_from(name).unwrap()
    }

    #[test]
    fn what_a_dependency_needs_is_needed_too() {
        let direct = [("shop", vec!["orders"]), ("orders", vec!["payments"])]
            .map(|(one, others)| (service(one), others.into_iter().map(service).collect()));
        let dependencies = Dependencies::new(direct);
        assert!(dependencies.needs(&service("shop"), &service("payments")));
        assert!(!dependencies.needs(&service("payments"), &service("shop")));
        assert!(!dependencies.needs(&service("unheard-of"), &service("shop")));
    }

    #[test]
    fn a_circle_ends_and_nobody_needs_itself() {
        let direct = [("a", "b"), ("b", "c"), ("c", "a")]
            .map(|(one, other)| (service(one), vec![service(other)]));
        let dependencies = Dependencies::new(direct);
        assert!(dependencies.needs(&service("a"), &service("c")));
        assert!(dependencies.needs(&service("c"), &service("b")));
        assert!(!dependencies.needs(&service("a"), &service("a")));
    }
}
