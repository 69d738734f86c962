//! A step, and what its keys say.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use crate::language::{Check, Pattern, Settings, Subject, Template, ValueTemplate};
use crate::source::{Span, Spanned};

/// One sentence of a chain.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// As written.
    pub name: Option<Spanned<String>>,
    /// The name; without one, the verb and what it is about: `GET /orders/{{id}}`.
    pub label: String,
    /// Counted from 1 among its neighbours.
    pub number: u32,
    /// The verb and what it is about: where a reader should look.
    pub span: Span,
    /// What it does.
    pub kind: StepKind,
    /// `if`: skipped unless all hold.
    pub condition: Vec<Check>,
    /// Once per element.
    pub for_each: Option<Box<ForEach>>,
    /// Repeat until the checks hold.
    pub until: Option<Box<Until>>,
    /// Makes an unsafe request repeatable.
    pub idempotency_key: Option<Box<Spanned<IdempotencyKey>>>,
    /// `safe: true`: this POST only reads.
    pub safe: bool,
    /// What must hold.
    pub expect: Vec<Check>,
    /// What should hold.
    pub warn: Vec<Check>,
    /// `on_failure: continue`
    pub continue_on_failure: bool,
    /// What is taken from the answer.
    pub save: Vec<Save>,
    /// Registered when the request is sent; run last-in-first-out at the end of the test.
    pub cleanup: Vec<Step>,
}

/// What a step does.
#[derive(Clone, Debug, PartialEq)]
pub enum StepKind {
    /// Sends a request.
    Http(Box<HttpStep>),
    /// Runs a flow.
    Use(Box<FlowCall>),
    /// Runs steps as a group.
    Group(Vec<Step>),
    /// Checks variables.
    Check(Vec<Check>),
    /// Sets variables, in order.
    Set(Vec<(Spanned<String>, ValueTemplate)>),
    /// Does nothing for a while.
    Wait(Duration),
}

/// A request.
#[derive(Clone, Debug, PartialEq)]
pub struct HttpStep {
    /// In capitals.
    pub method: String,
    /// Absolute, `service://NAME/path`, relative to the suite's service, or beginning with a
    /// template that supplies scheme and host.
    pub url: Template,
    /// Added to the URL's query; a list repeats the key, null leaves it out.
    pub query: Vec<(Spanned<String>, ValueTemplate)>,
    /// Beside those of the jar.
    pub cookies: Vec<(Spanned<String>, Template)>,
    /// At most one.
    pub body: Option<Box<RequestBody>>,
    /// Headers, auth, timeout, … of this step.
    pub settings: Arc<Settings>,
}

impl HttpStep {
    /// Sending it twice is the same as sending it once (RFC 9110, section 9.2.2).
    pub fn is_idempotent(&self) -> bool {
        matches!(self.method.as_str(), "GET" | "HEAD" | "OPTIONS" | "TRACE" | "PUT" | "DELETE")
    }

    /// It only reads (RFC 9110, section 9.2.1).
    pub fn is_read(&self) -> bool {
        matches!(self.method.as_str(), "GET" | "HEAD" | "OPTIONS" | "TRACE")
    }
}

/// What is sent.
#[derive(Clone, Debug, PartialEq)]
pub enum RequestBody {
    /// `json`: any value.
    Json(ValueTemplate),
    /// `json_file`: a JSON file with templates in its texts, read at load.
    JsonFile {
        /// The file.
        file: DataFile,
        /// What it says.
        value: ValueTemplate,
    },
    /// `form`: URL-encoded.
    Form(Vec<(Spanned<String>, ValueTemplate)>),
    /// `multipart`: parts in order.
    Multipart(Vec<Part>),
    /// `graphql`: a POST with `query`, `variables`, `operationName`; adds the check "no errors".
    Graphql {
        /// The document.
        query: Template,
        /// Its variables.
        variables: Option<ValueTemplate>,
        /// Which operation of the document.
        operation: Option<Template>,
    },
    /// `xml`: with `content-type: application/xml`; values are escaped.
    Xml(Template),
    /// `text`
    Text(Template),
    /// `file`: bytes, no templates.
    File(DataFile),
}

/// A file beside the suite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFile {
    /// As written.
    pub written: String,
    /// Absolute.
    pub path: PathBuf,
    /// Where it is named.
    pub span: Span,
}

/// A part of a multipart body.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The form field.
    pub field: Spanned<String>,
    /// What it holds.
    pub content: PartContent,
    /// `type`: its content-type.
    pub content_type: Option<String>,
    /// `name`: its file name.
    pub file_name: Option<Template>,
}

/// What a part of a multipart body holds.
#[derive(Clone, Debug, PartialEq)]
pub enum PartContent {
    /// A file's bytes.
    File(DataFile),
    /// Text.
    Text(ValueTemplate),
    /// JSON.
    Json(ValueTemplate),
}

/// Once per element.
#[derive(Clone, Debug, PartialEq)]
pub struct ForEach {
    /// The variable that holds the element.
    pub name: Spanned<String>,
    /// A list, or a template that gives one.
    pub list: ValueTemplate,
    /// Where the list is written.
    pub span: Span,
}

/// Repeat until the checks hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Until {
    /// What is waited for.
    pub checks: Vec<Check>,
    /// A known bad state: give up at once when all of these hold.
    pub stop_when: Vec<Check>,
    /// From the end of a try to the beginning of the next; 1 s by default.
    pub every: Duration,
    /// No try begins later; 30 s by default.
    pub for_up_to: Duration,
    /// Where it is written.
    pub span: Span,
}

/// The value of `Idempotency-Key`.
#[derive(Clone, Debug, PartialEq)]
pub enum IdempotencyKey {
    /// A fresh one for each step of each run, whatever the seed.
    Auto,
    /// As written.
    Value(Template),
}

/// A value that is taken from an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Save {
    /// The variable.
    pub name: Spanned<String>,
    /// From where.
    pub from: Spanned<Subject>,
    /// The subject as written.
    pub text: String,
    /// Takes the first group, else the match, out of the text.
    pub regex: Option<Pattern>,
    /// Makes text a number, boolean or JSON value.
    pub cast: Option<Cast>,
    /// Never shown.
    pub secret: bool,
    /// When there is no value.
    pub default: Option<ValueTemplate>,
    /// The first element of a list.
    pub first: bool,
}

/// What text is made into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cast {
    /// `string`
    String,
    /// `number`
    Number,
    /// `boolean`
    Boolean,
    /// `json`
    Json,
}

/// `use`: runs a flow.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowCall {
    /// The flow's file.
    pub file: DataFile,
    /// Its inputs.
    pub with: Vec<(Spanned<String>, ValueTemplate)>,
    /// Which of its outputs become variables here.
    pub save: Vec<Spanned<String>>,
    /// The flow, once it has been read.
    pub flow: Option<Arc<crate::language::Suite>>,
}

impl FlowCall {
    /// The value given to an input, when there is one.
    pub fn given(&self, input: &str) -> Option<&ValueTemplate> {
        self.with.iter().find(|(name, _)| name.value == input).map(|(_, value)| value)
    }
}

/// An input's default or a literal: shorthand for fixed values.
impl From<Value> for ValueTemplate {
    fn from(value: Value) -> Self {
        Self::Fixed(value)
    }
}
