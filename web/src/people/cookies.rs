//! Cookies: which there are, and how they are set.

use std::time::Duration;

use axum::http::header::COOKIE;
use axum::http::{Extensions, HeaderMap, HeaderValue};
use runner_model::Secret;

use crate::remote;

/// The cookies that are set here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cookie {
    /// Who is signed in.
    Session,
    /// Who is not, so that their forms can be told from those of others.
    Visit,
}

impl Cookie {
    fn name(self) -> &'static str {
        match self {
            Self::Session => "tripline_session",
            Self::Visit => "tripline_visit",
        }
    }

    /// What a request shows of it. Only what could have been set here: 32 hexadecimal digits.
    pub(super) fn of(self, headers: &HeaderMap) -> Option<Secret<String>> {
        let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
        let mut pairs =
            lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.split_once('='));
        let (_, value) = pairs.find(|(name, _)| name.trim() == self.name())?;
        let value = value.trim();
        let is_ours = value.len() == 32 && value.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_ours.then(|| Secret::new(value.to_owned()))
    }

    /// The header that sets it for as long as `lasts`, and no longer than the browser runs when
    /// that is not said. No script reads it, and no other site's form sends it.
    pub(super) fn set(
        self,
        value: &Secret<String>,
        lasts: Option<Duration>,
        is_secure: bool,
    ) -> HeaderValue {
        let lasts =
            lasts.map_or_else(String::new, |lasts| format!("; Max-Age={}", lasts.as_secs()));
        let secure = if is_secure { "; Secure" } else { "" };
        let (name, value) = (self.name(), value.expose());
        let line = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{lasts}{secure}");
        HeaderValue::try_from(line).expect("names, digits and words are header text")
    }

    /// The header that takes it away.
    pub(super) fn forget(self) -> HeaderValue {
        self.set(&Secret::new(String::new()), Some(Duration::ZERO), false)
    }
}

/// Whether the browser asked by TLS. The door has none of its own; the proxy in front of it is
/// believed when it is on this machine.
pub(crate) fn is_secure(headers: &HeaderMap, extensions: &Extensions) -> bool {
    let said = headers.get("x-forwarded-proto").and_then(|value| value.to_str().ok());
    remote::is_this_machine(extensions)
        && said.is_some_and(|said| said.eq_ignore_ascii_case("https"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(lines: &[&str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(COOKIE, line.parse().unwrap());
        }
        Cookie::Session.of(&headers).map(|value| value.expose().clone())
    }

    #[test]
    fn a_cookie_is_found_among_others() {
        let ours = "0123456789abcdef0123456789abcdef";
        assert_eq!(shown(&[&format!("a=b; tripline_session={ours}; c")]).as_deref(), Some(ours));
        assert_eq!(shown(&["a=b", &format!("tripline_session={ours}")]).as_deref(), Some(ours));
        assert_eq!(shown(&["tripline_session=0123"]), None);
        assert_eq!(shown(&[&format!("tripline_visit={ours}")]), None);
        assert_eq!(shown(&[]), None);
    }

    #[test]
    fn no_script_reads_it_and_no_other_site_sends_it() {
        let value = Secret::new("0123456789abcdef0123456789abcdef".to_owned());
        let line = |secure| Cookie::Session.set(&value, Some(Duration::from_secs(60)), secure);
        let expected = "tripline_session=0123456789abcdef0123456789abcdef; Path=/; HttpOnly; SameSite=Lax; Max-Age=60";
        assert_eq!(line(false), expected);
        assert_eq!(line(true), format!("{expected}; Secure").as_str());
    }
}
