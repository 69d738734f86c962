//! What may be asked of a project beside its monitors.

use runner_model::Errand;

use super::Watch;
use crate::errands;

impl Watch {
    /// Why an errand cannot be carried out, and the way out; `None` when it can.
    pub fn refuses(&self, errand: &Errand) -> Option<String> {
        errands::plan(self, errand).err()
    }

    /// Whether a value of this name may come from outside for that errand: it is an input of its
    /// suites, and none that is secret.
    pub fn takes(&self, errand: &Errand, name: &str) -> bool {
        let wanted = |id| errand.suite.as_ref().is_none_or(|suite| suite == id);
        let suites = self.shelf.suites.iter().filter(|suite| wanted(&suite.id));
        let mut inputs = suites.flat_map(|suite| &suite.inputs).filter(|it| it.name.value == name);
        inputs.by_ref().next().is_some_and(|first| !first.secret) && inputs.all(|it| !it.secret)
    }
}
