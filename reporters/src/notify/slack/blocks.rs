//! A message in blocks, within Slack's limits
//! (<https://docs.slack.dev/reference/block-kit/blocks>).

use serde_json::{Value, json};

use crate::notify::messages::Worded;
use crate::notify::mrkdwn::{cut, escaped};

/// How many blocks a message may have.
const BLOCKS: usize = 50;

/// How long a header may be, in characters.
const HEADER: usize = 150;

/// How long the text of a section may be, in characters.
const SECTION: usize = 3000;

/// The fields that every message has. `verbatim` keeps Slack from making links and mentions of
/// what a service says; those we make are written out.
pub(super) fn message(worded: &Worded) -> Value {
    let mut blocks = vec![header(&worded.headline)];
    let room = BLOCKS - 2;
    blocks.extend(worded.slack.iter().take(room).map(|text| section(text)));
    if worded.slack.len() > room {
        blocks.push(section("The rest is too long for Slack."));
    }
    json!({
        "text": cut(&escaped(&worded.subject), SECTION),
        "blocks": blocks,
        "unfurl_links": false,
        "unfurl_media": false,
    })
}

/// Plain text: nothing in it is read as markup, so nothing is escaped.
fn header(text: &str) -> Value {
    let mut shown: String = text.chars().take(HEADER).collect();
    if shown.len() < text.len() {
        shown.pop();
        shown.push('…');
    }
    json!({ "type": "header", "text": { "type": "plain_text", "text": shown, "emoji": false } })
}

fn section(text: &str) -> Value {
    let text = cut(text, SECTION);
    json!({ "type": "section", "text": { "type": "mrkdwn", "text": text, "verbatim": true } })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_limit_of_slack_is_passed() {
        let worded = Worded {
            subject: "<".repeat(1000),
            headline: "x".repeat(151),
            text: String::new(),
            html: String::new(),
            slack: vec!["&amp;".repeat(1000); 80],
        };
        let message = message(&worded);
        let blocks = message["blocks"].as_array().unwrap();
        assert_eq!(blocks.len(), 50);
        assert_eq!(blocks[0]["text"]["text"].as_str().unwrap().chars().count(), 150);
        for block in &blocks[1..] {
            let text = block["text"]["text"].as_str().unwrap();
            assert!((1..=3000).contains(&text.chars().count()));
        }
        assert!(message["text"].as_str().unwrap().ends_with("&lt;…"));
    }
}
