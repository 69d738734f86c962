//! What a subject is: how the answer came, what it says.

use std::time::Duration;

use runner_model::{Answer, Certificate, Exchange, Header, Response};
use suites::{Spanned, Subject};

use super::Facts;
use super::found::{BodyText, Found, Lack};
use super::misfit::listed;
use super::words::Words;
use super::{body, moment, variable};
use crate::request::Fault;

/// Looks a subject up.
pub(super) fn find<'f>(
    subject: &'f Spanned<Subject>,
    facts: &'f Facts<'_>,
) -> Result<Found<'f>, Fault> {
    if let Subject::Took = subject.value {
        return Ok(duration(facts.took));
    }
    if let Subject::Var(path) = &subject.value {
        return variable::find(path, facts, subject.span);
    }
    if let Subject::Tenant(name) = &subject.value {
        return variable::of_tenant(name, facts, subject.span);
    }
    if let Subject::Environment = subject.value {
        return Ok(match facts.filler.world.environment_name() {
            Some(name) => Found::text(name),
            None => absent("this run has no environment"),
        });
    }
    let Some(exchange) = facts.exchange else {
        let lack = Lack { got: "nothing".to_owned(), hint: Some("no request was sent".to_owned()) };
        return Ok(Found::Unreadable(lack));
    };
    let asks_for_error = matches!(subject.value, Subject::Error);
    match &exchange.answer {
        Answer::Complete(response) if asks_for_error => {
            Ok(absent(format!("there was an answer: {}", response.status)))
        }
        Answer::Complete(response) => of_answer(&subject.value, exchange, response, facts),
        Answer::Broken { error, .. } if asks_for_error => Ok(Found::text(error.kind.as_str())),
        Answer::Broken { error, .. } => {
            let got = format!("no answer: {}", error.message);
            Ok(Found::Unreadable(Lack { got, hint: None }))
        }
    }
}

/// How values of this subject are spoken of.
pub(super) fn words<'f>(subject: &Subject, facts: &'f Facts<'_>) -> Words<'f> {
    let masker = &*facts.filler.world.masker;
    let mut hidden = matches!(subject, Subject::Cookie(_)) && masker.hides_header("set-cookie");
    if let Subject::Header(name) | Subject::RequestHeader(name) = subject {
        hidden = masker.hides_header(name);
    }
    Words { masker, hidden }
}

fn of_answer<'f>(
    subject: &'f Subject,
    exchange: &'f Exchange,
    response: &'f Response,
    facts: &'f Facts<'_>,
) -> Result<Found<'f>, Fault> {
    let connection = &response.connection;
    Ok(match subject {
        Subject::Status => Found::number(response.status),
        Subject::Time => duration(exchange.took),
        Subject::TimeToFirstByte => duration(exchange.timings.before_first_byte()),
        Subject::DnsTime => phase(exchange.timings.dns, response, "no name was looked up"),
        Subject::ConnectTime => {
            phase(exchange.timings.connect, response, "no connection was opened")
        }
        Subject::TlsTime => phase(exchange.timings.tls, response, "the answer came without TLS"),
        Subject::Size => Found::number(facts.body.len()),
        Subject::Url => Found::text(&*exchange.request.url),
        Subject::Redirects => Found::number(exchange.hops.len()),
        Subject::Protocol => Found::text(&*response.protocol),
        Subject::Body => body::of(facts.body, &facts.json),
        Subject::Header(name) => header(name, &response.headers, "the answer"),
        Subject::Cookie(name) => cookie(name, facts),
        Subject::Json(path) => body::at_path(path, facts)?,
        Subject::Css(selector) => body::selected(selector, facts)?,
        Subject::Regex(pattern) => body::matched(pattern, facts),
        Subject::RequestHeader(name) => header(name, &exchange.request.headers, "the request"),
        Subject::RequestBody => body::of(facts.sent, &facts.sent_json),
        Subject::RequestUrl => match exchange.hops.first() {
            Some(first) => Found::text(&*first.url),
            None => Found::text(&*exchange.request.url),
        },
        Subject::CertificateExpiresIn => certificate(response, |certificate| {
            Found::number(moment::millis_until(certificate.not_after, facts.filler.now))
        }),
        Subject::CertificateIssuer => {
            certificate(response, |certificate| Found::text(&*certificate.issuer))
        }
        Subject::TlsVersion => match &connection.tls_version {
            Some(version) => Found::text(&**version),
            None => absent("the answer came without TLS"),
        },
        Subject::Ip => match connection.remote {
            Some(remote) => Found::text(remote.ip().to_string()),
            None => absent("the address that answered is not known"),
        },
        Subject::Took
        | Subject::Error
        | Subject::Var(_)
        | Subject::Environment
        | Subject::Tenant(_) => absent("this is known without an answer"),
    })
}

fn absent<'f>(hint: impl Into<String>) -> Found<'f> {
    Found::Absent(Lack::nothing(hint))
}

fn duration<'f>(length: Duration) -> Found<'f> {
    Found::number(moment::millis(length))
}

/// A phase that did not happen did not take zero time.
fn phase<'f>(length: Option<Duration>, response: &Response, otherwise: &str) -> Found<'f> {
    match length {
        Some(length) => duration(length),
        None if response.connection.reused => {
            absent("the connection was open already; `connection: new` opens one every time")
        }
        None => absent(otherwise),
    }
}

fn header<'f>(name: &str, headers: &[Header], whose: &str) -> Found<'f> {
    let named = |header: &&Header| header.name.eq_ignore_ascii_case(name);
    let values: Vec<&str> =
        headers.iter().filter(named).map(|header| header.value.as_str()).collect();
    if !values.is_empty() {
        return Found::text(values.join(", "));
    }
    let mut names: Vec<&str> = headers.iter().map(|header| header.name.as_str()).collect();
    names.dedup();
    absent(match names.as_slice() {
        [] => format!("{whose} has no headers"),
        [only] => format!("the only header of {whose} is {only}"),
        names => format!("the headers of {whose} are {}", listed(names)),
    })
}

fn cookie<'f>(name: &str, facts: &'f Facts<'_>) -> Found<'f> {
    // Set twice, the last counts, as in a jar.
    if let Some((_, value)) = facts.cookies.iter().rev().find(|(set, _)| set == name) {
        return Found::text(&**value);
    }
    let names: Vec<&str> = facts.cookies.iter().map(|(name, _)| name.as_str()).collect();
    absent(match names.as_slice() {
        [] => "the answer sets no cookies".to_owned(),
        [only] => format!("the only cookie that the answer sets is {only}"),
        names => format!("the answer sets the cookies {}", listed(names)),
    })
}

fn certificate<'f>(response: &Response, of: impl FnOnce(&Certificate) -> Found<'f>) -> Found<'f> {
    match &response.connection.certificate {
        Some(certificate) => of(certificate),
        None if response.connection.tls_version.is_some() => {
            absent("the server's certificate is not known")
        }
        None => absent("the answer came without TLS"),
    }
}

impl Facts<'_> {
    /// The response body, if it is text.
    pub(super) fn body_text(&self) -> Result<BodyText<'_>, Lack> {
        body::text(self.body, &self.json)
    }
}
