//! A value of any shape with templates in it.

use serde_json::Value;

use crate::language::Template;

/// A value as written: templates stand for single values, never for structure.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueTemplate {
    /// Nothing to fill in.
    Fixed(Value),
    /// Text with expressions; exactly one expression becomes the value itself.
    Template(Template),
    /// A list with templates somewhere in it.
    List(Vec<ValueTemplate>),
    /// A map with templates somewhere in its values. Keys are taken as they are.
    Map(Vec<(String, ValueTemplate)>),
}

impl ValueTemplate {
    /// Every template in it.
    pub fn templates(&self) -> Vec<&Template> {
        match self {
            Self::Fixed(_) => Vec::new(),
            Self::Template(template) => vec![template],
            Self::List(items) => items.iter().flat_map(Self::templates).collect(),
            Self::Map(entries) => entries.iter().flat_map(|(_, value)| value.templates()).collect(),
        }
    }
}
