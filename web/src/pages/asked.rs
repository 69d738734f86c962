//! What the address of a page asks for beside the page: all state of a page is in its address.

use std::collections::BTreeMap;
use std::time::Duration;

use runner_model::percent_encoded;
use serde::Serialize;

/// A stretch of time that ends at present.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Range {
    Hour,
    #[default]
    Day,
    Week,
    Month,
}

impl Range {
    pub(crate) const ALL: [Self; 4] = [Self::Hour, Self::Day, Self::Week, Self::Month];

    /// As in an address: `24h`.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Hour => "1h",
            Self::Day => "24h",
            Self::Week => "7d",
            Self::Month => "30d",
        }
    }

    /// The one that is written so in an address.
    pub(crate) fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|range| range.as_str() == word)
    }

    /// For reading: `24 h`.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Hour => "1 h",
            Self::Day => "24 h",
            Self::Week => "7 d",
            Self::Month => "30 d",
        }
    }

    /// After `last`: `24 hours`.
    pub(crate) fn long(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "24 hours",
            Self::Week => "7 days",
            Self::Month => "30 days",
        }
    }

    pub(crate) fn length(self) -> Duration {
        let hours = match self {
            Self::Hour => 1,
            Self::Day => 24,
            Self::Week => 7 * 24,
            Self::Month => 30 * 24,
        };
        Duration::from_secs(hours * 3_600)
    }
}

/// A word of the address that a form passes on.
#[derive(Debug, Serialize)]
pub(crate) struct Field {
    name: &'static str,
    value: String,
}

/// What links and forms of all pages carry along.
const CARRIED: [&str; 3] = ["env", "range", "theme"];

/// So many pages has the longest list.
const PAGES: usize = 1_000_000;

/// What an address asks for, beside its path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    words: BTreeMap<String, String>,
}

impl Asked {
    /// Of the part behind the `?`; of several words of one name the first counts.
    pub(crate) fn of(query: &str) -> Self {
        let mut words = BTreeMap::new();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            words.entry(name.into_owned()).or_insert_with(|| value.into_owned());
        }
        Self { words }
    }

    /// The word of that name, unless it is empty.
    pub(crate) fn word(&self, name: &str) -> Option<&str> {
        self.words.get(name).map(String::as_str).filter(|word| !word.is_empty())
    }

    /// The words whose names begin so, without that, unless they are empty.
    pub(crate) fn beginning(&self, prefix: &str) -> impl Iterator<Item = (&str, &str)> {
        let words = self.words.iter().filter(|(_, word)| !word.is_empty());
        words.filter_map(move |(name, word)| Some((name.strip_prefix(prefix)?, word.as_str())))
    }

    /// The environment that is looked at; `None`: all of them.
    pub(crate) fn environment(&self) -> Option<&str> {
        self.word("env")
    }

    /// The stretch of time that is looked at.
    pub(crate) fn range(&self) -> Range {
        self.word("range").and_then(Range::of).unwrap_or_default()
    }

    /// Which page of a list, counted from 1; no list has more than [`PAGES`].
    pub(crate) fn page(&self) -> usize {
        let number = self.word("page").and_then(|text| text.parse().ok());
        number.unwrap_or(1).clamp(1, PAGES)
    }

    /// The same with one word changed, or without it: `?env=staging&range=7d`, or nothing.
    pub(crate) fn with(&self, name: &str, value: Option<&str>) -> String {
        let mut words = self.words.clone();
        // What another environment or range shows has other pages.
        if name != "page" {
            words.remove("page");
        }
        match value {
            Some(value) => words.insert(name.to_owned(), value.to_owned()),
            None => words.remove(name),
        };
        written(words.iter().map(|(name, value)| (name.as_str(), value.as_str())))
    }

    /// Without one word.
    pub(crate) fn without(&self, name: &str) -> Self {
        let mut words = self.words.clone();
        words.remove(name);
        Self { words }
    }

    /// What links to other pages carry along: environment and range.
    pub(crate) fn carried(&self) -> String {
        written(CARRIED.into_iter().filter_map(|name| Some((name, self.word(name)?))))
    }

    /// The same for a form, with some words of the page's own.
    pub(crate) fn fields(&self, own: &[&'static str]) -> Vec<Field> {
        let names = CARRIED.iter().chain(own).copied();
        let fields = names.filter_map(|name| Some((name, self.word(name)?)));
        fields.map(|(name, value)| Field { name, value: value.to_owned() }).collect()
    }
}

fn written<'w>(words: impl Iterator<Item = (&'w str, &'w str)>) -> String {
    let plain = |byte| matches!(byte, b'-' | b'_' | b'.' | b'/' | b':');
    let encoded = |text: &str| percent_encoded(text, plain);
    let words: Vec<String> =
        words.map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
    if words.is_empty() { String::new() } else { format!("?{}", words.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_carry_environment_and_range_along() {
        let asked = Asked::of("env=staging%2Bios&range=7d&page=3&q=a+b");
        assert_eq!(asked.environment(), Some("staging+ios"));
        assert_eq!(asked.range(), Range::Week);
        assert_eq!(asked.page(), 3);
        assert_eq!(asked.carried(), "?env=staging%2Bios&range=7d");
        assert_eq!(asked.with("page", Some("4")), "?env=staging%2Bios&page=4&q=a%20b&range=7d");
        assert_eq!(asked.with("env", None), "?q=a%20b&range=7d");
    }

    #[test]
    fn nonsense_is_the_usual() {
        let asked = Asked::of("range=for+ever&page=-1&env=");
        assert_eq!((asked.range(), asked.page(), asked.environment()), (Range::Day, 1, None));
        assert_eq!(Asked::default().carried(), "");
    }
}
