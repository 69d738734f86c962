//! Text with `{{expressions}}`, parsed.

use std::sync::Arc;

use serde_json::Value;

use super::words::words;
use crate::source::{Span, Spanned};

/// Text that is filled in before it is sent or compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    /// As written (decoded from YAML).
    pub source: Arc<str>,
    /// Where it stands.
    pub span: Span,
    /// Text and expressions in turn.
    pub pieces: Vec<Piece>,
}

impl Template {
    /// The text, when there is nothing to fill in.
    pub fn literal(&self) -> Option<&str> {
        match self.pieces.as_slice() {
            [] => Some(""),
            [Piece::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// The expression, when the whole text is exactly one: its value keeps its type.
    pub fn lone(&self) -> Option<&Spanned<Expr>> {
        match self.pieces.as_slice() {
            [Piece::Expr(expr)] => Some(expr),
            _ => None,
        }
    }

    /// The expressions, in order.
    pub fn exprs(&self) -> impl Iterator<Item = &Spanned<Expr>> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Expr(expr) => Some(expr),
            Piece::Text(_) => None,
        })
    }
}

/// A part of a template.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Taken as it is.
    Text(String),
    /// Filled in. The span is that of `{{…}}`, braces included.
    Expr(Spanned<Expr>),
}

/// What stands between the braces.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// `order.lines.[0].sku`
    Var(VarPath),
    /// `"text"`, `5`, `true`, `null`: only as an argument.
    Literal(Value),
    /// `now offset="-2d"`
    Call {
        /// Which helper.
        helper: Helper,
        /// Its arguments, in order.
        args: Vec<Expr>,
        /// Its named arguments, sorted by name.
        named: Vec<(String, Expr)>,
    },
}

impl Expr {
    /// Every variable in it, itself included.
    pub fn variables(&self) -> Vec<&VarPath> {
        match self {
            Self::Var(path) => vec![path],
            Self::Literal(_) => Vec::new(),
            Self::Call { args, named, .. } => args
                .iter()
                .chain(named.iter().map(|(_, arg)| arg))
                .flat_map(Self::variables)
                .collect(),
        }
    }
}

/// A variable, and where in its value: `order.lines.[0].sku`.
///
/// The root is a plain name (input, var, saved value, environment var) or one of the namespaces
/// `secret`, `case`, `tenant`, `run`, `request` or another matrix dimension.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct VarPath {
    /// The first name.
    pub root: String,
    /// The way down from there.
    pub rest: Vec<Key>,
}

/// A step down into a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// A key of a map.
    Name(String),
    /// An element of a list, from 0.
    Index(usize),
}

impl std::fmt::Display for VarPath {
    /// As a template writes it: `order.lines.[0].sku`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.root)?;
        for key in &self.rest {
            match key {
                Key::Name(name) => write!(f, ".{name}")?,
                Key::Index(index) => write!(f, ".[{index}]")?,
            }
        }
        Ok(())
    }
}

words! {
    /// A function of the template language. FORMAT.md section 13 lists arguments and results.
    Helper:
    Uuid = "uuid",
    Now = "now",
    Timestamp = "timestamp",
    Date = "date",
    Random = "random",
    RandomInt = "random_int",
    RandomString = "random_string",
    Base64 = "base64",
    Base64Decode = "base64_decode",
    Base64Url = "base64url",
    Hex = "hex",
    Md5 = "md5",
    Sha1 = "sha1",
    Sha256 = "sha256",
    HmacSha1 = "hmac_sha1",
    HmacSha256 = "hmac_sha256",
    Json = "json",
    String = "string",
    Number = "number",
    Lower = "lower",
    Upper = "upper",
    Trim = "trim",
    Length = "length",
    Default = "default",
    UrlEncode = "url_encode",
    Raw = "raw",
    File = "file",
    Fake = "fake",
}
