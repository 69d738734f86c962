//! Running out of time: how far it had come, and what was missing.

use std::time::{Duration, Instant};

use runner_model::{Phase, TransportError, TransportErrorKind, human};

use crate::cause::Scene;

impl Scene<'_> {
    /// Time ran out at `now` before there was an answer.
    pub(crate) fn late(&self, timeout: Duration, now: Instant) -> TransportError {
        let (within, server) = (human::duration(timeout), self.server());
        let phase = self.phase();
        let timings = self.marks.timings(self.opened, None, now);
        let message = match phase {
            Phase::Dns => {
                let host = self.outgoing.url.host_str().unwrap_or_default();
                format!("no address for `{host}` within {within}: the name server did not answer")
            }
            Phase::Connect => format!(
                "no connection to {} within {within}: waited {} for it to be accepted",
                self.target(),
                human::duration(timings.connect.unwrap_or_default())
            ),
            Phase::Tls => format!(
                "no TLS connection to {server} within {within}: {}, then waited {} for the handshake",
                self.reached(now),
                human::duration(timings.tls.unwrap_or_default())
            ),
            Phase::Send => format!(
                "the request could not be sent within {within}: {}, then {server} took {} of {} bytes",
                self.reached(now),
                self.marks.sent_bytes,
                self.outgoing.body_size()
            ),
            Phase::Wait | Phase::Receive => format!(
                "no answer within {within}: {}, then waited {} for the first byte",
                self.reached(now),
                human::duration(timings.wait)
            ),
        };
        TransportError { kind: TransportErrorKind::Timeout, phase, message }
    }

    /// Time ran out after `received` bytes of a body, of `promised`, the last of them `silent` ago.
    pub(crate) fn late_body(
        &self,
        timeout: Duration,
        received: u64,
        promised: Option<u64>,
        silent: Duration,
    ) -> TransportError {
        let of = promised.map_or_else(String::new, |promised| format!(" of {promised}"));
        let message = format!(
            "the answer of {} did not end within {}: {received}{of} bytes of the body came, then nothing for {}",
            self.server(),
            human::duration(timeout),
            human::duration(silent)
        );
        TransportError { kind: TransportErrorKind::Timeout, phase: Phase::Receive, message }
    }

    /// How the connection came to be.
    fn reached(&self, now: Instant) -> String {
        let server = self.server();
        if !self.opened {
            return format!("shared a connection to {server} with an earlier request");
        }
        let timings = self.marks.connection(true, now);
        let took: Duration = [timings.dns, timings.connect].into_iter().flatten().sum();
        let there = match (self.marks.ends, &self.outgoing.connect.proxy) {
            (_, Some(proxy)) => format!("the proxy {}", proxy.address()),
            (Some((_, theirs)), None) => theirs.to_string(),
            (None, None) => server,
        };
        format!("connected to {there} in {}", human::duration(took))
    }
}
