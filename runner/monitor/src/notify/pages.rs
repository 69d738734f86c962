//! Where people look: the pages of this service.

use runner_model::{About, Alert};
use thiserror::Error;
use url::Url;

/// Where people reach the pages of this service from outside: `https://tripline.example.com`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages(Url);

/// The text is no address of pages.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error(
    "it is no address of pages: write `https://` or `http://` and a host, without `?`, `#` and \
     credentials"
)]
pub struct NoPages;

impl Pages {
    /// Pages at and below `url`.
    ///
    /// # Errors
    /// Nothing can lie below it, or it would tell everybody a password.
    pub fn at(url: &str) -> Result<Self, NoPages> {
        let mut url = Url::parse(url).map_err(|_| NoPages)?;
        let is_bare = url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none();
        if !is_bare || !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err(NoPages);
        }
        if !url.path().ends_with('/') {
            let folder = format!("{}/", url.path());
            url.set_path(&folder);
        }
        Ok(Self(url))
    }

    /// Says in an alert where to look: the incident and the runs that failed, else the page that
    /// shows most of what it is about.
    pub(super) fn link(&self, alert: &mut Alert) {
        let page = match &mut alert.about {
            About::Incident(news) => {
                for finding in news.affected.iter_mut().filter_map(|a| a.finding.as_mut()) {
                    finding.link = Some(self.page(&format!("r/{}", finding.run)));
                }
                format!("i/{}", news.id)
            }
            About::Burn(_)
            | About::BurnOver { .. }
            | About::Coverage(_)
            | About::CoverageBack { .. } => "slo".to_owned(),
            About::Deploy(_) => "d".to_owned(),
            About::ChannelFailing { .. } | About::ConfigRefused { .. } | About::Test { .. } => {
                "settings".to_owned()
            }
            About::Certificate { .. }
            | About::NotRunning { .. }
            | About::RunsAgain { .. }
            | About::Blind { .. }
            | About::SeesAgain { .. }
            | About::HeartbeatMissing { .. }
            | About::HeartbeatBack { .. }
            | About::Digest(_) => String::new(),
        };
        alert.link = Some(self.page(&page));
    }

    fn page(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_lie_at_or_below_an_address() {
        for (url, first) in [
            ("https://tripline.example.com", "https://tripline.example.com/i/1"),
            ("http://127.0.0.1:8765/", "http://127.0.0.1:8765/i/1"),
            ("https://ops.example.com/tripline", "https://ops.example.com/tripline/i/1"),
        ] {
            assert_eq!(Pages::at(url).unwrap().page("i/1"), first);
        }
    }

    #[test]
    fn what_leads_nowhere_or_tells_a_password_is_refused() {
        for url in [
            "",
            "tripline.example.com",
            "ftp://tripline.example.com",
            "mailto:ops@example.com",
            "https://kim:geheim@tripline.example.com",
            "https://tripline.example.com/?a=b",
            "https://tripline.example.com/#top",
        ] {
            assert_eq!(Pages::at(url), Err(NoPages), "{url}");
        }
    }
}
