//! An alert policy that stands alone.

use crate::language::AlertPolicy;
use crate::read::Reader;
use crate::read::keys::ALERT_POLICY;
use crate::yaml::Node;

impl Reader<'_> {
    /// `alert`, `min_failures` and `coverage`.
    pub(crate) fn alert_policy(&mut self, node: &Node) -> Option<AlertPolicy> {
        let fields = self.fields(node, &ALERT_POLICY)?;
        let alert = fields.get("alert").map(|node| self.burn_alert(node));
        let (min_failures, coverage) = self.guard(fields);
        Some(AlertPolicy { alert: alert?, min_failures, coverage })
    }
}
