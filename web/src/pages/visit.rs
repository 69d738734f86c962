//! Who looks at a page, and what the address says beside the path.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::header::COOKIE;
use axum::http::request::Parts;

use super::answer::reads_gzip;
use super::asked::Asked;
use crate::people::Visitor;

/// The cookie that keeps what somebody likes: `light` or `dark`.
pub(super) const THEME: &str = "tripline_theme";

/// One look at a page.
#[derive(Clone, Debug)]
pub(crate) struct Visit {
    pub(crate) asked: Asked,
    /// The path alone.
    pub(crate) path: String,
    /// Who looks; `None` would be a page that nobody guards.
    pub(crate) visitor: Option<Visitor>,
    /// The theme that was chosen; `None`: as the device has it.
    pub(crate) theme: Option<&'static str>,
    pub(crate) compressed: bool,
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let asked = Asked::of(parts.uri.query().unwrap_or_default());
        let cookies = parts.headers.get_all(COOKIE).iter();
        let cookies = cookies.filter_map(|value| value.to_str().ok());
        let mut cookies = cookies.flat_map(|line| line.split(';')).map(str::trim);
        let kept = cookies.find_map(|cookie| cookie.strip_prefix(THEME)?.strip_prefix('='));
        let theme = theme(asked.word("theme").or(kept));
        Ok(Self {
            path: parts.uri.path().to_owned(),
            visitor: parts.extensions.get::<Visitor>().cloned(),
            theme,
            compressed: reads_gzip(&parts.headers),
            asked,
        })
    }
}

/// One of the two that there are.
pub(super) fn theme(word: Option<&str>) -> Option<&'static str> {
    ["light", "dark"].into_iter().find(|theme| Some(*theme) == word)
}
