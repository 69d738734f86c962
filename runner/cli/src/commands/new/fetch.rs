//! One GET, as a suite would send it.

use std::time::Duration;

use runner_http::{Connect, CookieJar, Http, Request, RequestHeader};
use runner_model::{Answer, Exchange, Response, TransportErrorKind, human};

use super::address::Address;
use crate::awake;
use crate::commands::run::execute;
use crate::exit::Exit;
use crate::outside::Outside;
use crate::say;

/// As a step has it when it says nothing.
const TIMEOUT: Duration = Duration::from_secs(10);
/// How far redirects are followed.
const REDIRECTS: u32 = 5;
/// As a step has it when it says nothing.
const MAX_BODY: u64 = 10_000_000;

/// An answer.
pub(super) struct Fetched {
    pub(super) response: Response,
    /// Whole and decoded.
    pub(super) body: Vec<u8>,
    /// Redirects included.
    pub(super) took: Duration,
    /// How many redirects led there.
    pub(super) redirects: usize,
    /// What answered in the end, without its query.
    pub(super) landed: String,
}

/// Fetches it once. Says where redirects lead, and what is wrong when there is no answer.
pub(super) fn fetch(address: &Address, outside: &Outside) -> Result<Fetched, Exit> {
    let http = Http::new(outside.clock.clone());
    let runtime = execute::runtime()?;
    let exchanged = awake::block_on(&runtime, async {
        http.exchange(request(address), &Connect::default(), &CookieJar::new()).await
    });
    // A server that never stops talking must not keep us here.
    runtime.shutdown_background();
    let exchanged = match exchanged {
        Ok(exchanged) => exchanged,
        Err(unsent) => {
            say::error(format_args!("{}", address.masker.mask(&unsent.to_string())), None);
            return Err(Exit::Unknown);
        }
    };
    let exchange = exchanged.exchange;
    match exchange.answer.clone() {
        Answer::Complete(response) => {
            let fetched = Fetched {
                response,
                body: exchanged.body.to_vec(),
                took: exchange.took,
                redirects: exchange.hops.len(),
                landed: without_query(&exchange.request.url),
            };
            tell(address, &exchange, &fetched);
            Ok(fetched)
        }
        Answer::Broken { error, .. } => {
            let message = address.masker.mask(&error.message);
            say::error(
                format_args!("no answer ({}): {message}", error.phase),
                help(address, error.kind),
            );
            Err(Exit::Failed)
        }
    }
}

fn request(address: &Address) -> Request {
    let mut url = address.url.clone();
    if let Some(basic) = &address.basic {
        url.set_username(&basic.username).expect("an http URL may have one");
        url.set_password(Some(&basic.password)).expect("an http URL may have one");
    }
    Request {
        method: "GET".to_owned(),
        url,
        headers: Vec::<RequestHeader>::new(),
        body: None,
        timeout: TIMEOUT,
        redirects: REDIRECTS,
        max_body: MAX_BODY,
        decode: true,
        trace: None,
    }
}

fn tell(address: &Address, exchange: &Exchange, fetched: &Fetched) {
    let arrow = if fetched.redirects == 0 {
        String::new()
    } else {
        let redirects = human::count(fetched.redirects, "redirect");
        format!(", after {redirects} to {}", address.masker.mask(&fetched.landed))
    };
    let (written, status) = (&address.written, fetched.response.status);
    say::err(format_args!(
        "GET {written} answered {status} in {}{arrow}",
        human::duration(exchange.took)
    ));
}

fn help(address: &Address, kind: TransportErrorKind) -> Option<&'static str> {
    match kind {
        TransportErrorKind::Tls | TransportErrorKind::Protocol if address.guessed => {
            Some("if it speaks no TLS, write `http://`")
        }
        TransportErrorKind::Refused | TransportErrorKind::Timeout if address.guessed => {
            Some("look at host and port, and write `http://` or `https://` if the other was meant")
        }
        TransportErrorKind::Dns => Some("look at the host name"),
        TransportErrorKind::Refused => Some("look at host and port: is it running?"),
        TransportErrorKind::TooLarge => Some("a suite can set `max_body`; write it by hand"),
        TransportErrorKind::Timeout
        | TransportErrorKind::Tls
        | TransportErrorKind::Reset
        | TransportErrorKind::Protocol
        | TransportErrorKind::Redirect => None,
    }
}

fn without_query(url: &str) -> String {
    url.split(['?', '#']).next().unwrap_or_default().to_owned()
}
