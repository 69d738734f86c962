//! An environment as types: as written, or merged.

use std::path::PathBuf;
use std::sync::Arc;

use runner_model::EnvironmentName;

use super::merge::removes;
use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Environment, EnvironmentVar, Writes};
use crate::read::keys::ENVIRONMENT;
use crate::read::one_or_more::one_or_more;
use crate::read::{Fields, Level, Reader, resolved};
use crate::source::{Span, Spanned};
use crate::yaml::{Entry, Node, NodeKind};

impl Reader<'_> {
    /// An environment; `place` is that of its name. What `null` removes is left out.
    pub(super) fn environment(
        &mut self,
        name: &str,
        place: Span,
        node: &Node,
    ) -> Option<Environment> {
        let fields = self.fields(node, &ENVIRONMENT)?;
        let name = self.environment_name(name, place)?;
        self.own_words(fields);
        let mut environment = Environment {
            name,
            vars: Vec::new(),
            services: Vec::new(),
            secrets: Vec::new(),
            dotenv: self.dotenv(fields),
            matrix: Vec::new(),
            protected: self.flag(fields, "protected"),
            allow_writes: Writes::None,
            settings: self.settings(fields, Level::Project),
            span: place,
        };
        if let Some(node) = fields.get("allow_writes").filter(|node| !removes(node)) {
            let words = [("canary", Writes::Canary), ("any", Writes::Any)];
            environment.allow_writes = self.word(node, &words).unwrap_or_default();
        }
        for entry in self.section(fields, "vars") {
            environment.vars.extend(self.environment_var(entry));
        }
        for entry in self.section(fields, "services") {
            environment.services.extend(self.endpoint(entry));
        }
        for entry in self.section(fields, "secrets") {
            environment.secrets.extend(self.secret(entry));
        }
        for entry in self.section(fields, "matrix") {
            environment.matrix.extend(self.dimension(entry));
        }
        Some(environment)
    }

    fn environment_name(&mut self, name: &str, place: Span) -> Option<EnvironmentName> {
        match EnvironmentName::try_from(name) {
            Ok(name) => Some(name),
            Err(invalid) => {
                self.mistake(
                    Code::E215,
                    place,
                    format!("`{name}` cannot be the name of an environment"),
                    invalid.rule,
                );
                None
            }
        }
    }

    /// `extends`, `abstract`, `overlay`: they have been followed; here only their types count.
    fn own_words(&mut self, fields: Fields<'_>) {
        if let Some(node) = fields.get("extends") {
            one_or_more(node).into_iter().for_each(|name| drop(self.some_text(name, "`extends`")));
        }
        let is_abstract = self.flag(fields, "abstract");
        let is_overlay = self.flag(fields, "overlay");
        if is_abstract
            && is_overlay
            && let Some(entry) = fields.entry("abstract")
        {
            let message = "an overlay is never run alone: `abstract` says nothing more";
            self.report(
                Diagnostic::new(Code::E209, entry.key.span, message).help("leave `abstract` out"),
            );
        }
    }

    fn flag(&mut self, fields: Fields<'_>, key: &str) -> bool {
        let node = fields.get(key).filter(|node| !removes(node));
        node.and_then(|node| self.boolean(node)).unwrap_or_default()
    }

    /// The entries of a section that are not removed.
    fn section<'n>(&mut self, fields: Fields<'n>, key: &str) -> Vec<&'n Entry> {
        let Some(node) = fields.get(key).filter(|node| !removes(node)) else { return Vec::new() };
        match node.entries() {
            Some(entries) => entries.iter().filter(|entry| !removes(&entry.value)).collect(),
            None => {
                self.expected(&format!("a map of {key} by name"), node);
                Vec::new()
            }
        }
    }

    fn environment_var(&mut self, entry: &Entry) -> Option<EnvironmentVar> {
        let name = self.variable_name(&entry.key)?;
        let value = self.value(&without_removed(&entry.value));
        Some(EnvironmentVar { name, value, span: entry.value.span })
    }

    /// The name of a dimension: variables may not bear it. `tenant` is the usual one.
    pub(super) fn dimension_name(&mut self, key: &Spanned<String>) -> Option<Spanned<String>> {
        if key.value == "tenant" { Some(key.clone()) } else { self.variable_name(key) }
    }

    fn dotenv(&mut self, fields: Fields<'_>) -> Vec<Spanned<PathBuf>> {
        let Some(node) = fields.get("dotenv").filter(|node| !removes(node)) else {
            return Vec::new();
        };
        let mut files = Vec::new();
        for node in one_or_more(node) {
            let Some(file) = self.some_text(node, "the name of a file") else { continue };
            let path = resolved(self.folder(file.span), &file.value);
            files.push(Spanned::new(path, file.span));
        }
        files
    }
}

/// The value without the keys that `null` removes. Lists are taken as they are.
fn without_removed(node: &Node) -> Node {
    let Some(entries) = node.entries() else { return node.clone() };
    let kept = entries.iter().filter(|entry| !removes(&entry.value)).map(|entry| Entry {
        key: entry.key.clone(),
        value: Arc::new(without_removed(&entry.value)),
    });
    Node { span: node.span, kind: NodeKind::Map(kept.collect()) }
}
