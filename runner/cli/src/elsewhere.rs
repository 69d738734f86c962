//! A service that is reached over its API: one on another machine.

use std::sync::Arc;
use std::time::Duration;

use runner_http::{Connect, CookieJar, Exchanged, Http, Request, RequestHeader};
use runner_model::Answer;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use thiserror::Error;
use url::Url;

use crate::exit::Exit;
use crate::outside::Outside;
use crate::say;

/// How large an answer may be, in bytes.
const MOST: u64 = 64 * 1024 * 1024;

/// So much of a reason is printed.
const REASON: usize = 300;

/// A service that is reached over its API.
#[derive(Clone)]
pub(crate) struct Elsewhere {
    base: Url,
    token: Option<RequestHeader>,
    http: Http,
}

/// It was not done.
#[derive(Debug, Error)]
pub(crate) enum Undone {
    /// No token, or not the right one.
    #[error("it wants a token with the scope `{scope}` in TRIPLINE_TOKEN")]
    NoToken {
        /// What the token must allow.
        scope: &'static str,
    },
    /// It says no.
    #[error("it answered {status}{reason}")]
    Refused {
        /// The status.
        status: u16,
        /// Its words, after a colon.
        reason: String,
    },
    /// Nothing, or nothing that makes sense, came back.
    #[error("{0}")]
    Unheard(String),
}

impl Elsewhere {
    /// The service at `server`, asked with the token in TRIPLINE_TOKEN.
    pub(crate) fn at(server: &str, outside: &Outside) -> Result<Self, Exit> {
        let base = Url::parse(server).ok();
        let base = base.filter(|url| matches!(url.scheme(), "http" | "https"));
        let Some(base) = base else {
            let help = "write it with `http://` or `https://`";
            say::error(format_args!("`{server}` is no URL of a service"), Some(help));
            return Err(Exit::Usage);
        };
        let token = outside.variables.get("TRIPLINE_TOKEN");
        let token = token
            .map(|token| RequestHeader::credential("authorization", format!("Bearer {token}")));
        Ok(Self { base, token, http: Http::new(Arc::clone(&outside.clock)) })
    }

    /// Where it is, for messages: without a password that may stand in the URL.
    pub(crate) fn shown(&self) -> String {
        let mut shown = self.base.clone();
        // What has no host has no user either.
        let _ = shown.set_password(None);
        let _ = shown.set_username("");
        shown.to_string().trim_end_matches('/').to_owned()
    }

    /// Reads something: `["api", "v1", "status"]`.
    pub(crate) async fn get<T: DeserializeOwned>(
        &self,
        path: &[&str],
        query: &[(String, String)],
    ) -> Result<T, Undone> {
        let url = self.url(path, query);
        let body = self.ask("GET", url, None, "read", Duration::ZERO).await?;
        read(&body)
    }

    /// Sends something and reads the answer, for which it may take `patience` longer than usual.
    pub(crate) async fn post<T: DeserializeOwned>(
        &self,
        path: &[&str],
        query: &[(String, String)],
        said: &impl Serialize,
        patience: Duration,
    ) -> Result<T, Undone> {
        let url = self.url(path, query);
        let body = self.ask("POST", url, Some(json(said)), "run", patience).await?;
        read(&body)
    }

    /// Sends something to which nothing is answered.
    pub(crate) async fn tell(
        &self,
        path: &[&str],
        said: Option<&impl Serialize>,
    ) -> Result<(), Undone> {
        let url = self.url(path, &[]);
        self.ask("POST", url, said.map(json), "run", Duration::ZERO).await.map(drop)
    }

    fn url(&self, path: &[&str], query: &[(String, String)]) -> Url {
        let mut url = self.base.clone();
        url.set_query(None);
        url.set_fragment(None);
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        url
    }

    async fn ask(
        &self,
        method: &str,
        url: Url,
        body: Option<String>,
        scope: &'static str,
        patience: Duration,
    ) -> Result<Vec<u8>, Undone> {
        let kind = RequestHeader::new("content-type", "application/json");
        let headers = self.token.iter().cloned().chain(body.is_some().then_some(kind));
        let request = Request {
            method: method.to_owned(),
            url,
            headers: headers.collect(),
            body: body.map(Into::into),
            timeout: Duration::from_secs(15) + patience,
            redirects: 0,
            max_body: MOST,
            decode: false,
            trace: None,
        };
        let sent = self.http.exchange(request, &Connect::default(), &CookieJar::new()).await;
        let Exchanged { exchange, body, .. } =
            sent.map_err(|unsent| Undone::Unheard(unsent.to_string()))?;
        match exchange.answer {
            Answer::Complete(response) => match response.status {
                200..=299 => Ok(body.to_vec()),
                401 | 403 => Err(Undone::NoToken { scope }),
                status => Err(Undone::Refused { status, reason: reason(&response.body.text) }),
            },
            Answer::Broken { error, .. } => Err(Undone::Unheard(error.message)),
        }
    }
}

fn json(said: &impl Serialize) -> String {
    serde_json::to_string(said).expect("what is sent has a JSON form")
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Undone> {
    serde_json::from_slice(body).map_err(|error| {
        Undone::Unheard(format!("its answer is not that of a service of this version: {error}"))
    })
}

/// What an answer that says no gives as its reason: the detail of a problem (RFC 9457), else the
/// first line of it. Nothing that a terminal would obey.
fn reason(body: &str) -> String {
    let problem: Option<Value> = serde_json::from_str(body).ok();
    let detail = problem
        .as_ref()
        .and_then(|problem| ["detail", "title"].iter().find_map(|key| problem.get(key)?.as_str()));
    let text = detail.or_else(|| body.trim().lines().next()).unwrap_or_default();
    let text: String = text.chars().filter(|c| !c.is_control()).take(REASON).collect();
    if text.is_empty() { text } else { format!(": {text}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_told_in_its_own_words() {
        let problem = r#"{"type":"about:blank","title":"Not Found","status":404,"detail":"there is no heartbeat `backup`"}"#;
        assert_eq!(reason(problem), ": there is no heartbeat `backup`");
        assert_eq!(reason(r#"{"title":"Not Found"}"#), ": Not Found");
        assert_eq!(reason("<html>\n<body>no"), ": <html>");
        assert_eq!(reason("a\u{1b}[2Jb"), ": a[2Jb");
        assert_eq!(reason(" \n"), "");
        assert_eq!(reason(&"x".repeat(1_000)).len(), REASON + 2);
    }
}
