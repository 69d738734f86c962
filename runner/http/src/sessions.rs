//! TLS sessions that are taken up again, and the moment at which a handshake begins.

use rustls::NamedGroup;
use rustls::client::{
    ClientSessionMemoryCache, ClientSessionStore, Tls12ClientSessionValue, Tls13ClientSessionValue,
};
use rustls::pki_types::ServerName;

use crate::phases::Recorder;

/// How many servers' sessions are remembered.
const SERVERS: usize = 256;

/// A session store that is asked as the first message of a handshake is written: that moment is
/// the border between TCP and TLS.
#[derive(Debug)]
pub(crate) struct Sessions {
    remembered: ClientSessionMemoryCache,
    /// Otherwise every handshake is a full one.
    resume: bool,
}

impl Sessions {
    /// Remembers sessions, and takes them up again when `resume` says so.
    pub(crate) fn new(resume: bool) -> Self {
        Self { remembered: ClientSessionMemoryCache::new(SERVERS), resume }
    }
}

impl ClientSessionStore for Sessions {
    fn set_kx_hint(&self, server: ServerName<'static>, group: NamedGroup) {
        self.remembered.set_kx_hint(server, group);
    }

    fn kx_hint(&self, server: &ServerName<'_>) -> Option<NamedGroup> {
        self.remembered.kx_hint(server)
    }

    fn set_tls12_session(&self, server: ServerName<'static>, session: Tls12ClientSessionValue) {
        if self.resume {
            self.remembered.set_tls12_session(server, session);
        }
    }

    fn tls12_session(&self, server: &ServerName<'_>) -> Option<Tls12ClientSessionValue> {
        handshake_begins();
        self.remembered.tls12_session(server)
    }

    fn remove_tls12_session(&self, server: &ServerName<'static>) {
        self.remembered.remove_tls12_session(server);
    }

    fn insert_tls13_ticket(&self, server: ServerName<'static>, ticket: Tls13ClientSessionValue) {
        if self.resume {
            self.remembered.insert_tls13_ticket(server, ticket);
        }
    }

    fn take_tls13_ticket(&self, server: &ServerName<'static>) -> Option<Tls13ClientSessionValue> {
        handshake_begins();
        self.remembered.take_tls13_ticket(server)
    }
}

fn handshake_begins() {
    if let Some(recorder) = Recorder::current() {
        recorder.securing();
    }
}
