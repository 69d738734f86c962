//! Which services a change of one service may break.

use std::collections::BTreeSet;

use runner_model::ServiceName;
use suites::Project;

/// `service` and everything that depends on it, directly or through others.
pub(super) fn affected_by(service: &ServiceName, project: Option<&Project>) -> BTreeSet<String> {
    let mut affected = BTreeSet::from([service.to_string()]);
    let Some(project) = project else { return affected };
    // Each round finds at least one more service, or is the last.
    loop {
        let more: Vec<String> = project
            .services
            .iter()
            .filter(|(name, _)| !affected.contains(name.as_str()))
            .filter(|(_, it)| it.depends_on.iter().any(|on| affected.contains(on.value.as_str())))
            .map(|(name, _)| name.to_string())
            .collect();
        if more.is_empty() {
            return affected;
        }
        affected.extend(more);
    }
}
