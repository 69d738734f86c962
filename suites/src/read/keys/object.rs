//! A kind of map, and its keys.

use crate::read::keys::{Form, Place};

/// A kind of map in the language: a suite, a step, `retry`.
#[derive(Debug)]
pub(crate) struct Object {
    /// For messages, with its article: `a step`.
    pub(crate) what: &'static str,
    /// What it is, in a sentence without a full stop.
    pub(crate) about: &'static str,
    /// Its keys, in groups that may be shared.
    pub(crate) groups: &'static [&'static [Key]],
    /// Words of other tools or places, each with what is written here.
    pub(crate) near: &'static [(&'static str, &'static str)],
    /// Keys that begin with `x-` are ignored.
    pub(crate) extensible: bool,
}

impl Object {
    /// Its keys.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &'static Key> + use<> {
        self.groups.iter().copied().flatten()
    }

    /// The key of that name.
    pub(crate) fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys().find(|key| key.name == name)
    }
}

/// A key of an [`Object`].
#[derive(Debug)]
pub(crate) struct Key {
    /// As written.
    pub(crate) name: &'static str,
    /// Whether it must be there.
    pub(crate) need: Need,
    /// What it holds.
    pub(crate) kind: Kind,
    /// What it means, in a sentence without a full stop.
    pub(crate) about: &'static str,
}

/// Whether a key must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// It may be left out.
    Optional,
    /// It is missing otherwise (E208).
    Required,
    /// It is part of the language and not supported yet (E220). Holds what is not, as the
    /// beginning of a sentence: `` `grpc` steps are ``.
    Later(&'static str),
}

/// What a key holds.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// Text, taken as it is.
    Text,
    /// Text with templates; numbers and booleans stand as they are written.
    Template,
    /// A URL with templates.
    Url,
    /// Any value, with templates.
    Value,
    /// A value that is sent as text: text, a number, a boolean, or a list of them.
    TextValue,
    /// `true` or `false`.
    Boolean,
    /// A whole number, from this one on.
    Integer(u32),
    /// A number, from this one on.
    Number(u32),
    /// `500ms`
    Duration,
    /// `10MB`
    Size,
    /// `10/s`
    Rate,
    /// The path of a file, relative to the file it stands in.
    File,
    /// A JSONPath.
    Path,
    /// A subject of a check.
    Subject,
    /// The name of a variable.
    Name,
    /// `null`, which removes what was inherited.
    Null,
    /// Text of a form of its own.
    Form(&'static Form),
    /// One of these words.
    Word(&'static [&'static str]),
    /// Subjects with their conditions.
    Checks(Place),
    /// A list of these.
    List(&'static Kind),
    /// Names of one's own, each with one of these.
    Map(&'static Kind),
    /// A map with these keys.
    Object(&'static Object),
    /// One of these.
    Either(&'static [Kind]),
}

/// A key that may be left out.
pub(super) const fn key(name: &'static str, kind: Kind, about: &'static str) -> Key {
    Key { name, need: Need::Optional, kind, about }
}

/// A key that must be there.
pub(super) const fn required(name: &'static str, kind: Kind, about: &'static str) -> Key {
    Key { name, need: Need::Required, kind, about }
}

/// A key that is not supported yet.
pub(super) const fn later(name: &'static str, what: &'static str, about: &'static str) -> Key {
    Key { name, need: Need::Later(what), kind: Kind::Value, about }
}
