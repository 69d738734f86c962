//! Which language the customer wants to read.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;

use crate::store::Tongue;

impl<S: Send + Sync> FromRequestParts<S> for Tongue {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let wishes = parts.headers.get(ACCEPT_LANGUAGE).and_then(|wishes| wishes.to_str().ok());
        Ok(wishes.map_or_else(Self::default, preferred))
    }
}

/// The wish with the greatest weight that the shop can fulfil; the earlier one when two weigh the same.
fn preferred(wishes: &str) -> Tongue {
    let mut best = (Tongue::default(), 0.0);
    for wish in wishes.split(',') {
        let (tag, weight) = wish.split_once(";q=").unwrap_or((wish, "1"));
        let weight = weight.trim().parse().unwrap_or(0.0);
        let language = tag.trim().split('-').next().unwrap_or_default();
        let tongue = match language.to_ascii_lowercase().as_str() {
            "de" => Tongue::German,
            "en" => Tongue::English,
            _ => continue,
        };
        if weight > best.1 {
            best = (tongue, weight);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weightiest_language_wins() {
        let wishes = ["de", "de-AT, en;q=0.8", "en;q=0.5,de;q=0.9", "fr", "", "en, de", "de;q=0"];
        assert_eq!(
            wishes.map(|wish| preferred(wish).tag()),
            ["de", "de", "de", "en", "en", "en", "en"]
        );
    }
}
