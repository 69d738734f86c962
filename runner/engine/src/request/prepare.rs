//! The parts of a request, put together in the order in which they may use each other.

use std::time::Duration;

use bytes::Bytes;
use runner_http::{Connect, Request, RequestHeader};
use runner_model::TraceId;
use suites::{Auth, HttpStep, IdempotencyKey, Project, Retry, Spanned, Step, Suite};
use url::Url;

use super::pace::Pace;
use super::target::{Target, target};
use super::{Fault, Here, Levels, body, connect, credentials, encode_component, headers};
use crate::fill::{Filler, RequestFacts};
use crate::identity;

/// For one try, when no level says otherwise.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Decoded bytes of a body, when no level says otherwise.
const MAX_BODY: u64 = 10_000_000;

/// A request, ready to be sent as often as need be: a retry sends the identical one.
#[derive(Debug)]
pub(crate) struct Prepared<'a> {
    pub(crate) request: Request,
    pub(crate) connect: Connect,
    /// How it is repeated, unless that could do the work twice.
    pub(crate) retry: Option<&'a Retry>,
    /// How often its service may be asked.
    pub(crate) pace: Option<Pace>,
    pub(crate) notes: Vec<String>,
}

/// What a request is made of.
#[derive(Clone, Copy)]
pub(crate) struct Preparing<'a> {
    pub(crate) project: Option<&'a Project>,
    pub(crate) suite: &'a Suite,
    pub(crate) step: &'a Step,
    pub(crate) http: &'a HttpStep,
    pub(crate) filler: Filler<'a>,
}

impl<'a> Preparing<'a> {
    /// Fills the step in.
    ///
    /// # Errors
    /// A variable was never set, a file or secret is missing, or a value cannot stand where it
    /// is put.
    pub(crate) fn prepare(self) -> Result<Prepared<'a>, Fault> {
        let Target { url, endpoint, declared, notes } =
            target(self.http, self.suite, &self.filler)?;
        let levels = self.levels(endpoint.map(|e| &e.settings));
        let body = self.http.body.as_ref().map(|b| body::body(b, &self.filler)).transpose()?;
        let bytes = body.as_ref().map(|body| body.bytes.clone());
        let facts = self.facts(&url, bytes.as_ref());
        let filler = Filler { request: Some(&facts), ..self.filler };

