//! Where a redirect leads, if anywhere.

use http::StatusCode;
use http::header::{HeaderMap, LOCATION};
use url::Url;

/// What to do after an answer.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// It is the answer.
    Stay,
    /// The answer is over there.
    Follow(Url),
    /// It should be over there, but there is no way. A sentence says why.
    Stuck(String),
}

/// How far redirects may lead.
#[derive(Clone, Copy)]
pub(crate) struct Leash {
    /// How many the step allows.
    pub(crate) limit: u32,
    /// How many were followed.
    pub(crate) used: u32,
}

impl Turn {
    /// After an answer from `url`.
    pub(crate) fn after(status: StatusCode, headers: &HeaderMap, url: &Url, leash: Leash) -> Self {
        if leash.limit == 0 || !leads_elsewhere(status) {
            return Self::Stay;
        }
        let status = status.as_u16();
        let Some(location) = headers.get(LOCATION) else {
            return Self::Stuck(format!(
                "{url} answered {status}, a redirect, without a `location`"
            ));
        };
        let location = String::from_utf8_lossy(location.as_bytes()).into_owned();
        let next = match url.join(&location) {
            Ok(next) if matches!(next.scheme(), "http" | "https") && next.has_host() => next,
            Ok(next) => {
                let scheme = next.scheme();
                return Self::Stuck(format!(
                    "{url} answered {status}, a redirect to `{location}`: `{scheme}:` is not followed"
                ));
            }
            Err(error) => {
                return Self::Stuck(format!(
                    "{url} answered {status}, a redirect to `{location}`, which is no address ({error})"
                ));
            }
        };
        if leash.used >= leash.limit {
            let times = if leash.limit == 1 { "redirect was" } else { "redirects were" };
            return Self::Stuck(format!(
                "{} {times} followed, as many as are allowed, and {url} leads on to {next}",
                leash.limit
            ));
        }
        Self::Follow(next)
    }
}

fn leads_elsewhere(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(status: u16, location: Option<&str>, limit: u32, used: u32) -> Turn {
        let mut headers = HeaderMap::new();
        if let Some(location) = location {
            headers.insert(LOCATION, location.parse().unwrap());
        }
        let url = Url::parse("http://shop.test/cart/1?x=1").unwrap();
        let status = StatusCode::from_u16(status).unwrap();
        Turn::after(status, &headers, &url, Leash { limit, used })
    }

    fn stuck(turn: Turn) -> String {
        match turn {
            Turn::Stuck(why) => why,
            Turn::Stay | Turn::Follow(_) => panic!("{turn:?}"),
        }
    }

    #[test]
    fn a_location_is_relative_to_the_url_that_answered() {
        let to = |url: &str| Turn::Follow(Url::parse(url).unwrap());
        assert_eq!(after(302, Some("2"), 5, 0), to("http://shop.test/cart/2"));
        assert_eq!(after(301, Some("/pay"), 5, 4), to("http://shop.test/pay"));
        assert_eq!(after(308, Some("//pay.test/"), 5, 0), to("http://pay.test/"));
    }

    #[test]
    fn other_statuses_stay_whatever_they_carry() {
        for status in [200, 201, 300, 304, 305, 404] {
            assert_eq!(after(status, Some("/pay"), 5, 0), Turn::Stay);
        }
    }

    #[test]
    fn without_following_a_redirect_is_the_answer() {
        assert_eq!(after(302, None, 0, 0), Turn::Stay);
    }

    #[test]
    fn a_redirect_that_leads_nowhere_says_so() {
        assert_eq!(
            stuck(after(302, None, 5, 0)),
            "http://shop.test/cart/1?x=1 answered 302, a redirect, without a `location`"
        );
        assert_eq!(
            stuck(after(302, Some("mailto:a@b.test"), 5, 0)),
            "http://shop.test/cart/1?x=1 answered 302, a redirect to `mailto:a@b.test`: `mailto:` is not followed"
        );
    }

    #[test]
    fn the_limit_is_named_with_the_last_location() {
        assert_eq!(
            stuck(after(302, Some("/2"), 3, 3)),
            "3 redirects were followed, as many as are allowed, and http://shop.test/cart/1?x=1 leads on to http://shop.test/2"
        );
    }
}
