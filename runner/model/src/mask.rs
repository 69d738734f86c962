//! The one masking sink: every text that leaves the process goes through a [`Masker`].
//!
//! Lives here: the forms in which a secret may reappear, and finding them.
//! Lives elsewhere: getting secrets (`runner-engine`), printing (`reporters`).

mod finder;
mod forms;
mod walk;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{RwLock, RwLockReadGuard};

use thiserror::Error;

use finder::Finder;

/// What stands in place of a secret.
pub const MASK: &str = "•••";

/// A secret of fewer than four characters: masking it would blank half of every report, not
/// masking it would show it.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("a secret needs at least four characters to be masked")]
pub struct TooShortToMask;

/// Knows the secrets of a run and removes them from text, in every form in which they may
/// reappear: as they are, base64 (at any offset, either alphabet), percent-encoded, JSON-escaped,
/// HTML-escaped.
///
/// Masking is idempotent, and a masked text holds no form of any secret added before.
#[derive(Debug, Default)]
pub struct Masker {
    known: RwLock<Known>,
    /// As many as `known` has, to be read without waiting for it.
    learned: AtomicUsize,
    headers: BTreeSet<String>,
}

/// What a masker knows, held still while several texts are masked.
struct Sight<'m> {
    /// `None` while there is no secret.
    known: Option<RwLockReadGuard<'m, Known>>,
    headers: &'m BTreeSet<String>,
}

#[derive(Debug, Default)]
struct Known {
    secrets: BTreeSet<String>,
    forms: BTreeSet<String>,
    /// Each holds more forms than the next: thousands of secrets, captured one after the other,
    /// are put together anew only now and then.
    finders: Vec<Finder>,
}

impl Known {
    fn learn(&mut self, forms: impl IntoIterator<Item = String>) {
        let mut fresh: Vec<String> =
            forms.into_iter().filter(|form| self.forms.insert(form.clone())).collect();
        if fresh.is_empty() {
            return;
        }
        while let Some(smaller) = self.finders.pop_if(|last| last.len() <= fresh.len()) {
            fresh.extend(smaller.into_forms());
        }
        self.finders.push(Finder::of(fresh));
    }
}

impl Masker {
    /// Headers whose value is never shown.
    const HEADERS: [&'static str; 4] =
        ["authorization", "proxy-authorization", "cookie", "set-cookie"];

    /// Knows no secret yet. `headers` are never shown, in addition to those that never are.
    pub fn new(headers: impl IntoIterator<Item = String>) -> Self {
        let known = Self::HEADERS.map(str::to_owned).into_iter();
        let headers = known.chain(headers.into_iter().map(|name| name.to_ascii_lowercase()));
        Self { headers: headers.collect(), ..Self::default() }
    }

    /// From now on `secret` is masked.
    ///
    /// # Errors
    /// It is shorter than four characters.
    pub fn add(&self, secret: &str) -> Result<(), TooShortToMask> {
        if secret.chars().count() < 4 {
            return Err(TooShortToMask);
        }
        let mut known = self.known.write().expect("nobody panics while holding the secrets");
        if known.secrets.insert(secret.to_owned()) {
            known.learn(forms::of(secret));
            self.learned.store(known.secrets.len(), Ordering::Release);
        }
        Ok(())
    }

    /// How many secrets it knows. What was masked when it knew as many need not be masked again.
    pub fn learned(&self) -> usize {
        self.learned.load(Ordering::Acquire)
    }

    fn sight(&self) -> Sight<'_> {
        let known = (self.learned() > 0)
            .then(|| self.known.read().expect("nobody panics while holding the secrets"));
        Sight { known, headers: &self.headers }
    }

    /// `text` without any secret.
    pub fn mask<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.sight().mask(text)
    }

    /// Whether the value of this header is never shown.
    pub fn hides_header(&self, name: &str) -> bool {
        Sight { known: None, headers: &self.headers }.hides_header(name)
    }
}

