//! What shows that a form was sent from one of our pages.

use runner_model::Secret;
use sha2::{Digest as _, Sha256};

use super::fresh::hex;

/// What shows that a form was sent from one of our pages: made of what only the browser's cookie
/// and we know, so that nobody who merely has a link clicked can know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FormToken(String);

impl FormToken {
    /// The field that holds it.
    pub(crate) const FIELD: &str = "form_token";

    /// That of whoever has this cookie.
    pub(super) fn of(cookie: &Secret<String>) -> Self {
        let mut digest = Sha256::new();
        digest.update(b"tripline form ");
        digest.update(cookie.expose().as_bytes());
        Self(hex(&digest.finalize()))
    }

    /// As it stands in a form.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `shown` is it; how long that takes says nothing about how much of it is right.
    pub(super) fn is(&self, shown: &str) -> bool {
        let digest = |text: &str| Sha256::digest(text.as_bytes());
        digest(&self.0) == digest(shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cookie_has_its_own() {
        let token = FormToken::of(&Secret::new("a".to_owned()));
        assert!(token.is(token.as_str()));
        assert_ne!(token, FormToken::of(&Secret::new("b".to_owned())));
        assert!(!token.is("") && !token.is("a"));
    }
}
