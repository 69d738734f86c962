//! Fills templates of any shape.

use std::path::Path;

use jiff::Timestamp;
use serde_json::{Map, Value};
use suites::{Expr, Piece, Spanned, Template, ValueTemplate};

use super::random::Seed;
use super::text::text_of;
use super::unfilled::FillError;
use crate::scope::{Frame, Origin, World};

/// What a request says of itself, for signing: `{{request.body}}`.
#[derive(Clone, Debug, Default)]
pub(crate) struct RequestFacts {
    pub(crate) method: String,
    pub(crate) path: String,
    /// `None` when it is no text.
    pub(crate) body: Option<String>,
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