impl Sight<'_> {
    fn mask<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let Some(known) = &self.known else { return Cow::Borrowed(text) };
        let mut found: Vec<Range<usize>> =
            known.finders.iter().flat_map(|finder| finder.find(text)).collect();
        if found.is_empty() {
            return Cow::Borrowed(text);
        }
        found.sort_by_key(|place| place.start);
        let mut masked = String::new();
        let mut copied = 0;
        for place in found {
            // Two secrets that overlap are hidden by one mask.
            if place.start >= copied {
                masked.push_str(&text[copied..place.start]);
                masked.push_str(MASK);
            }
            copied = copied.max(place.end);
        }
        masked.push_str(&text[copied..]);
        Cow::Owned(masked)
    }

    fn hides_header(&self, name: &str) -> bool {
        self.headers.iter().any(|hidden| hidden.eq_ignore_ascii_case(name))
    }

    /// Masks a secret of which only the beginning stands at the end of a text that was cut.
    fn mask_torn_end(&self, text: &mut String) {
        let Some(known) = &self.known else { return };
        let torn = |form: &String| {
            let ends = form.char_indices().map(|(at, _)| at).skip(1);
            ends.filter(|at| text.ends_with(&form[..*at])).last()
        };
        if let Some(length) = known.forms.iter().filter_map(torn).max() {
            text.truncate(text.len() - length);
            text.push_str(MASK);
        }
    }

    fn mask_in_place(&self, text: &mut String) {
        if let Cow::Owned(masked) = self.mask(text) {
            *text = masked;
        }
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
    use proptest::prelude::*;

    use super::*;

    fn masker(secret: &str) -> Masker {
        let masker = Masker::new([]);
        masker.add(secret).unwrap();
        masker
    }

    #[test]
    fn a_short_secret_is_refused() {
        assert_eq!(Masker::new([]).add("abc"), Err(TooShortToMask));
    }

    #[test]
    fn basic_credentials_hide_the_password_at_any_offset() {
        for user in ["u", "us", "use", "user"] {
            let header = STANDARD.encode(format!("{user}:s3cret-Pass"));
            let masked = masker("s3cret-Pass").mask(&header).into_owned();
            assert!(masked.contains(MASK), "{header} -> {masked}");
            let rest = masked.split(MASK).map(str::len).sum::<usize>();
            assert!(rest <= user.len() * 2 + 8, "{header} -> {masked}");
        }
    }

    #[test]
    fn a_secret_that_a_cut_went_through_is_masked_too() {
        let masker = masker("s3cret-Pass");
        let mut torn = "the password is s3cret-P".to_owned();
        masker.sight().mask_torn_end(&mut torn);
        assert_eq!(torn, "the password is •••");
        let mut whole = "nothing to see".to_owned();
        masker.sight().mask_torn_end(&mut whole);
        assert_eq!(whole, "nothing to see");
    }

    #[test]
    fn what_a_page_or_an_encoder_made_of_a_secret_is_masked() {
        let masker = masker("a<b>&\"c'/é");
        for form in [
            "a&lt;b&gt;&amp;&quot;c&#39;/é",
            "a&lt;b&gt;&amp;&#34;c&#39;/é",
            "a&lt;b&gt;&amp;&quot;c&#x27;/é",
            "a&lt;b&gt;&amp;&quot;c&apos;/é",
            "a&lt;b&gt;&amp;\"c'/é",
            r#"a<b>&\"c'\/\u00e9"#,
            r#"a<b>&\"c'/\u00E9"#,
            r#"a\u003cb\u003e\u0026\"c'/é"#,
        ] {
            assert_eq!(masker.mask(form), MASK, "{form}");
        }
    }

    #[test]
    fn always_hidden_headers_are_known_in_any_case() {
        let masker = Masker::new(["X-Internal".to_owned()]);
        assert!(masker.hides_header("Authorization"));
        assert!(masker.hides_header("x-internal"));
        assert!(!masker.hides_header("accept"));
    }

    #[test]
    fn many_secrets_are_masked_also_where_they_overlap() {
        let masker = Masker::new([]);
        for number in 0..200 {
            masker.add(&format!("secret-{number}-x")).unwrap();
        }
        assert_eq!(
            masker.mask("a secret-7-x b secret-199-x secret-200-x"),
            "a ••• b ••• secret-200-x"
        );
        masker.add("x-and-more").unwrap();
        masker.add("secret-7").unwrap();
        assert_eq!(masker.mask("a secret-7-x-and-more b"), "a ••• b");
        assert!(masker.known.read().unwrap().finders.len() < 10);
    }

    proptest! {
        #[test]
        fn none_of_several_secrets_survives(
            secrets in prop::collection::vec("[a-d]{4,7}", 1..9), text in "[a-d]{0,40}",
        ) {
            let masker = Masker::new([]);
            secrets.iter().for_each(|secret| masker.add(secret).unwrap());
            let masked = masker.mask(&text).into_owned();
            prop_assert!(!secrets.iter().any(|secret| masked.contains(secret)), "{masked}");
            prop_assert_eq!(masker.mask(&masked).into_owned(), masked.clone());
        }

        #[test]
        fn no_form_of_a_secret_survives(
            secret in "[ -~äöü\"\n]{4,24}", before in "[a-z{}:]{0,12}", after in "[a-z{}:]{0,12}",
        ) {
            let masker = masker(&secret);
            let json = serde_json::to_string(&secret).unwrap();
            for form in [
                secret.clone(),
                json[1..json.len() - 1].to_owned(),
                STANDARD.encode(&secret),
                URL_SAFE_NO_PAD.encode(&secret),
            ] {
                let masked = masker.mask(&format!("{before}{form}{after}")).into_owned();
                prop_assert!(!masked.contains(&form) || MASK.contains(&form), "{masked}");
                prop_assert_eq!(masker.mask(&masked).into_owned(), masked.clone());
            }
        }
    }
}
