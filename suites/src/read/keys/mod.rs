//! The one table of keys: what may stand where, what it holds, and what it means.
//!
//! The reader asks it which keys are known, required or not supported yet; the JSON Schema that
//! editors use is made of it. What is not in it is an error.
//!
//! Lives here: words. Lives elsewhere: what they make (`read`), how they look as a JSON Schema
//! (`schema`).

mod channel;
mod checks;
mod environment;
mod forms;
mod maintenance;
mod matchers;
mod monitor;
mod notify;
mod object;
mod objective;
mod project;
mod server;
mod settings;
mod step;
mod subjects;
mod suite;

pub(crate) use channel::{CHANNEL, EMAIL, PAGERDUTY, SLACK, SMTP, SMTP_ROUTE, WEBHOOK};
pub(crate) use checks::Place;
pub(crate) use environment::{ENDPOINT, ENVIRONMENT, SECRET};
pub(crate) use forms::Form;
pub(crate) use maintenance::MAINTENANCE;
pub(crate) use matchers::{MATCHERS, MatcherWord, OTHER_MATCHERS, Operand};
pub(crate) use monitor::{CONFIRM, HEARTBEAT, MONITOR, MONITOR_WHEN, RUN_TAGS};
pub(crate) use notify::{DIGEST, MESSAGES, NOTIFY_RULE, NOTIFY_WHEN, POLICY};
pub(crate) use object::{Key, Kind, Need, Object};
pub(crate) use objective::{ALERT_POLICY, AT_LEAST, BURN_RULE, NODE, NODE_KINDS, OBJECTIVE};
pub(crate) use project::{DEFAULTS, MASK, PROJECT, SERVICE, TRACE};
pub(crate) use server::{CONNECTIVITY, INFLUX, METRICS, RETENTION, SERVE, STATUS_PAGE};
pub(crate) use settings::{API_KEY, AUTH, BASIC, CONNECTION_KEYS, RETRY, TLS};
pub(crate) use step::{
    BODY_KEYS, GRAPHQL, HTTP_KEYS, KIND_KEYS, PART, REQUEST, SAVE, STEP, USE_KEYS,
};
pub(crate) use subjects::{Argument, OTHER_SUBJECTS, SUBJECTS, Shape, SubjectWord};
pub(crate) use suite::{INPUT, SUITE, TEST};
