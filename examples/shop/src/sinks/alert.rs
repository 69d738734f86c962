//! An alert, as far as a demo shows it.

use jiff::Timestamp;
use serde_json::Value;

/// How much is shown, in characters.
const LINE: usize = 300;

/// What in an alert says it all, the best first: ours, then what others write.
const TELLING: &[&str] = &["sentence", "headline", "title", "subject", "text", "message"];

/// An alert that came.
#[derive(Clone, Debug, PartialEq)]
pub struct Alert {
    /// When it came.
    pub at: Timestamp,
    /// The headers that came with it, in order, names in lower case; what is not text is left out.
    pub headers: Vec<(String, String)>,
    /// What it says.
    pub body: Value,
}

impl Alert {
    /// What it says in one line: its `sentence`, `headline`, `title`, `subject`, `text` or
    /// `message`; else all of it, cut.
    #[must_use]
    pub fn line(&self) -> String {
        let text = TELLING.iter().find_map(|key| self.body.get(key)?.as_str());
        let text = text.map_or_else(|| self.body.to_string(), str::to_owned);
        let shown = |c: char| if c.is_control() { ' ' } else { c };
        text.trim().chars().map(shown).take(LINE).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_most_telling_part_is_its_line() {
        let line = |body| Alert { at: Timestamp::UNIX_EPOCH, headers: Vec::new(), body }.line();
        assert_eq!(line(json!({ "text": "b", "sentence": "a\nb\u{1b}" })), "a b ");
        assert_eq!(line(json!({ "title": 5, "text": " b " })), "b");
        assert_eq!(line(json!({ "a": [1] })), r#"{"a":[1]}"#);
        assert_eq!(line(json!(["x".repeat(1_000)])).len(), 300);
    }
}
