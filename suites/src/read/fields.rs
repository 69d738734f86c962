//! A map of the file beside what the table of keys says about it.

use crate::diagnostics::{Code, Diagnostic};
use crate::read::Reader;
use crate::read::keys::{Key, Need, Object};
use crate::read::suggest::{did_you_mean, nearest};
use crate::source::Span;
use crate::yaml::{Entry, Node};

/// The entries of a map, known to be keys of its object. What is not known has been reported.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields<'n> {
    entries: &'n [Entry],
    /// The map, its first line.
    pub(crate) span: Span,
}

impl<'n> Fields<'n> {
    /// The entry of a key.
    pub(crate) fn entry(&self, key: &str) -> Option<&'n Entry> {
        self.entries.iter().find(|entry| entry.key.value == key)
    }

    /// What a key holds.
    pub(crate) fn get(&self, key: &str) -> Option<&'n Node> {
        self.entry(key).map(|entry| &*entry.value)
    }

    /// The entries of those keys of the group that are there, in the order of the file.
    pub(crate) fn of(&self, group: &'static [Key]) -> impl Iterator<Item = &'n Entry> + use<'n> {
        self.entries.iter().filter(move |entry| group.iter().any(|key| key.name == entry.key.value))
    }
}

impl Reader<'_> {
    /// The entries of a map that is an `object`: what is not its key, not supported yet, or
    /// missing is reported.
    pub(crate) fn fields<'n>(
        &mut self,
        node: &'n Node,
        object: &'static Object,
    ) -> Option<Fields<'n>> {
        self.fields_or(node, object, |_| None)
    }

    /// As [`Reader::fields`]; `elsewhere` may know where an unknown key belongs, and gives the
    /// help that says so.
    pub(crate) fn fields_or<'n>(
        &mut self,
        node: &'n Node,
        object: &'static Object,
        elsewhere: impl Fn(&Entry) -> Option<String>,
    ) -> Option<Fields<'n>> {
        let Some(entries) = node.entries() else {
            self.expected("a map", node);
            return None;
        };
        for entry in entries {
            match object.key(&entry.key.value).map(|key| key.need) {
                Some(Need::Optional | Need::Required) => {}
                Some(Need::Later(what)) => self.not_supported(entry.key.span, what),
                None if object.extensible && entry.key.value.starts_with("x-") => {}
                None => self.unknown_key(entry, object, elsewhere(entry)),
            }
        }
        let fields = Fields { entries, span: self.first_line(node.span) };
        for key in object.keys().filter(|key| key.need == Need::Required) {
            if fields.get(key.name).is_none() {
                let message = format!("{} needs `{}`", object.what, key.name);
                let help = format!("add `{}`: {}", key.name, lower_first(key.about));
                self.mistake(Code::E208, fields.span, message, &help);
            }
        }
        Some(fields)
    }

    /// E220.
    pub(crate) fn not_supported(&mut self, span: Span, what: &str) {
        let message = format!("{what} not supported yet");
        self.report(Diagnostic::new(Code::E220, span, message));
    }

    fn unknown_key(&mut self, entry: &Entry, object: &'static Object, elsewhere: Option<String>) {
        let word = &entry.key.value;
        let mistake = Diagnostic::new(
            Code::E202,
            entry.key.span,
            format!("unknown key `{word}` in {}", object.what),
        );
        let near = |wrong: &str| object.near.iter().find(|(known, _)| *known == wrong);
        let other = object.near.iter().find(|(wrong, _)| nearly(wrong, word));
        let misspelt = || near(nearest(word, object.near.iter().map(|(wrong, _)| *wrong))?);
        let known = object.keys().filter(|key| !matches!(key.need, Need::Later(_)));
        let slip = nearest(word, known.map(|key| key.name));
        let mistake = match (slip, other, elsewhere) {
            (Some(meant), _, _) => mistake.help(did_you_mean(meant)).fix(entry.key.span, meant),
            (None, Some((_, meant)), _) => mistake.help(did_you_mean(meant)),
            (None, None, Some(help)) => mistake.help(help),
            (None, None, None) if misspelt().is_some() => {
                mistake.help(did_you_mean(misspelt().map_or("", |(_, meant)| meant)))
            }
            (None, None, None) => {
                let known = object.keys().filter(|key| !matches!(key.need, Need::Later(_)));
                let names: Vec<&str> = known.map(|key| key.name).collect();
                match names.as_slice() {
                    few @ [_, ..] if few.len() <= 12 => mistake.help(format!(
                        "the keys of {} are {}",
                        object.what,
                        crate::read::suggest::listed(few.iter().copied())
                    )),
                    _ => mistake,
                }
            }
        };
        self.report(mistake);
    }
}

/// The same word but for capitals and `-`.
fn nearly(wrong: &str, word: &str) -> bool {
    wrong.eq_ignore_ascii_case(&word.replace(['-', ' '], "_"))
        || wrong.replace('_', "").eq_ignore_ascii_case(word)
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => String::new(),
    }
}
