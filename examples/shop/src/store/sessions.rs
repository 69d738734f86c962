//! Who is logged in.

use std::time::Duration;

use jiff::Timestamp;

use super::accounts::AccountId;
use super::bounded::Bounded;
use super::token::TokenMint;

/// A log-in that lasts until it ends or expires.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) account: AccountId,
    pub(crate) token: String,
    pub(crate) expires: Timestamp,
}

/// All sessions, by their token.
#[derive(Debug)]
pub(crate) struct Sessions {
    by_token: Bounded<String, Session>,
    mint: TokenMint,
}

impl Sessions {
    /// Nobody is logged in.
    pub(crate) fn new(limit: usize) -> Self {
        Self { by_token: Bounded::new(limit), mint: TokenMint::default() }
    }

    /// Logs an account in.
    pub(crate) fn open(&mut self, account: AccountId, now: Timestamp, lasts: Duration) -> Session {
        let token = self.mint.make("sess_");
        let expires = now.checked_add(lasts).unwrap_or(Timestamp::MAX);
        let session = Session { account, token: token.clone(), expires };
        self.by_token.insert(token, session.clone());
        session
    }

    /// The session of this token, unless it is over.
    pub(crate) fn find(&self, token: &str, now: Timestamp) -> Option<Session> {
        self.by_token.get(&token.to_owned()).filter(|session| now < session.expires).cloned()
    }

    /// Ends a session.
    pub(crate) fn close(&mut self, token: &str) {
        self.by_token.remove(&token.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Accounts;

    #[test]
    fn a_session_ends_when_it_expires_or_is_closed() {
        let account = Accounts::seeded(1).seeds()[0];
        let mut sessions = Sessions::new(10);
        let at = |second| Timestamp::from_second(second).unwrap();
        let token = sessions.open(account, at(0), Duration::from_secs(60)).token;
        assert!(sessions.find(&token, at(59)).is_some());
        assert!(sessions.find(&token, at(60)).is_none());
        sessions.close(&token);
        assert!(sessions.find(&token, at(0)).is_none());
    }
}
