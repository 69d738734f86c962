//! One step: what it needs, in the order in which it needs it, and what it leaves.

use super::definitions::{element, saved_by};
use super::follow::Follow;
use super::scope::{By, Definition, Scope};
use crate::check::uses::Uses;
use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Step, StepKind};

impl<'a> Follow<'a> {
    /// Steps in their order. What they save stays known in `scope`.
    pub(super) fn steps(&mut self, steps: &'a [Step], scope: &mut Scope<'a>) {
        for step in steps {
            self.step(step, scope);
        }
    }

    /// Steps that tidy up, with what is known in `scope` and everything that the steps around it
    /// come to save.
    pub(super) fn cleanup(&mut self, steps: &'a [Step], scope: &Scope<'a>) {
        let mut scope = scope.clone();
        scope.cleanup = true;
        scope.path.clear();
        self.steps(steps, &mut scope);
    }

    fn step(&mut self, step: &'a Step, scope: &mut Scope<'a>) {
        let conditions_outside = scope.conditions.len();
        let known_outside = scope.known.len();
        scope.path.push(step.number);
        let element = self.enter_loop(step, scope);
        self.resolve_all(Uses::of(|uses| uses.conditions(&step.condition)), scope);
        scope.conditions.extend(&step.condition);

        self.resolve_all(Uses::of(|uses| uses.doing(step)), scope);
        let mut leaves = saved_by(step, scope.chain, &scope.path, &scope.conditions).into_iter();
        match &step.kind {
            StepKind::Http(http) => self.inherits(step, http, scope),
            StepKind::Group(inner) => self.steps(inner, scope),
            StepKind::Set(values) => {
                for (_, value) in values {
                    self.resolve_all(Uses::of(|uses| uses.value(value)), scope);
                    leaves.next().into_iter().for_each(|left| self.save(left, scope));
                }
            }
            StepKind::Use(_) | StepKind::Check(_) | StepKind::Wait(_) => {}
        }
        for save in &step.save {
            self.resolve_all(Uses::of(|uses| uses.saving(save)), scope);
        }
        leaves.for_each(|left| self.save(left, scope));
        self.resolve_all(Uses::of(|uses| uses.judging(step)), scope);
        self.cleanup(&step.cleanup, scope);

        if let Some(element) = element {
            scope.known.retain(|definition| definition.span != element.span);
            // After the loop it is a list, at worst an empty one: never unset.
            for definition in scope.known.iter_mut().skip(known_outside) {
                definition.conditions.truncate(conditions_outside);
            }
        }
        scope.path.pop();
        scope.conditions.truncate(conditions_outside);
    }

    /// The element of a loop is known inside it.
    fn enter_loop(&mut self, step: &'a Step, scope: &mut Scope<'a>) -> Option<Definition<'a>> {
        let each = step.for_each.as_ref()?;
        self.resolve_all(Uses::of(|uses| uses.value(&each.list)), scope);
        let element = element(each);
        self.define(element.clone(), scope);
        Some(element)
    }

    fn save(&mut self, definition: Definition<'a>, scope: &mut Scope<'a>) {
        self.saved.push(definition.clone());
        self.define(definition, scope);
    }

    /// Makes a name known. That the project gives it another meaning is reported (E201).
    pub(super) fn define(&mut self, definition: Definition<'a>, scope: &mut Scope<'a>) {
        let name = definition.name;
        let is_input = matches!(definition.by, By::Input);
        let twice = |message: String| Diagnostic::new(Code::E201, definition.span, message);
        if self.names.dimensions.contains_key(name) {
            let diagnostic = twice(format!("`{name}` is a dimension of the matrix"))
                .help("give it another name: a name means one thing in a suite");
            self.report(diagnostic);
        } else if let Some(places) = self.names.vars.get(name)
            && !is_input
            && scope.find(name).is_none()
            && let Some((environment, span)) = places.first()
        {
            let diagnostic = twice(format!("`{name}` is also a var of `{environment}`"))
                .related(*span, "the environment's")
                .help("rename one of them, or make it an input: only those may an environment set");
            self.report(diagnostic);
        }
        scope.known.push(definition);
    }
}
