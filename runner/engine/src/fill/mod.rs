//! Templates in; values out.
//!
//! Lives here: looking names up, helpers, random values from a seed.
//! Lives elsewhere: how a value is encoded for its place (`request`), parsing templates (`suites`).

mod call;
mod fake;
mod random;
mod text;
mod time;

use std::path::Path;

use jiff::Timestamp;
use runner_model::StepError;
use serde_json::{Map, Value};
use suites::{Expr, Key, Piece, Spanned, Template, ValueTemplate, VarPath};

use crate::scope::{Frame, Origin, World};

pub(crate) use random::{Seed, hash};
pub(crate) use text::{describe, text_of};
pub(crate) use time::moment;

/// Why a template could not be filled.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum FillError {
    /// A variable was never set.
    Unset(String),
    /// Something of ours is missing: a secret, a file.
    Errored(StepError),
    /// A value that cannot stand where it is put.
    Unfit(String),
}

impl FillError {
    pub(crate) fn unfit(message: impl Into<String>) -> Self {
        Self::Unfit(message.into())
    }
}

/// What a request says of itself, for signing: `{{request.body}}`.
#[derive(Clone, Debug, Default)]
pub(crate) struct RequestFacts {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) body: String,
}

/// Fills templates: names from a frame and a world, random values from a seed.
#[derive(Clone, Copy)]
pub(crate) struct Filler<'a> {
    pub(crate) world: &'a World,
    pub(crate) frame: &'a Frame,
    pub(crate) seed: Seed,
    pub(crate) now: Timestamp,
    /// Known once the body is filled.
    pub(crate) request: Option<&'a RequestFacts>,
    /// The folder of the suite, for `{{file path}}`.
    pub(crate) folder: &'a Path,
    /// How many environment variables stand inside each other.
    pub(crate) depth: u8,
}

