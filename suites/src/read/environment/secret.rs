//! Where a secret comes from.

use runner_model::SecretName;

use crate::diagnostics::{Code, Diagnostic};
use crate::language::{SecretDeclaration, SecretSource};
use crate::read::keys::SECRET;
use crate::read::{Fields, Reader, resolved};
use crate::yaml::{Entry, Node};

/// The way out of a secret in the file.
const SOURCES: &str =
    "say where it comes from: `{ env: VARIABLE }`, `{ file: path }` or `{ command: [program] }`";
/// Keys that would hold the secret itself.
const LITERAL: &[&str] = &["value", "default", "literal", "text"];

impl Reader<'_> {
    /// A secret of an environment, or of the project. Its value must not stand in the file (E405); where it does,
    /// only its name is shown.
    pub(in crate::read) fn secret(&mut self, entry: &Entry) -> Option<SecretDeclaration> {
        let name = match SecretName::try_from(entry.key.value.as_str()) {
            Ok(name) => Some(name),
            Err(invalid) => {
                let message = format!("`{}` cannot be the name of a secret", entry.key.value);
                self.mistake(Code::E215, entry.key.span, message, invalid.rule);
                None
            }
        };
        let literal = match entry.value.entries() {
            None => entry.value.scalar().is_some(),
            Some(entries) => entries.iter().any(|entry| LITERAL.contains(&&*entry.key.value)),
        };
        if literal {
            let message = format!("the secret `{}` is written out", entry.key.value);
            self.report(
                Diagnostic::new(Code::E405, entry.key.span, message)
                    .help(SOURCES)
                    .hiding(entry.value.span),
            );
            return None;
        }
        let fields = self.fields(&entry.value, &SECRET)?;
        let source = self.secret_source(entry, fields)?;
        Some(SecretDeclaration { name: name?, source, span: entry.value.span })
    }

    fn secret_source(&mut self, entry: &Entry, fields: Fields<'_>) -> Option<SecretSource> {
        let name = &entry.key.value;
        let written: Vec<&Entry> =
            ["env", "file", "command"].iter().filter_map(|key| fields.entry(key)).collect();
        let source = match written.as_slice() {
            [] => {
                let message = format!("the secret `{name}` comes from nowhere");
                self.mistake(Code::E208, entry.key.span, message, SOURCES);
                None
            }
            [one] => match one.key.value.as_str() {
                "env" => Some(SecretSource::Env(self.some_text(&one.value, "`env`")?.value)),
                "file" => {
                    let file = self.some_text(&one.value, "the name of a file")?;
                    Some(SecretSource::File(resolved(self.folder(file.span), &file.value)))
                }
                _ => self.command(&one.value, fields),
            },
            [first, second, ..] => {
                let message = format!("the secret `{name}` comes from two places");
                self.report(
                    Diagnostic::new(Code::E209, second.key.span, message)
                        .related(first.key.span, "the other one")
                        .help("keep one of them"),
                );
                None
            }
        };
        if let Some(cache) = fields.entry("cache")
            && !matches!(written.as_slice(), [one] if one.key.value == "command")
        {
            let message = "`cache` belongs to `command`".to_owned();
            self.mistake(Code::E221, cache.key.span, message, "leave it out");
        }
        source
    }

    fn command(&mut self, node: &Node, fields: Fields<'_>) -> Option<SecretSource> {
        let cache = fields.get("cache").and_then(|node| self.duration(node));
        Some(SecretSource::Command { args: self.arguments(node)?, cache })
    }

    /// A program and its arguments.
    pub(in crate::read) fn arguments(&mut self, node: &Node) -> Option<Vec<String>> {
        let Some(items) = node.items() else {
            let words = node.scalar().map(|scalar| scalar.text.split_whitespace());
            let list = words.map(|words| words.collect::<Vec<_>>().join(", "));
            let mistake = self.wrong_type("a list of a program and its arguments", node);
            self.report(match list {
                Some(list) if !list.is_empty() => mistake.help(format!("write `[{list}]`")),
                Some(_) | None => mistake,
            });
            return None;
        };
        let mut args = Vec::with_capacity(items.len());
        for item in items {
            args.push(self.text(item)?.value);
        }
        if args.first().is_none_or(|program| program.trim().is_empty()) {
            let message = "`command` needs a program".to_owned();
            self.mistake(Code::E211, node.span, message, "write `[program, argument]`");
            return None;
        }
        Some(args)
    }
}
