//! Everything an environment says, as rows.

use jiff::Timestamp;
use runner_engine::{Preview, Shown};
use runner_model::{MASK, Masker};
use serde_json::Value;
use suites::yaml::{Node, NodeKind};
use suites::{
    Environment, Expr, Helper, Loaded, Project, SecretSource, Sources, Span, ValueTemplate,
};

use super::row::{Row, masked, value, without_password};

/// How requests are made, and what is allowed, in the order in which it is shown.
const SETTINGS: &[&str] =
    &["protected", "allow_writes", "dotenv", "auth", "proxy", "headers", "tls"];

/// An environment, and everything that is known of it.
pub(super) struct Known {
    pub(super) name: String,
    pub(super) rows: Vec<Row>,
}

impl Known {
    /// Fills the environment in, without any secret.
    pub(super) fn of(
        environment: Environment,
        loaded: &Loaded,
        project: &Project,
        now: Timestamp,
    ) -> Self {
        let name = environment.name.to_string();
        let written = suites::environment::merged(project, &name).expect("it was resolved");
        let hidden = Masker::new(project.mask.headers.clone());
        let mut rows =
            Rows { sources: &loaded.sources, written: &written, hidden, rows: Vec::new() };
        rows.settings();
        rows.vars(&environment, &runner_engine::preview(&environment, now));
        rows.secrets(&environment);
        rows.matrix();
        Self { name, rows: rows.rows }
    }
}

struct Rows<'l> {
    sources: &'l Sources,
    /// As it is written, with everything that it inherits.
    written: &'l Node,
    /// Knows the headers that are never shown.
    hidden: Masker,
    rows: Vec<Row>,
}

impl<'l> Rows<'l> {
    /// A value that is masked when its name says so.
    fn add(&mut self, section: &'static str, name: String, written: String, span: Span) {
        let shown = masked(&name, written.clone());
        self.push(Row { section, name, shown, compared: written, place: self.place(span) });
    }

    fn push(&mut self, row: Row) {
        self.rows.push(row);
    }

    fn place(&self, span: Span) -> String {
        let place = self.sources.place(span);
        format!("{}:{}", place.file, place.line)
    }

    fn settings(&mut self) {
        for key in SETTINGS {
            if let Some(node) = self.written.get(key) {
                self.leaves("", (*key).to_owned(), node);
            }
        }
    }

    /// Every single value below `node`, as written.
    fn leaves(&mut self, section: &'static str, name: String, node: &'l Node) {
        match &node.kind {
            NodeKind::Map(entries) => {
                for entry in entries {
                    self.leaves(section, format!("{name}.{}", entry.key.value), &entry.value);
                }
            }
            NodeKind::Scalar(scalar) => {
                let written = value(&scalar.value());
                let hides = self.hides(&name, &written);
                let shown = if hides { MASK.to_owned() } else { masked(&name, written.clone()) };
                let place = self.place(node.span);
                self.push(Row { section, name, shown, compared: written, place });
            }
            NodeKind::List(_) => self.add(section, name, as_written(node), node.span),
        }
    }

    /// A credential that stands there for everybody to read.
    fn hides(&self, name: &str, written: &str) -> bool {
        let name = name.to_ascii_lowercase();
        let header = name.split_once("headers.").map(|(_, header)| header);
        let is_hidden = header.is_some_and(|header| self.hidden.hides_header(header));
        let is_auth = name.ends_with("auth.bearer") || name.ends_with("auth.api_key.value");
        (is_hidden || is_auth) && !written.contains("{{secret.") && written != "null"
    }

    fn vars(&mut self, environment: &Environment, preview: &Preview) {
        for (shown, var) in preview.vars.iter().zip(&environment.vars) {
            if is_random(&var.value) {
                let written = self.sources.text(shown.span).trim().to_owned();
                self.add("vars", shown.name.clone(), written, shown.span);
                continue;
            }
            let mut path = vec![shown.name.clone()];
            match &shown.value {
                Ok(value) => self.var(&mut path, value, shown.span),
                Err(why) => {
                    self.add(
                        "vars",
                        shown.name.clone(),
                        format!("(cannot be told: {why})"),
                        shown.span,
                    );
                }
            }
        }
        for shown in &preview.services {
            self.service(shown);
        }
    }

