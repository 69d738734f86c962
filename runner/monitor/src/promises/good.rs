//! What is good beside not having failed: `good_when` of an objective, as far as it can be told
//! from what is kept of every run.

use std::time::Duration;

use runner_model::{Ratio, SeriesRun, StepMark};
use suites::{Check, Span, Subject};

use super::claim::Claim;

/// The checks of `good_when`, made ready. Nothing has to hold when there is none.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct GoodWhen(Vec<(Measurand, Claim)>);

/// A check of `good_when` about what is not kept of every run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NotKept {
    /// As written: `$.items`.
    pub(super) text: String,
    pub(super) span: Span,
}

/// A number that is kept of every run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Measurand {
    Status,
    /// Of the exchange.
    Time,
    /// Of the step or test, tries and waits included.
    Took,
    TimeToFirstByte,
    DnsTime,
    ConnectTime,
    TlsTime,
}

impl GoodWhen {
    /// Of the checks of an objective.
    pub(super) fn of(checks: &[Check]) -> Result<Self, NotKept> {
        let ready = checks.iter().map(|check| {
            let measured = Measurand::of(&check.subject.value).zip(Claim::of(&check.condition));
            measured.ok_or_else(|| NotKept { text: check.text.clone(), span: check.subject.span })
        });
        ready.collect::<Result<_, _>>().map(Self)
    }

    /// Whether all hold for a step; a number that is not there fails its check.
    pub(super) fn holds_for_step(&self, mark: &StepMark) -> bool {
        self.holds(|measurand| measurand.of_step(mark))
    }

    /// Whether all hold for a whole run, of which only the time it took is looked at.
    pub(super) fn holds_for_run(&self, run: &SeriesRun) -> bool {
        self.holds(|measurand| match measurand {
            Measurand::Took => Some(millis(run.took)),
            Measurand::Status
            | Measurand::Time
            | Measurand::TimeToFirstByte
            | Measurand::DnsTime
            | Measurand::ConnectTime
            | Measurand::TlsTime => None,
        })
    }

    fn holds(&self, number: impl Fn(Measurand) -> Option<Ratio>) -> bool {
        self.0
            .iter()
            .all(|(measurand, claim)| number(*measurand).is_some_and(|number| claim.holds(number)))
    }
}

impl Measurand {
    fn of(subject: &Subject) -> Option<Self> {
        match subject {
            Subject::Status => Some(Self::Status),
            Subject::Time => Some(Self::Time),
            Subject::Took => Some(Self::Took),
            Subject::TimeToFirstByte => Some(Self::TimeToFirstByte),
            Subject::DnsTime => Some(Self::DnsTime),
            Subject::ConnectTime => Some(Self::ConnectTime),
            Subject::TlsTime => Some(Self::TlsTime),
            Subject::Size
            | Subject::Url
            | Subject::Redirects
            | Subject::Protocol
            | Subject::Body
            | Subject::Header(_)
            | Subject::Cookie(_)
            | Subject::Json(_)
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
            | Subject::Var(_)
            | Subject::Environment
            | Subject::Tenant(_) => None,
        }
    }

    fn of_step(self, mark: &StepMark) -> Option<Ratio> {
        let timings = mark.timings.as_ref();
        match self {
            Self::Status => Ratio::new(mark.status?.into(), 1).ok(),
            Self::Took => Some(millis(mark.took)),
            Self::Time => timings.map(|timings| millis(timings.total())),
            Self::TimeToFirstByte => timings.map(|timings| millis(timings.before_first_byte())),
            Self::DnsTime => timings?.dns.map(millis),
            Self::ConnectTime => timings?.connect.map(millis),
            Self::TlsTime => timings?.tls.map(millis),
        }
    }
}

/// In milliseconds, as operands are; kept to the microsecond.
fn millis(duration: Duration) -> Ratio {
    let micros = u64::try_from(duration.as_micros()).unwrap_or(u64::MAX);
    Ratio::new(micros, 1_000).expect("a thousand is not zero")
}
