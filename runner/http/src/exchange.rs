//! One exchange, from the request to the last byte of the last answer.

use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use runner_model::{AddressRange, Answer, Clock, Exchange, Hop, Phase, TransportErrorKind};

use crate::cause::told;
use crate::client::Clients;
use crate::deadline::Deadline;
use crate::guard::Guard;
use crate::hop::{Ending, Landing, Trip};
use crate::outgoing::Outgoing;
use crate::redirect::Leash;
use crate::{Connect, CookieJar, Request, Unsent};

/// Sends requests. Cheap to clone; clones share connections.
///
/// Connections are kept per distinct [`Connect`]; CA certificates are loaded when the first
/// `https` request needs them, and once.
#[derive(Clone)]
pub struct Http {
    clock: Arc<dyn Clock>,
    clients: Arc<Clients>,
}

/// What an exchange leaves: its record, and what the record does not hold.
#[derive(Clone, Debug)]
pub struct Exchanged {
    /// To be shown and stored.
    pub exchange: Exchange,
    /// The answer's whole body, decoded; as far as it came when it broke off.
    pub body: Bytes,
    /// Names and values of the cookies that the final answer set, in its order.
    pub cookies: Vec<(String, String)>,
}

impl Http {
    /// Nothing is opened or loaded yet. `clock` tells when an exchange began.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, clients: Arc::default() }
    }

    /// The same for what runs unattended: link-local addresses and those at which clouds hand out
    /// credentials are not asked, whatever name or redirect leads there, unless they are among
    /// `allowed`. A request to one cannot be sent ([`Unsent`]).
    pub fn guarded(clock: Arc<dyn Clock>, allowed: Vec<AddressRange>) -> Self {
        let guard = Guard::closed_but_for(allowed);
        Self { clock, clients: Arc::new(Clients::guarded(guard)) }
    }

    /// Allows these addresses from here on, and no others, where it is guarded.
    pub fn allow(&self, ranges: Vec<AddressRange>) {
        self.clients.guard.allow(ranges);
    }

    /// Carries one exchange out: the request, the redirects it may follow, the whole answer.
    /// Cookies come out of `jar` and go into it. Whatever goes wrong is an answer of the exchange
    /// ([`Answer::Broken`]).
    ///
    /// An idempotent request that fails because a connection kept open from before turns out to
    /// be closed is sent once more, over a new one. Nothing else is ever sent twice.
    ///
    /// # Errors
    ///
    /// When the request cannot be sent because of what it is or how it is to be sent.
    pub async fn exchange(
        &self,
        request: Request,
        connect: &Connect,
        jar: &CookieJar,
    ) -> Result<Exchanged, Unsent> {
        let (at, began) = (self.clock.now(), Instant::now());
        let mut hops = Vec::new();
        let leash = Leash { limit: request.redirects, used: 0 };
        let trip = Trip {
            clients: &self.clients,
            jar,
            deadline: Deadline::after(request.timeout),
            max_body: request.max_body,
            decode: request.decode,
        };
        let outgoing = Outgoing::first(request, connect)?;
        let landing = follow(&trip, outgoing, leash, &mut hops).await?;
        let Landing { sent, timings, answer } = landing;
        let (answer, body, cookies) = match answer {
            Ok(arrived) => {
                let response = arrived.response;
                let answer = match arrived.ending {
                    Ending::Whole | Ending::Onward(_) => Answer::Complete(response),
                    Ending::Broken(error) => {
                        Answer::Broken { head: Some(Box::new(response)), error }
                    }
                };
                (answer, arrived.body, arrived.cookies)
            }
            Err(error) => (Answer::Broken { head: None, error }, Bytes::new(), Vec::new()),
        };
        let took = began.elapsed();
        Ok(Exchanged {
            exchange: Exchange { at, request: sent, answer, timings, hops, took },
            body,
            cookies,
        })
    }
}

/// Goes from redirect to redirect. The last landing is the answer.
async fn follow(
    trip: &Trip<'_>,
    mut outgoing: Outgoing,
    mut leash: Leash,
    hops: &mut Vec<Hop>,
) -> Result<Landing, Unsent> {
    loop {
        let landing = match trip.hop(&outgoing, leash).await {
            Ok(landing) => landing,
            Err(unsent) if hops.is_empty() => return Err(unsent),
            // Where a redirect leads is the server's choice.
            Err(unsent) => {
                let message = format!("the redirect cannot be followed: {unsent}");
                let error = told(TransportErrorKind::Redirect, Phase::Send, message);
                return Ok(Landing::unsent(&outgoing, error));
            }
        };
        let onward = match &landing.answer {
            Ok(arrived) => match &arrived.ending {
                Ending::Onward(url) => Some((arrived.status, url.clone())),
                Ending::Whole | Ending::Broken(_) => None,
            },
            Err(_) => None,
        };
        let Some((status, url)) = onward else { return Ok(landing) };
        hops.push(Hop { url: landing.sent.url, status: status.as_u16(), timings: landing.timings });
        leash.used += 1;
        outgoing = outgoing.redirected(status, url);
    }
}
