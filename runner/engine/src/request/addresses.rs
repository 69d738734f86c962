//! URLs that were read before: loops and polling ask for the same again and again.

use std::collections::HashMap;
use std::sync::Mutex;

use url::{ParseError, Url};

/// How many are kept. Beyond it all are forgotten.
const MOST: usize = 64;

/// Texts, and the URLs that they are.
#[derive(Debug, Default)]
pub(crate) struct Addresses(Mutex<HashMap<String, Url>>);

impl Addresses {
    /// The URL that a text is.
    ///
    /// # Errors
    /// It is none.
    pub(super) fn read(&self, text: &str) -> Result<Url, ParseError> {
        let mut known = self.0.lock().expect("nobody panics while holding the URLs");
        if let Some(url) = known.get(text) {
            return Ok(url.clone());
        }
        let url = Url::parse(text)?;
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(text.to_owned(), url.clone());
        Ok(url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_the_same_url_each_time_and_what_is_none_never_becomes_one() {
        let addresses = Addresses::default();
        for number in 0..2 * MOST {
            let text = format!("http://localhost/{number}?a=b#c");
            let read = || addresses.read(&text).unwrap();
            assert_eq!((read(), read()), (Url::parse(&text).unwrap(), read()));
        }
        assert!(addresses.read("no address").is_err());
        assert!(addresses.read("no address").is_err());
        assert!(addresses.0.lock().unwrap().len() <= MOST);
    }
}
