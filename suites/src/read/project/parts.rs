//! The parts of a project, put together.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::written::Written;
use crate::diagnostics::{Code, Diagnostic};
use crate::language::{
    Connectivity, MaskRules, Metrics, Policy, Project, Retention, Serve, Settings, Trace,
};
use crate::read::keys::{DEFAULTS, MASK, PROJECT, TRACE};
use crate::read::one_or_more::{one_or_more, texts};
use crate::read::{Fields, Level, Reader};
use crate::source::{FileId, Sources, Span, Spanned};
use crate::yaml::Node;

/// Which files are suites when the project does not say.
const ALL_SUITES: &str = "**/*.trip.yaml";
/// The only version of the format.
const VERSION: u32 = 1;

/// Reads a project: the trees of `tripline.yaml` (`file`, in the folder `root`) and of the files
/// it includes.
pub(crate) fn project(
    file: FileId,
    root: PathBuf,
    trees: &[Arc<Node>],
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Project {
    let mut parts = Parts {
        reader: Reader::new(sources, diagnostics),
        written: BTreeMap::new(),
        names: Written::default(),
        project: Project {
            root,
            file,
            suites: Vec::new(),
            defaults: Settings::default(),
            trace: Trace { header: Some("traceparent".to_owned()), baggage: Vec::new() },
            mask: MaskRules::default(),
            services: BTreeMap::new(),
            environments: Vec::new(),
            secrets: Vec::new(),
            monitors: Vec::new(),
            heartbeats: Vec::new(),
            channels: Vec::new(),
            smtp: None,
            notify: Vec::new(),
            policy: Policy::default(),
            maintenance: Vec::new(),
            digest: None,
            messages: Vec::new(),
            connectivity: Connectivity::default(),
            serve: Serve::default(),
            retention: Retention::default(),
            metrics: Metrics::default(),
            status_pages: Vec::new(),
            objectives: Vec::new(),
            compositions: Vec::new(),
        },
    };
    trees.iter().for_each(|tree| parts.part(tree));
    parts.dependencies();
    parts.references();
    parts.secrets_named();
    parts.compositions_whole();
    parts.promises();
    let Parts { mut project, .. } = parts;
    if project.suites.is_empty() {
        project.suites.push(ALL_SUITES.to_owned());
    }
    project
}

/// The files that a part of the project names in `include`, with their places.
pub(crate) fn included(tree: &Node) -> Vec<Spanned<String>> {
    tree.get("include").map(texts).unwrap_or_default()
}

/// A project in the making.
pub(super) struct Parts<'r> {
    pub(super) reader: Reader<'r>,
    /// Keys that say one thing for the whole project: where they were written.
    written: BTreeMap<&'static str, Span>,
    /// The names that are given, right or wrong.
    pub(super) names: Written,
    pub(super) project: Project,
}

