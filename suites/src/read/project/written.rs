//! The names that the project gives, right or wrong: what could not be read is not unknown for
//! that.

use std::collections::BTreeMap;

use crate::source::{Span, Spanned};

/// What the project names, by the key below which it stands.
#[derive(Default)]
pub(super) struct Written(BTreeMap<&'static str, BTreeMap<String, Span>>);

impl Written {
    /// Takes a name in.
    pub(super) fn add(&mut self, key: &'static str, name: &Spanned<String>) {
        self.0.entry(key).or_default().insert(name.value.clone(), name.span);
    }

    /// Where that name is given.
    pub(super) fn place(&self, key: &str, name: &str) -> Option<Span> {
        self.0.get(key)?.get(name).copied()
    }

    /// All names below a key.
    pub(super) fn all(&self, key: &str) -> impl Iterator<Item = &str> {
        self.0.get(key).into_iter().flat_map(BTreeMap::keys).map(String::as_str)
    }
}
