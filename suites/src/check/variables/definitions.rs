//! What steps save, found before anything is followed: a variable that is used too early is
//! another mistake than one that does not exist.

use super::scope::{Author, By, Chain, Definition};
use crate::language::{Check, ForEach, Step, StepKind};

/// Everything that `steps` and the groups in them save, in order. Not what their cleanup saves.
pub(super) fn saved_in<'a>(steps: &'a [Step], chain: Chain<'a>) -> Vec<Definition<'a>> {
    let mut found = Vec::new();
    collect(steps, chain, &mut Vec::new(), &mut Vec::new(), &mut found);
    found
}

fn collect<'a>(
    steps: &'a [Step],
    chain: Chain<'a>,
    path: &mut Vec<u32>,
    conditions: &mut Vec<&'a Check>,
    found: &mut Vec<Definition<'a>>,
) {
    for step in steps {
        let outside = conditions.len();
        path.push(step.number);
        conditions.extend(&step.condition);
        found.extend(step.for_each.as_deref().map(element));
        found.extend(saved_by(step, chain, path, conditions));
        if let StepKind::Group(inner) = &step.kind {
            collect(inner, chain, path, conditions, found);
        }
        conditions.truncate(outside);
        path.pop();
    }
}

/// The element of a loop.
pub(super) fn element(each: &ForEach) -> Definition<'_> {
    Definition {
        name: &each.name.value,
        span: each.name.span,
        by: By::Element,
        conditions: Vec::new(),
        has_default: false,
        secret: false,
    }
}

/// What `step` itself saves. `path` and `conditions` are those around and of it.
pub(super) fn saved_by<'a>(
    step: &'a Step,
    chain: Chain<'a>,
    path: &[u32],
    conditions: &[&'a Check],
) -> Vec<Definition<'a>> {
    let define = |name: &'a crate::source::Spanned<String>, has_default, secret| Definition {
        name: &name.value,
        span: name.span,
        by: By::Step(Author { step, chain, path: path.to_vec() }),
        conditions: conditions.to_vec(),
        has_default,
        secret,
    };
    let mut found = Vec::new();
    match &step.kind {
        StepKind::Set(values) => {
            found.extend(values.iter().map(|(name, _)| define(name, false, false)));
        }
        StepKind::Use(call) => {
            found.extend(call.save.iter().map(|name| define(name, false, false)));
        }
        StepKind::Http(_) | StepKind::Group(_) | StepKind::Check(_) | StepKind::Wait(_) => {}
    }
    let saves = step.save.iter();
    found.extend(saves.map(|save| define(&save.name, save.default.is_some(), save.secret)));
    found
}
