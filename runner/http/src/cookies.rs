//! The cookies of one test.

use std::cmp::Reverse;
use std::sync::{Mutex, MutexGuard};

use cookie_store::CookieStore;
use url::Url;

/// The cookies of one test, kept as a browser keeps them: by domain, path, expiry and `Secure`.
/// Plain HTTP on the loopback counts as secure. Cloning copies the content.
#[derive(Debug, Default)]
pub struct CookieJar(Mutex<CookieStore>);

impl CookieJar {
    /// An empty jar.
    pub fn new() -> Self {
        Self::default()
    }

    /// The value of the header `cookie` for a request to `url`: `a=1; b=2`. `None` when the jar
    /// holds nothing for it. The longest path comes first, equals by name.
    pub fn header_for(&self, url: &Url) -> Option<String> {
        let pairs = self.pairs_for(url);
        if pairs.is_empty() {
            return None;
        }
        Some(
            pairs
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect::<Vec<_>>()
                .join("; "),
        )
    }

    /// Names and values for a request to `url`, in the order in which they are sent.
    pub(crate) fn pairs_for(&self, url: &Url) -> Vec<(String, String)> {
        let store = self.store();
        let mut cookies = store.matches(url);
        cookies.sort_by_key(|cookie| (Reverse(cookie.path.len()), cookie.name().to_owned()));
        cookies.iter().map(|cookie| cookie.name_value()).map(owned).collect()
    }

    /// Takes the value of one `set-cookie` header of an answer from `url`. One that is malformed
    /// or meant for another domain is left out, as a browser would.
    pub fn take(&self, set_cookie: &str, url: &Url) {
        // What is refused is refused silently by every browser, too.
        let _ = self.store().parse(set_cookie, url);
    }

    fn store(&self) -> MutexGuard<'_, CookieStore> {
        self.0.lock().expect("nothing panics while it holds the jar")
    }
}

impl Clone for CookieJar {
    fn clone(&self) -> Self {
        Self(Mutex::new(self.store().clone()))
    }
}

/// The name and value of a `set-cookie` header; `None` when it has no name.
pub(crate) fn name_and_value(set_cookie: &str) -> Option<(String, String)> {
    let (name, value) = set_cookie.split(';').next()?.split_once('=')?;
    let name = name.trim();
    (!name.is_empty()).then(|| owned((name, unquoted(value.trim()))))
}

fn unquoted(value: &str) -> &str {
    value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value)
}

fn owned((name, value): (&str, &str)) -> (String, String) {
    (name.to_owned(), value.to_owned())
}
