//! Names that nothing defines: the namespaces, and the way out.

use super::follow::Follow;
use super::scope::Scope;
use crate::check::uses::Use;
use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Helper, Key};
use crate::read::NAMESPACES;
use crate::read::suggest::{did_you_mean, first_of, listed, nearest, there_are};
use crate::source::Span;

/// What `run` knows.
const RUN: &[&str] = &["id", "url", "started", "version"];
/// What `request` knows.
const REQUEST: &[&str] = &["body", "method", "path"];
/// What other tools call the variables of the operating system.
const OF_THE_SYSTEM: &[&str] = &["env", "ENV", "environ", "process"];

impl<'a> Follow<'a> {
    /// Whether the name belongs to a namespace; what is wrong in there is reported.
    pub(super) fn in_namespace(
        &mut self,
        mentioned: &Use<'_>,
        span: Span,
        scope: &Scope<'a>,
    ) -> bool {
        let key = match mentioned.path.rest.first() {
            Some(Key::Name(key)) => Some(key.as_str()),
            Some(Key::Index(_)) | None => None,
        };
        let problem = match mentioned.path.root.as_str() {
            "secret" => self.secret(key, span),
            "case" => self.case(key, span, scope),
            "run" => member("run", key, RUN, span),
            "request" if mentioned.in_request => member("request", key, REQUEST, span),
            "request" => Some(
                Diagnostic::new(Code::E302, span, "`request` is not known here")
                    .help("it is known in `headers`, `query` and `auth` of a step, once its body is filled"),
            ),
            root if root == "tenant" || self.names.dimensions.contains_key(root) => {
                self.entry(root, key, span)
            }
            _ => return false,
        };
        problem.into_iter().for_each(|diagnostic| self.report(diagnostic));
        true
    }

    fn secret(&self, key: Option<&str>, span: Span) -> Option<Diagnostic> {
        let known = &self.names.secrets;
        let Some(key) = key else {
            let diagnostic = Diagnostic::new(Code::E406, span, "`secret` needs a name");
            return Some(diagnostic.help("write `{{secret.NAME}}`"));
        };
        if known.contains_key(key) {
            return None;
        }
        let message = format!("unknown secret `{key}`");
        let help = match nearest(key, known.keys().map(String::as_str)) {
            Some(near) => did_you_mean(near),
            None if known.is_empty() => {
                "declare it in an environment of `tripline.yaml`: `secrets: { NAME: { env: VARIABLE } }`"
                    .to_owned()
            }
            None => there_are(known.keys().map(String::as_str)),
        };
        Some(Diagnostic::new(Code::E406, span, message).help(help))
    }

    fn case(&self, key: Option<&str>, span: Span, scope: &Scope<'a>) -> Option<Diagnostic> {
        if scope.cases.is_empty() {
            let message = "`case` is not known here: there are no `cases`";
            let help = if self.suite.tests.iter().any(|test| test.cases.is_some()) {
                "only one test has `cases`: use it there, or move them to the suite"
            } else {
                "add `cases: [ { name: first, … } ]` to the suite"
            };
            return Some(Diagnostic::new(Code::E302, span, message).help(help));
        }
        let key = key.filter(|key| *key != "name")?;
        let rows = || scope.cases.iter().flat_map(|cases| &cases.rows);
        let has = |row: &crate::language::Case, key: &str| {
            row.values.contains_key(key) || row.templates.iter().any(|(name, _)| name == key)
        };
        let lacking = rows().find(|row| !has(row, key))?;
        if rows().any(|row| has(row, key)) {
            let message = format!("the case `{}` has no `{key}`", lacking.name);
            let diagnostic = Diagnostic::new(Code::E302, span, message);
            return Some(
                diagnostic
                    .related(lacking.span, format!("without `{key}`"))
                    .help(format!("add `{key}` to it; `null` is a value too")),
            );
        }
        let columns: Vec<&str> = rows()
            .flat_map(|row| {
                let written = row.templates.iter().map(|(name, _)| name.as_str());
                row.values.keys().map(String::as_str).chain(written)
            })
            .collect();
        let message = format!("`cases` have no `{key}`");
        let help = match nearest(key, columns.iter().copied()) {
            Some(near) => did_you_mean(near),
            None => format!("they have {}", first_of(columns.iter().copied())),
        };
        Some(Diagnostic::new(Code::E302, span, message).help(help))
    }

    /// A dimension of the matrix, and what its entries say.
    fn entry(&self, dimension: &str, key: Option<&str>, span: Span) -> Option<Diagnostic> {
        let Some(keys) = self.names.dimensions.get(dimension) else {
            let message = format!("no environment has a dimension `{dimension}`");
            let help = format!(
                "add it to an environment: `matrix: {{ {dimension}: [ {{ name: first }} ] }}`"
            );
            return Some(Diagnostic::new(Code::E407, span, message).help(help));
        };
        let key = key.filter(|key| !keys.contains(*key) && !matches!(*key, "name" | "canary"))?;
        let help = match nearest(key, keys.iter().map(String::as_str)) {
            Some(near) => did_you_mean(near),
            None => format!("they have {}", first_of(keys.iter().map(String::as_str))),
        };
        let message = format!("no entry of `{dimension}` has `{key}`");
        Some(Diagnostic::new(Code::E407, span, message).help(help))
    }

    /// Did you mean, and what is known here.
    pub(super) fn way_out_of_unknown(&self, name: &str, scope: &Scope<'a>) -> String {
        if OF_THE_SYSTEM.contains(&name) {
            return "variables of the operating system are read by `secrets` of an environment only"
                .to_owned();
        }
        let mut known: Vec<&str> = Vec::new();
        for definition in scope.known.iter().rev() {
            if !known.contains(&definition.name) {
                known.push(definition.name);
            }
        }
        known.extend(self.names.vars.keys().map(String::as_str));
        let dimensions = self.names.dimensions.keys().map(String::as_str);
        let helpers = Helper::ALL.iter().map(|helper| helper.as_str());
        let candidates = known.iter().copied().chain(NAMESPACES.iter().copied());
        let near = nearest(name, candidates.chain(dimensions).chain(helpers));
        match (near, known.as_slice()) {
            (Some(near), [] | [_]) => did_you_mean(near),
            (Some(near), _) => {
                format!("{} known here: {}", did_you_mean(near), first_of(known))
            }
            (None, []) => {
                "nothing is known here: save it in an earlier step, or add it to `vars`".to_owned()
            }
            (None, _) => format!("known here: {}", first_of(known)),
        }
    }
}

/// A namespace that is always the same.
fn member(namespace: &str, key: Option<&str>, keys: &[&str], span: Span) -> Option<Diagnostic> {
    if key.is_some_and(|key| keys.contains(&key)) {
        return None;
    }
    let (message, near) = match key {
        Some(key) => (format!("`{namespace}` has no `{key}`"), nearest(key, keys.iter().copied())),
        None => (format!("`{namespace}` needs a name"), None),
    };
    let help = match near {
        Some(near) => did_you_mean(near),
        None => format!("it has {}", listed(keys.iter().copied())),
    };
    Some(Diagnostic::new(Code::E302, span, message).help(help))
}
