//! `tripline heartbeat`: a job reports that it has run.

use std::time::Duration;

use runner_http::{Connect, CookieJar, Http, Request, RequestHeader};
use runner_model::{Answer, HeartbeatName, Order, Wanted};
use runner_monitor::watch::Watch;
use serde_json::Value;
use url::Url;

use crate::args::service::HeartbeatArgs;
use crate::commands::run::execute;
use crate::exit::Exit;
use crate::outside::Outside;
use crate::{awake, kept, say};

/// So much of a reason is printed.
const REASON: usize = 300;

/// Reports to the service of this machine, or to one elsewhere.
pub(crate) fn heartbeat(args: &HeartbeatArgs, outside: &Outside) -> Exit {
    let name = match HeartbeatName::try_from(args.name.as_str()) {
        Ok(name) => name,
        Err(invalid) => {
            say::error(invalid, None);
            return Exit::Usage;
        }
    };
    if let Some(server) = &args.server {
        return elsewhere(server, &name, outside);
    }
    // Where the project is at hand, a slip of the finger is noticed; jobs may report from anywhere.
    if let Ok(watch) = Watch::read(&outside.current_dir) {
        let known: Vec<&str> =
            watch.project.heartbeats.iter().map(|job| job.name.value.as_str()).collect();
        if !known.contains(&name.as_str()) {
            let help = match known.as_slice() {
                [] => "the project has none: write them below `heartbeats`".to_owned(),
                known => format!("the project has {}", known.join(", ")),
            };
            say::error(format_args!("there is no heartbeat `{name}`"), Some(&help));
            return Exit::Usage;
        }
    }
    let order = Order {
        at: outside.clock.now(),
        by: kept::who(outside),
        wanted: Wanted::Beat { heartbeat: name },
    };
    kept::with_store(&args.store, outside, |store| async move {
        kept::done(store.orders().offer(&order).await, "reported")
    })
}

fn elsewhere(server: &str, name: &HeartbeatName, outside: &Outside) -> Exit {
    let url = Url::parse(server).and_then(|url| url.join(&format!("/api/v1/heartbeats/{name}")));
    let url = match url {
        Ok(url) if matches!(url.scheme(), "http" | "https") => url,
        Ok(_) | Err(_) => {
            let help = "write it with `http://` or `https://`";
            say::error(format_args!("`{server}` is no URL of a service"), Some(help));
            return Exit::Usage;
        }
    };
    let token = outside.variables.get("TRIPLINE_TOKEN");
    let headers =
        token.map(|token| RequestHeader::credential("authorization", format!("Bearer {token}")));
    let request = Request {
        method: "POST".to_owned(),
        url,
        headers: headers.into_iter().collect(),
        body: None,
        timeout: Duration::from_secs(10),
        redirects: 0,
        max_body: 64 * 1024,
        decode: false,
        trace: None,
    };
    let runtime = match execute::runtime() {
        Ok(runtime) => runtime,
        Err(exit) => return exit,
    };
    let http = Http::new(outside.clock.clone());
    let sent = awake::block_on(&runtime, async {
        http.exchange(request, &Connect::default(), &CookieJar::new()).await
    });
    let cause = match sent.map(|exchanged| exchanged.exchange.answer) {
        Ok(Answer::Complete(response)) if (200..300).contains(&response.status) => {
            say::out("reported");
            return Exit::Passed;
        }
        Ok(Answer::Complete(response)) if response.status == 401 => {
            "it wants a token with the scope `run` in TRIPLINE_TOKEN".to_owned()
        }
        Ok(Answer::Complete(response)) => {
            format!("it answered {}{}", response.status, reason(&response.body.text))
        }
        Ok(Answer::Broken { error, .. }) => error.message,
        Err(unsent) => unsent.to_string(),
    };
    say::error(format_args!("the service at {server} was not told: {cause}"), None);
    Exit::Unknown
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