impl Parts<'_> {
    fn part(&mut self, tree: &Node) {
        let Some(fields) = self.reader.fields(tree, &PROJECT) else { return };
        if let Some(node) = fields.get("include") {
            self.texts(node);
        }
        if let Some(node) = self.once(fields, "version") {
            self.version(node);
        }
        if let Some(node) = self.once(fields, "suites") {
            self.project.suites = self.texts(node);
        }
        if let Some(node) = self.once(fields, "defaults")
            && let Some(fields) = self.reader.fields(node, &DEFAULTS)
        {
            self.project.defaults = self.reader.settings(fields, Level::Project);
        }
        if let Some(node) = self.once(fields, "trace") {
            self.trace(node);
        }
        if let Some(node) = self.once(fields, "mask") {
            self.mask(node);
        }
        if let Some(node) = fields.get("services") {
            self.services(node);
        }
        if let Some(node) = fields.get("environments") {
            self.environments(node);
        }
        self.serve(fields);
    }

    /// What a key holds that may stand in one file of the project only.
    pub(super) fn once<'n>(&mut self, fields: Fields<'n>, key: &'static str) -> Option<&'n Node> {
        let entry = fields.entry(key)?;
        if let Some(first) = self.written.get(key) {
            let message = format!("`{key}` stands in two files of the project");
            self.reader.report(
                Diagnostic::new(Code::E201, entry.key.span, message)
                    .related(*first, "the other one")
                    .help("put them together"),
            );
            return None;
        }
        self.written.insert(key, entry.key.span);
        Some(&entry.value)
    }

    /// Where a key that may stand only once is written.
    pub(super) fn written(&self, key: &str) -> Option<Span> {
        self.written.get(key).copied()
    }

    fn version(&mut self, node: &Node) {
        if let Some(version) = self.reader.integer(node, 1)
            && version != VERSION
        {
            let message = format!("version {version} of the project file is not known");
            self.reader.mistake(Code::E212, node.span, message, "write `version: 1`");
        }
    }

    /// One text, or a list of them.
    fn texts(&mut self, node: &Node) -> Vec<String> {
        let texts = one_or_more(node);
        let texts = texts.into_iter().filter_map(|node| self.reader.some_text(node, "a path"));
        texts.map(|text| text.value).collect()
    }

    fn trace(&mut self, node: &Node) {
        let Some(fields) = self.reader.fields(node, &TRACE) else { return };
        if let Some(node) = fields.get("header") {
            let words = [("traceparent", true), ("none", false)];
            if self.reader.word(node, &words) == Some(false) {
                self.project.trace.header = None;
            }
        }
        let Some(baggage) = fields.get("baggage") else { return };
        let Some(entries) = baggage.entries() else {
            return self.reader.expected("a map of text by name", baggage);
        };
        for entry in entries {
            if let Some(text) = self.reader.text(&entry.value) {
                self.project.trace.baggage.push((entry.key.value.clone(), text.value));
            }
        }
    }

    fn mask(&mut self, node: &Node) {
        let Some(fields) = self.reader.fields(node, &MASK) else { return };
        for node in self.list(fields, "headers", "a list of header names") {
            if let Some(name) = self.reader.some_text(node, "the name of a header") {
                self.project.mask.headers.push(name.value.to_lowercase());
            }
        }
        for node in self.list(fields, "json", "a list of JSONPaths") {
            if let Some(text) = self.reader.some_text(node, "a JSONPath") {
                let span = self.reader.bare(&text.value, text.span);
                match crate::jsonpath::parse(&text.value, span) {
                    Ok(path) => self.project.mask.json.push(path),
                    Err(diagnostic) => self.reader.report(*diagnostic),
                }
            }
        }
    }

    fn list<'n>(&mut self, fields: Fields<'n>, key: &str, what: &str) -> Vec<&'n Node> {
        let Some(node) = fields.get(key) else { return Vec::new() };
        match node.items() {
            Some(items) => items.iter().map(|item| &**item).collect(),
            None => {
                self.reader.expected(what, node);
                Vec::new()
            }
        }
    }

    fn environments(&mut self, node: &Node) {
        let Some(entries) = node.entries() else {
            return self.reader.expected("a map of environments by name", node);
        };
        for entry in entries {
            let name = &entry.key;
            let mut known = self.project.environments.iter();
            if let Some((first, _)) = known.find(|(known, _)| known.value == name.value) {
                let message = format!("the environment `{}` is defined twice", name.value);
                self.reader.report(
                    Diagnostic::new(Code::E201, name.span, message)
                        .related(first.span, "the other one"),
                );
                continue;
            }
            if name.value.contains('+') {
                let message = format!("`{}` cannot be the name of an environment", name.value);
                let help = "`+` adds overlays: use letters, digits, `-`, `_` and `.`";
                self.reader.mistake(Code::E215, name.span, message, help);
                continue;
            }
            self.project.environments.push((name.clone(), Arc::clone(&entry.value)));
        }
    }
}
