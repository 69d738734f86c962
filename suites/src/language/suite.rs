//! A suite: a file with one test or several.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use runner_model::{ServiceName, SuiteId, TestName};
use serde_json::{Map, Value};

use crate::language::{Check, Settings, Step, ValueTemplate};
use crate::source::{FileId, Span, Spanned};

/// A file of the suite language.
#[derive(Clone, Debug, PartialEq)]
pub struct Suite {
    /// What history refers to: the path below the project root without the suffix, or `id`.
    pub id: SuiteId,
    /// For reading.
    pub name: Spanned<String>,
    /// Its file.
    pub file: FileId,
    /// Absolute.
    pub path: PathBuf,
    /// A sentence or two.
    pub description: Option<String>,
    /// Who looks after it.
    pub owner: Option<String>,
    /// Free text.
    pub tags: Vec<String>,
    /// Bounds each test with everything but cleanup; 5 min by default.
    pub timeout: Duration,
    /// Where relative URLs go.
    pub service: Option<Spanned<ServiceName>>,
    /// Whether it may change data in a protected environment.
    pub writes: Writes,
    /// Headers and auth of every step.
    pub settings: Arc<Settings>,
    /// The only names an environment or `--set` may override.
    pub inputs: Vec<Input>,
    /// Worked out once per case and matrix entry, in this order.
    pub vars: Vec<Var>,
    /// One result per case.
    pub cases: Option<Cases>,
    /// How many combinations of cases and matrix are allowed; 1,000 by default.
    pub max_cases: usize,
    /// What a flow gives back.
    pub outputs: Vec<Spanned<String>>,
    /// Once per case and matrix entry, before its tests.
    pub setup: Vec<Step>,
    /// Once per case and matrix entry, after its tests.
    pub cleanup: Vec<Step>,
    /// Of the whole test: subject `took`.
    pub expect: Vec<Check>,
    /// In the order of the file; one named `main` for `steps:`.
    pub tests: Vec<Test>,
    /// It was written with `steps:`.
    pub single: bool,
}

/// A chain of steps with variables and cookies of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// `main` for `steps:`.
    pub name: TestName,
    /// Where its name stands (the suite's for `steps:`).
    pub span: Span,
    /// In addition to the suite's.
    pub tags: Vec<String>,
    /// Of this test only.
    pub cases: Option<Cases>,
    /// Instead of the suite's.
    pub timeout: Option<Duration>,
    /// The chain.
    pub steps: Vec<Step>,
    /// At its end.
    pub cleanup: Vec<Step>,
}

/// Whether a suite may change data in a protected environment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Writes {
    /// Not said: it may not.
    #[default]
    None,
    /// Only for canary tenants.
    Canary,
    /// For anybody, if the environment agrees.
    Any,
}

/// A value that comes from outside.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// The variable.
    pub name: Spanned<String>,
    /// Its type, when it is known: from `type` or from the default.
    pub kind: Option<InputType>,
    /// When nothing comes from outside.
    pub default: Option<ValueTemplate>,
    /// Something must come from outside.
    pub required: bool,
    /// Never shown.
    pub secret: bool,
    /// A sentence.
    pub description: Option<String>,
}

/// The type of an input; `--set` text is read by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputType {
    /// `string`
    String,
    /// `number`
    Number,
    /// `integer`
    Integer,
    /// `boolean`
    Boolean,
    /// `array`
    Array,
    /// `object`
    Object,
}

/// A constant or computed value.
#[derive(Clone, Debug, PartialEq)]
pub struct Var {
    /// The variable.
    pub name: Spanned<String>,
    /// Its value.
    pub value: ValueTemplate,
}

/// Rows, one result each.
#[derive(Clone, Debug, PartialEq)]
pub struct Cases {
    /// In order.
    pub rows: Vec<Case>,
    /// Where they are written or named.
    pub span: Span,
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Its `name`, or the row number from 1.
    pub name: String,
    /// `{{case.x}}`; values from files are fixed.
    pub values: Map<String, Value>,
    /// Values written in the suite, which may hold templates.
    pub templates: Vec<(String, ValueTemplate)>,
    /// Where it is written, or the file is named.
    pub span: Span,
}