impl Filler<'_> {
    /// A value of any shape; a lone expression keeps its type.
    pub(crate) fn value(&self, template: &ValueTemplate) -> Result<Value, FillError> {
        Ok(match template {
            ValueTemplate::Fixed(value) => value.clone(),
            ValueTemplate::Template(template) => self.template(template)?,
            ValueTemplate::List(items) => {
                Value::Array(items.iter().map(|item| self.value(item)).collect::<Result<_, _>>()?)
            }
            ValueTemplate::Map(entries) => {
                let mut map = Map::with_capacity(entries.len());
                for (key, value) in entries {
                    map.insert(key.clone(), self.value(value)?);
                }
                Value::Object(map)
            }
        })
    }

    /// A template's value: that of its lone expression, else text.
    pub(crate) fn template(&self, template: &Template) -> Result<Value, FillError> {
        match template.lone() {
            Some(expr) => self.at(template).expr(&expr.value, 0),
            None => self.text(template).map(Value::String),
        }
    }

    /// A template as text.
    pub(crate) fn text(&self, template: &Template) -> Result<String, FillError> {
        if let Some(text) = template.literal() {
            return Ok(text.to_owned());
        }
        let mut filled = String::new();
        self.pieces(template, |piece, value| {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::Expr(expr) => filled.push_str(&text_of(&value, &expr.value)?),
            }
            Ok(())
        })?;
        Ok(filled)
    }

    /// Each piece in turn, an expression with its value; `Null` stands beside text.
    pub(crate) fn pieces(
        &self,
        template: &Template,
        mut take: impl FnMut(&Piece, Value) -> Result<(), FillError>,
    ) -> Result<(), FillError> {
        let here = self.at(template);
        for (index, piece) in template.pieces.iter().enumerate() {
            let value = match piece {
                Piece::Text(_) => Value::Null,
                Piece::Expr(expr) => here.expr(&expr.value, index)?,
            };
            take(piece, value)?;
        }
        Ok(())
    }

    /// The same filler, with random values of a var or input of this name.
    pub(crate) fn of(&self, name: &Spanned<String>) -> Self {
        Self { seed: self.seed.of(&name.value).counted_from(name.span), ..*self }
    }

    /// The same filler, with random values of a place outside the step.
    pub(crate) fn above(&self) -> Self {
        Self { seed: self.seed.counted_from_the_top(), ..*self }
    }

    /// The same filler, with random values of this place.
    fn at(&self, template: &Template) -> Self {
        Self { seed: self.seed.at(template.span), ..*self }
    }

    pub(crate) fn expr(&self, expr: &Expr, place: usize) -> Result<Value, FillError> {
        match expr {
            Expr::Literal(value) => Ok(value.clone()),
            Expr::Var(path) => self.lookup(path),
            Expr::Call { helper, args, named } => {
                Self { seed: self.seed.nth(place), ..*self }.call(*helper, args, named)
            }
        }
    }

    /// A variable's value.
    pub(crate) fn lookup(&self, path: &VarPath) -> Result<Value, FillError> {
        let (value, rest) = self.root(path)?;
        descend(&value, rest)
            .cloned()
            .ok_or_else(|| FillError::Unfit(nothing_there(path, &value)))
    }

    /// A variable's value; `None` when the variable is set and has nothing there.
    fn find(&self, path: &VarPath) -> Result<Option<Value>, FillError> {
        let (value, rest) = self.root(path)?;
        Ok(descend(&value, rest).cloned())
    }

    /// The value of the root (a namespace takes the next key with it), and the way down from it.
    fn root<'p>(&self, path: &'p VarPath) -> Result<(Value, &'p [Key]), FillError> {
        if let Some(variable) = self.frame.get(&path.root) {
            return Ok((variable.value, &path.rest));
        }
        if path.root == "request" {
            return self.request_fact(path);
        }
        let key = path.rest.first().and_then(|key| match key {
            Key::Name(name) => Some(name.as_str()),
            Key::Index(_) => None,
        });
        if let Some(value) = self.world.namespace(&path.root, key, &self.in_environment()) {
            return Ok((value?, path.rest.get(1..).unwrap_or_default()));
        }
        let value = self.environment_var(&path.root)?;
        Ok((value, &path.rest))
    }

    /// The filler for what an environment says: its random values do not depend on the step.
    fn in_environment(&self) -> Self {
        Self { seed: Seed::new(self.world.seed), request: None, depth: self.depth + 1, ..*self }
    }

    fn environment_var(&self, name: &str) -> Result<Value, FillError> {
        let environment = self.world.environment.as_deref();
        let var = environment.and_then(|e| e.vars.iter().find(|var| var.name.value == name));
        let Some(var) = var else { return Err(FillError::Unset(name.to_owned())) };
        if self.depth > 32 {
            return Err(FillError::Unfit(format!(
                "the environment's variable `{name}` is made of itself"
            )));
        }
        self.in_environment().value(&var.value)
    }

    fn request_fact<'p>(&self, path: &'p VarPath) -> Result<(Value, &'p [Key]), FillError> {
        let Some(request) = self.request else {
            return Err(FillError::unfit(
                "`request` is known only in headers, query and auth, after the body is filled",
            ));
        };
        let fact = match path.rest.first() {
            Some(Key::Name(name)) if name == "method" => &request.method,
            Some(Key::Name(name)) if name == "path" => &request.path,
            Some(Key::Name(name)) if name == "body" => &request.body,
            _ => {
                return Err(FillError::unfit(
                    "`request` has `method`, `path` and `body`: `{{request.body}}`",
                ));
            }
        };
        Ok((Value::String(fact.clone()), path.rest.get(1..).unwrap_or_default()))
    }

    /// Whether anything in a value comes from an answer.
    pub(crate) fn origin_of(&self, template: &ValueTemplate) -> Origin {
        let templates = template.templates();
        let mut exprs = templates.iter().flat_map(|template| template.exprs());
        if exprs.any(|expr| self.is_saved(&expr.value)) { Origin::Saved } else { Origin::Declared }
    }

    /// Whether an expression's value comes from an answer.
    pub(crate) fn is_saved(&self, expr: &Expr) -> bool {
        expr.variables().iter().any(|path| {
            self.frame.get(&path.root).is_some_and(|found| found.origin == Origin::Saved)
        })
    }
}

/// Down into a value.
pub(crate) fn descend<'v>(value: &'v Value, way: &[Key]) -> Option<&'v Value> {
    way.iter().try_fold(value, |value, key| match key {
        Key::Name(name) => match name.parse::<usize>() {
            Ok(index) if value.is_array() => value.get(index),
            _ => value.get(name),
        },
        Key::Index(index) => value.get(index),
    })
}

fn nothing_there(path: &VarPath, root: &Value) -> String {
    let mut exists = VarPath { root: path.root.clone(), rest: Vec::new() };
    let mut value = root;
    for key in &path.rest {
        match descend(value, std::slice::from_ref(key)) {
            Some(next) => {
                value = next;
                exists.rest.push(key.clone());
            }
            None => break,
        }
    }
    format!("there is no `{path}`: `{exists}` is {}", describe(value))
}
