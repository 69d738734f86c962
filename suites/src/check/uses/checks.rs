//! Variables in checks: in their subjects and in what they are compared with.

use std::borrow::Cow;

use super::Uses;
use crate::language::{Check, Condition, Key, Matcher, Moment, Subject, VarPath};
use crate::source::Span;

impl<'a> Uses<'a> {
    /// Checks that are judged: a variable they look at must be there.
    pub(in crate::check) fn checks(&mut self, checks: impl IntoIterator<Item = &'a Check>) {
        checks.into_iter().for_each(|check| self.check(check, only_asks_whether(check)));
    }

    /// Checks of an `if`: a variable that is not there means that they do not hold.
    pub(in crate::check) fn conditions(&mut self, checks: &'a [Check]) {
        checks.iter().for_each(|check| self.check(check, true));
    }

    fn check(&mut self, check: &'a Check, gentle: bool) {
        self.subject(&check.subject.value, check.subject.span, gentle);
        self.condition(&check.condition);
    }

    /// What a check or a save looks at.
    pub(in crate::check) fn subject(&mut self, subject: &'a Subject, span: Span, gentle: bool) {
        match subject {
            Subject::Json(path) => {
                for hole in &path.holes {
                    self.expr(&hole.expr.value, hole.expr.span, false);
                }
            }
            Subject::Var(path) => self.push(Cow::Borrowed(path), span, gentle),
            Subject::Tenant(name) => {
                let path = VarPath { root: "tenant".into(), rest: vec![Key::Name(name.clone())] };
                self.push(Cow::Owned(path), span, gentle);
            }
            Subject::Status
            | Subject::Time
            | Subject::Took
            | Subject::TimeToFirstByte
            | Subject::DnsTime
            | Subject::ConnectTime
            | Subject::TlsTime
            | Subject::Size
            | Subject::Url
            | Subject::Redirects
            | Subject::Protocol
            | Subject::Body
            | Subject::Header(_)
            | Subject::Cookie(_)
            | Subject::Css(_)
            | Subject::Regex(_)
            | Subject::RequestHeader(_)
            | Subject::RequestBody
            | Subject::RequestUrl
            | Subject::CertificateExpiresIn
            | Subject::CertificateIssuer
            | Subject::TlsVersion
            | Subject::Ip
            | Subject::Error
            | Subject::Environment => {}
        }
    }

    fn condition(&mut self, condition: &'a Condition) {
        condition.matchers.iter().for_each(|matcher| self.matcher(&matcher.value));
    }

    fn matcher(&mut self, matcher: &'a Matcher) {
        match matcher {
            Matcher::Is(value)
            | Matcher::Compare(_, value)
            | Matcher::Contains(value)
            | Matcher::StartsWith(value)
            | Matcher::EndsWith(value)
            | Matcher::Like(value) => self.value(value),
            Matcher::Between(two) | Matcher::CloseTo(two) => {
                self.value(&two.0);
                self.value(&two.1);
            }
            Matcher::OneOf(values) => values.iter().for_each(|value| self.value(value)),
            Matcher::Not(condition)
            | Matcher::Length(condition)
            | Matcher::Count(condition)
            | Matcher::Each(condition)
            | Matcher::Any(condition)
            | Matcher::NoneOf(condition) => self.condition(condition),
            Matcher::AnyOf(conditions) | Matcher::AllOf(conditions) => {
                conditions.iter().for_each(|condition| self.condition(condition));
            }
            Matcher::Before(Moment::At(time)) | Matcher::After(Moment::At(time)) => {
                self.template(time);
            }
            Matcher::Exists(_)
            | Matcher::Empty(_)
            | Matcher::Type(_)
            | Matcher::Matches(_)
            | Matcher::Unique(_)
            | Matcher::Sorted(_)
            | Matcher::Before(Moment::Now)
            | Matcher::After(Moment::Now)
            | Matcher::Within(_)
            | Matcher::Schema(_) => {}
        }
    }
}

/// It accepts absence: `exists` and `empty` ask for nothing else.
fn only_asks_whether(check: &Check) -> bool {
    check
        .condition
        .matchers
        .iter()
        .all(|matcher| matches!(matcher.value, Matcher::Exists(_) | Matcher::Empty(_)))
}
