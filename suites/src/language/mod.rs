//! What suites and project files say, as types.
//!
//! Everything in a file that was read without errors is here, with its place; templates, paths
//! and patterns are compiled. Nothing is filled in or looked up yet.

mod channel;
mod checks;
mod composition;
mod connectivity;
mod environment;
mod heartbeat;
mod hours;
mod maintenance;
mod metrics;
mod monitor;
mod notify;
mod objective;
mod path;
mod project;
mod retention;
mod schedule;
mod serve;
mod settings;
mod status_page;
mod step;
mod suite;
mod template;
mod value;
mod words;

pub use channel::{Channel, ChannelKind, Slack, Smtp, SmtpLogin, SmtpRoute, SmtpTls, Webhook};
pub use checks::{
    Check, Comparison, Condition, Matcher, Moment, Order, Pattern, Schema, Subject, Unit, ValueType,
};
pub use composition::{Composition, CompositionKind, CompositionNode};
pub use connectivity::{Connectivity, Reference};
pub use environment::{
    Dimension, Endpoint, Environment, EnvironmentVar, MatrixEntry, SecretDeclaration, SecretSource,
};
pub use heartbeat::Heartbeat;
pub use hours::{Hours, HoursSpan};
pub use maintenance::{Maintenance, MaintenanceWhen};
pub use metrics::{Influx, InfluxInto, Metrics};
pub use monitor::{Confirm, IfStillRunning, Monitor, MonitorRef, RunTarget, RunsOf};
pub use notify::{
    DigestRule, GroupBy, MessageKind, MessageTemplate, Notify, NotifyOn, NotifyRule, Policy,
    WhileDependencyDown,
};
pub use objective::{AlertPolicy, Budgeting, BurnAlert, BurnRule, Measure, Objective, Window};
pub use path::{JsonPath, PathHole};
pub use project::{MaskRules, Project, Service, Trace};
pub use retention::{Keep, Retention};
pub use schedule::{Cron, When};
pub use serve::Serve;
pub use settings::{
    Auth, CredentialPlace, HeaderSetting, HttpVersion, ProxySetting, Retry, Setting, Settings, Tls,
};
pub use status_page::{Publish, StatusComponent, StatusPage};
pub use step::{
    Cast, DataFile, FlowCall, ForEach, HttpStep, IdempotencyKey, Part, PartContent, RequestBody,
    Save, Step, StepKind, Until,
};
pub use suite::{Case, Cases, Input, InputType, Suite, Test, Var, Writes};
pub use template::{Expr, Helper, Key, Piece, Template, VarPath};
pub use value::ValueTemplate;