        let mut lines = headers::inherited(&levels, declared, &filler)?;
        let auth = self.credentials(&levels, declared, &filler)?;
        let url = self.with_query(url, auth.query, &filler)?;
        if let Some(kind) = body.and_then(|body| body.content_type) {
            add_unless_given(&mut lines, "content-type", || kind);
        }
        if let Some(header) = auth.header.filter(|h| !levels.header_beats_auth(&h.name)) {
            lines.retain(|line| !line.name.eq_ignore_ascii_case(&header.name));
            lines.push(header);
        }
        lines.extend(headers::cookie(self.http, &filler)?);
        self.idempotency_key(&mut lines, &filler)?;
        let trace = self.trace(&mut lines);
        if let Some(agent) = levels.get(|s| &s.user_agent) {
            let agent = filler.above().text(agent).here(agent.span)?;
            add_unless_given(&mut lines, "user-agent", || agent);
        }
        let connect = connect::connect(&levels, &filler)?;
        let request = Request {
            method: self.http.method.clone(),
            url,
            headers: lines,
            body: bytes,
            timeout: levels.get(|s| &s.timeout).copied().unwrap_or(TIMEOUT),
            redirects: levels.get(|s| &s.follow_redirects).copied().unwrap_or(0),
            max_body: levels.get(|s| &s.max_body).copied().unwrap_or(MAX_BODY),
            decode: levels.get(|s| &s.compressed).copied().unwrap_or(true),
            trace,
        };
        let retry = levels.get(|s| &s.retry).filter(|_| self.may_repeat());
        Ok(Prepared { request, connect, retry, pace: endpoint.and_then(Pace::of), notes })
    }

    fn levels(&self, service: Option<&'a suites::Settings>) -> Levels<'a> {
        Levels {
            defaults: self.project.map(|project| &project.defaults),
            environment: self.filler.world.environment.as_ref().map(|e| &e.settings),
            service,
            suite: &self.suite.settings,
            step: &self.http.settings,
        }
    }

    /// Sending it twice cannot do the work twice.
    fn may_repeat(&self) -> bool {
        self.http.is_idempotent() || self.step.safe || self.step.idempotency_key.is_some()
    }

    fn facts(&self, url: &Url, body: Option<&Bytes>) -> RequestFacts {
        RequestFacts {
            method: self.http.method.clone(),
            path: url.path().to_owned(),
            body: String::from_utf8(body.map(|b| b.to_vec()).unwrap_or_default()).ok(),
        }
    }

    /// Credentials of suite, service and environment do not go to a host that came out of an
    /// answer; those of the step itself go where the step goes.
    fn credentials(
        &self,
        levels: &Levels<'a>,
        declared: bool,
        filler: &Filler<'_>,
    ) -> Result<credentials::Credentials, Fault> {
        let own = levels.is_own(|s| &s.auth);
        let auth: Option<&Spanned<Auth>> = levels.get(|s| &s.auth).filter(|_| own || declared);
        let filler = if own { *filler } else { filler.above() };
        auth.map(|auth| credentials::credentials(auth, &filler))
            .transpose()
            .map(Option::unwrap_or_default)
    }

    fn with_query(
        &self,
        mut url: Url,
        credential: Option<String>,
        filler: &Filler<'_>,
    ) -> Result<Url, Fault> {
        let pairs = body::pairs(&self.http.query, filler)?;
        let added = pairs
            .iter()
            .map(|(name, value)| format!("{}={}", encode_component(name), encode_component(value)));
        let written = url.query().filter(|query| !query.is_empty()).map(str::to_owned);
        let all: Vec<String> = written.into_iter().chain(added).chain(credential).collect();
        if !all.is_empty() {
            url.set_query(Some(&all.join("&")));
        }
        Ok(url)
    }

    fn idempotency_key(
        &self,
        lines: &mut Vec<RequestHeader>,
        filler: &Filler<'_>,
    ) -> Result<(), Fault> {
        let Some(key) = &self.step.idempotency_key else { return Ok(()) };
        let value = match &key.value {
            IdempotencyKey::Auto => identity::fresh_uuid(),
            IdempotencyKey::Value(template) => {
                let text = filler.text(template).here(template.span)?;
                headers::line("idempotency-key", text).here(key.span)?
            }
        };
        add_unless_given(lines, "idempotency-key", || value);
        Ok(())
    }

    /// W3C Trace Context: one trace per step, the same on each try.
    fn trace(&self, lines: &mut Vec<RequestHeader>) -> Option<TraceId> {
        let header = match self.project {
            Some(project) => project.trace.header.as_deref()?,
            None => "traceparent",
        };
        let (trace, span) = (identity::fresh_trace(), identity::fresh_span());
        add_unless_given(lines, header, || format!("00-{trace}-{span}-01"));
        let baggage = self.project.map(|p| p.trace.baggage.as_slice()).unwrap_or_default();
        if !baggage.is_empty() {
            let pairs =
                baggage.iter().map(|(key, value)| format!("{key}={}", encode_component(value)));
            let value = pairs.collect::<Vec<_>>().join(",");
            add_unless_given(lines, "baggage", || value);
        }
        Some(trace)
    }
}

fn add_unless_given(lines: &mut Vec<RequestHeader>, name: &str, value: impl FnOnce() -> String) {
    if !lines.iter().any(|line| line.name.eq_ignore_ascii_case(name)) {
        lines.push(RequestHeader::new(name, value()));
    }
}
