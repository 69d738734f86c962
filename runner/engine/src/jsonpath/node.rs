//! A value, with or without the memory of where it lies.

use std::rc::Rc;

use serde_json::Value;

/// What segments select from and select.
pub(super) trait Node<'v>: Clone {
    /// The value.
    fn value(&self) -> &'v Value;
    /// A member of it.
    fn member(&self, name: &'v str, value: &'v Value) -> Self;
    /// An element of it.
    fn element(&self, index: usize, value: &'v Value) -> Self;
}

/// A value that knows nothing else.
impl<'v> Node<'v> for &'v Value {
    fn value(&self) -> &'v Value {
        self
    }

    fn member(&self, _: &'v str, value: &'v Value) -> Self {
        value
    }

    fn element(&self, _: usize, value: &'v Value) -> Self {
        value
    }
}

/// A value that knows its place.
#[derive(Clone, Debug)]
pub(super) struct Placed<'v> {
    value: &'v Value,
    place: Option<Rc<Link<'v>>>,
}

/// The last step to a place.
#[derive(Debug)]
struct Link<'v> {
    before: Option<Rc<Link<'v>>>,
    step: Step<'v>,
}

/// A step down.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step<'v> {
    Member(&'v str),
    Element(usize),
}

impl<'v> Placed<'v> {
    /// The value that a path begins with.
    pub(super) fn root(value: &'v Value) -> Self {
        Self { value, place: None }
    }

    /// The way from the root.
    pub(super) fn steps(&self) -> Vec<Step<'v>> {
        let mut steps = Vec::new();
        let mut link = self.place.as_ref();
        while let Some(last) = link {
            steps.push(last.step);
            link = last.before.as_ref();
        }
        steps.reverse();
        steps
    }

    fn below(&self, step: Step<'v>, value: &'v Value) -> Self {
        Self { value, place: Some(Rc::new(Link { before: self.place.clone(), step })) }
    }
}

impl<'v> Node<'v> for Placed<'v> {
    fn value(&self) -> &'v Value {
        self.value
    }

    fn member(&self, name: &'v str, value: &'v Value) -> Self {
        self.below(Step::Member(name), value)
    }

    fn element(&self, index: usize, value: &'v Value) -> Self {
        self.below(Step::Element(index), value)
    }
}