    fn var(&mut self, path: &mut Vec<String>, filled: &Value, span: Span) {
        if let Some(members) = filled.as_object().filter(|members| !members.is_empty()) {
            for (name, member) in members {
                path.push(name.clone());
                self.var(path, member, span);
                path.pop();
            }
            return;
        }
        let vars = self.written.get("vars");
        let written = vars.and_then(|vars| path.iter().try_fold(vars, |node, key| node.get(key)));
        let place = written.map_or(span, |node| node.span);
        self.add("vars", path.join("."), value(filled), place);
    }

    fn service(&mut self, shown: &Shown) {
        let node = self.entry("services", &shown.name);
        let span = node.and_then(|node| node.get("url")).map_or(shown.span, |url| url.span);
        let url = match &shown.value {
            Ok(url) => value(url),
            Err(why) => format!("(cannot be told: {why})"),
        };
        self.push(Row {
            section: "services",
            name: shown.name.clone(),
            shown: without_password(url.clone()),
            compared: url,
            place: self.place(span),
        });
        let more = node.and_then(Node::entries).unwrap_or_default();
        for entry in more.iter().filter(|entry| entry.key.value != "url") {
            self.leaves("services", format!("{}.{}", shown.name, entry.key.value), &entry.value);
        }
    }

    fn secrets(&mut self, environment: &Environment) {
        for secret in &environment.secrets {
            let source = match &secret.source {
                SecretSource::Env(name) => format!("env {name}"),
                SecretSource::File(path) => {
                    let written = self.file(secret.name.as_str());
                    format!("file {}", written.unwrap_or_else(|| path.display().to_string()))
                }
                SecretSource::Command { args, .. } => {
                    let args = args.iter().map(|arg| runner_engine::shell_quoted(arg));
                    format!("command {}", args.collect::<Vec<_>>().join(" "))
                }
            };
            self.push(Row {
                section: "secrets",
                name: secret.name.to_string(),
                shown: source.clone(),
                compared: source,
                place: self.place(secret.span),
            });
        }
    }

    /// The path of a secret's file as it is written.
    fn file(&self, secret: &str) -> Option<String> {
        Some(self.entry("secrets", secret)?.get("file")?.scalar()?.text.clone())
    }

    fn entry(&self, section: &str, name: &str) -> Option<&'l Node> {
        self.written.get(section)?.get(name)
    }

    fn matrix(&mut self) {
        for dimension in self.written.get("matrix").and_then(Node::entries).unwrap_or_default() {
            for entry in dimension.value.items().unwrap_or_default() {
                self.matrix_entry(&dimension.key.value, entry);
            }
        }
    }

    fn matrix_entry(&mut self, dimension: &str, entry: &'l Node) {
        let own = entry.get("name").and_then(Node::scalar).map_or("?", |name| &name.text);
        let name = format!("{dimension}.{own}");
        let values = entry.entries().unwrap_or_default();
        let mut more = values.iter().filter(|entry| entry.key.value != "name").peekable();
        if more.peek().is_none() {
            self.add("matrix", name.clone(), "(nothing but its name)".to_owned(), entry.span);
        }
        for value in more {
            self.leaves("matrix", format!("{name}.{}", value.key.value), &value.value);
        }
    }
}

/// A value as the file has it, on one line.
fn as_written(node: &Node) -> String {
    match &node.kind {
        NodeKind::Scalar(scalar) => value(&scalar.value()),
        NodeKind::List(items) => {
            let items: Vec<String> = items.iter().map(|item| as_written(item)).collect();
            format!("[{}]", items.join(", "))
        }
        NodeKind::Map(entries) => {
            let entries = entries.iter().map(|entry| {
                let key = &entry.key.value;
                format!("{key}: {}", masked(key, as_written(&entry.value)))
            });
            format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

/// It is another value in each run.
fn is_random(value: &ValueTemplate) -> bool {
    value.templates().iter().any(|template| template.exprs().any(|expr| makes_random(&expr.value)))
}

fn makes_random(expr: &Expr) -> bool {
    match expr {
        Expr::Var(_) | Expr::Literal(_) => false,
        Expr::Call { helper, args, named } => {
            let random = [
                Helper::Uuid,
                Helper::Now,
                Helper::Timestamp,
                Helper::Date,
                Helper::Random,
                Helper::RandomInt,
                Helper::RandomString,
                Helper::Fake,
            ];
            random.contains(helper)
                || args.iter().chain(named.iter().map(|(_, arg)| arg)).any(makes_random)
        }
    }
}
