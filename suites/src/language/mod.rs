//! What suites and project files say, as types.
//!
//! Everything in a file that was read without errors is here, with its place; templates, paths
//! and patterns are compiled. Nothing is filled in or looked up yet.

mod checks;
mod environment;
mod path;
mod project;
mod settings;
mod step;
mod suite;
mod template;
mod value;
mod words;

pub use checks::{
    Check, Comparison, Condition, Matcher, Moment, Order, Pattern, Schema, Subject, Unit, ValueType,
};
pub use environment::{
    Dimension, Endpoint, Environment, EnvironmentVar, MatrixEntry, SecretDeclaration, SecretSource,
};
pub use path::{JsonPath, PathHole};
pub use project::{MaskRules, Project, Service, Trace};
pub use settings::{
    Auth, CredentialPlace, HeaderSetting, HttpVersion, ProxySetting, Retry, Setting, Settings, Tls,
};
pub use step::{
    Cast, DataFile, FlowCall, ForEach, HttpStep, IdempotencyKey, Part, PartContent, RequestBody,
    Save, Step, StepKind, Until,
};
pub use suite::{Case, Cases, Input, InputType, Suite, Test, Var, Writes};
pub use template::{Expr, Helper, Key, Piece, Template, VarPath};
pub use value::ValueTemplate;
