//! The one check language: `subject: value` and `subject: { matcher: value }`.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use regex::Regex;
use serde_json::Value;

use super::words::words;
use crate::language::{JsonPath, Template, ValueTemplate, VarPath};
use crate::source::{Span, Spanned};

/// A claim about an answer or a variable.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// What is looked at.
    pub subject: Spanned<Subject>,
    /// The subject as written: `header content-type`.
    pub text: String,
    /// What is claimed of it.
    pub condition: Condition,
}

/// What is claimed: all matchers must hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// At least one. A plain value is one [`Matcher::Is`].
    pub matchers: Vec<Spanned<Matcher>>,
    /// The whole claim, for the caret.
    pub span: Span,
}

/// What a check looks at.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// `status`
    Status,
    /// `time`: one exchange, the last try.
    Time,
    /// `took`: the whole step or test, tries and waits included.
    Took,
    /// `time_to_first_byte`
    TimeToFirstByte,
    /// `dns_time`
    DnsTime,
    /// `connect_time`
    ConnectTime,
    /// `tls_time`
    TlsTime,
    /// `size`: decoded bytes.
    Size,
    /// `url`: after redirects.
    Url,
    /// `redirects`: how many were followed.
    Redirects,
    /// `protocol`: `HTTP/1.1` or `HTTP/2`.
    Protocol,
    /// `body`: the decoded text.
    Body,
    /// `header NAME`: repeated lines joined with `, `. The name in lower case.
    Header(String),
    /// `cookie NAME`: set by this answer.
    Cookie(String),
    /// `$…`
    Json(JsonPath),
    /// `css SELECTOR`: the list of texts. Checked to be a selector.
    Css(String),
    /// `regex /…/`: the first group if there is one, else the match.
    Regex(Pattern),
    /// `request header NAME`: as sent. The name in lower case.
    RequestHeader(String),
    /// `request body`: as sent.
    RequestBody,
    /// `request url`: as sent.
    RequestUrl,
    /// `certificate_expires_in`
    CertificateExpiresIn,
    /// `certificate_issuer`
    CertificateIssuer,
    /// `tls_version`: `TLSv1.3`.
    TlsVersion,
    /// `ip`: the address that answered.
    Ip,
    /// `error`: `timeout`, `refused`, `dns`, `tls`, `reset`.
    Error,
    /// `var NAME`: a variable, or a place in one.
    Var(VarPath),
    /// `environment`: its name.
    Environment,
    /// `tenant NAME`: a value of the tenant.
    Tenant(String),
}

/// In what a subject is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Operands are written `500ms`; values are milliseconds.
    Duration,
    /// Operands are written `1MB`; values are bytes.
    Size,
}

impl Subject {
    /// In what it is counted, when it has a unit.
    pub fn unit(&self) -> Option<Unit> {
        match self {
            Self::Time
            | Self::Took
            | Self::TimeToFirstByte
            | Self::DnsTime
            | Self::ConnectTime
            | Self::TlsTime
            | Self::CertificateExpiresIn => Some(Unit::Duration),
            Self::Size => Some(Unit::Size),
            Self::Status
            | Self::Url
            | Self::Redirects
            | Self::Protocol
            | Self::Body
            | Self::Header(_)
            | Self::Cookie(_)
            | Self::Json(_)
            | Self::Css(_)
            | Self::Regex(_)
            | Self::RequestHeader(_)
            | Self::RequestBody
            | Self::RequestUrl
            | Self::CertificateIssuer
            | Self::TlsVersion
            | Self::Ip
            | Self::Error
            | Self::Var(_)
            | Self::Environment
            | Self::Tenant(_) => None,
        }
    }

    /// It is always a list, perhaps an empty one.
    pub fn is_list(&self) -> bool {
        matches!(self, Self::Css(_)) || matches!(self, Self::Json(path) if !path.singular)
    }
}

/// A regular expression, compiled.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// As written, without the slashes.
    pub source: String,
    /// Compiled once, at load.
    pub regex: Regex,
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

/// What a value is compared with, and how.
///
/// Operands of subjects with a [`Unit`] are numbers here when they were written as literals
/// (`500ms` is `500`); text that comes out of a template is read with its unit at run time.
/// For the subject `status`, an operand of the form `2xx` is a class, and `any` holds always.
#[derive(Clone, Debug, PartialEq)]
pub enum Matcher {
    /// Equal, and of the same type.
    Is(ValueTemplate),
    /// The condition does not hold. Absence fails it.
    Not(Condition),
    /// It is there, or is not.
    Exists(bool),
    /// Absent, `null`, `""`, `[]` or `{}`; or none of them.
    Empty(bool),
    /// It is of this type.
    Type(ValueType),
    /// A number (or duration, size) in this relation.
    Compare(Comparison, ValueTemplate),
    /// From the first to the second, both included.
    Between(Box<(ValueTemplate, ValueTemplate)>),
    /// At most the second away from the first.
    CloseTo(Box<(ValueTemplate, ValueTemplate)>),
    /// A substring of text, an element of a list, a key of a map.
    Contains(ValueTemplate),
    /// Text that begins so.
    StartsWith(ValueTemplate),
    /// Text that ends so.
    EndsWith(ValueTemplate),
    /// Text in which the expression is found.
    Matches(Pattern),
    /// Equal to one of them.
    OneOf(Vec<ValueTemplate>),
    /// The length in characters (text), elements (list) or keys (map).
    Length(Condition),
    /// How many elements.
    Count(Condition),
    /// Every element; fails on an empty list.
    Each(Condition),
    /// At least one element; fails on an empty list.
    Any(Condition),
    /// No element; holds on an empty list.
    NoneOf(Condition),
    /// No two elements are equal; or some are.
    Unique(bool),
    /// In this order.
    Sorted(Order),
    /// A time before this one.
    Before(Moment),
    /// A time after this one.
    After(Moment),
    /// At most so far from now, past or future.
    Within(Duration),
    /// At least these keys, lists element by element; `<uuid>` is a type.
    Like(ValueTemplate),
    /// Valid by a JSON Schema.
    Schema(Schema),
    /// At least one condition holds.
    AnyOf(Vec<Condition>),
    /// All conditions hold.
    AllOf(Vec<Condition>),
}

/// An order relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `over`
    Over,
    /// `under`
    Under,
    /// `at_least`
    AtLeast,
    /// `at_most`
    AtMost,
}

/// How a list is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// `ascending`
    Ascending,
    /// `descending`
    Descending,
}

/// A point in time to compare with.
#[derive(Clone, Debug, PartialEq)]
pub enum Moment {
    /// `now`: when the check is made.
    Now,
    /// RFC 3339, a date, or a template that gives one.
    At(Template),
}

/// A JSON Schema, read at load.
#[derive(Clone, Debug, PartialEq)]
pub struct Schema {
    /// The file as named in the suite.
    pub path: PathBuf,
    /// What it says.
    pub document: Arc<Value>,
}

words! {
    /// A type that `type:` and `like:` know.
    ValueType:
    String = "string",
    Number = "number",
    Integer = "integer",
    Boolean = "boolean",
    Array = "array",
    Object = "object",
    Null = "null",
    Uuid = "uuid",
    Email = "email",
    Url = "url",
    Date = "date",
    Datetime = "datetime",
    Ipv4 = "ipv4",
    Ipv6 = "ipv6",
    Jwt = "jwt",
}
