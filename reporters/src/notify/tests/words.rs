//! What people read. (`cargo insta review` shows what a change does to every message.)

use super::fixtures::{all, found};
use crate::notify::facts::Facts;
use crate::notify::messages::{Messages, Worded};

fn worded(alert: &runner_model::Alert) -> Worded {
    Messages::default().worded(alert, &Facts::of(alert))
}

#[test]
fn every_message_is_as_it_was_written() {
    for (name, alert) in all() {
        let Worded { subject, headline, text, html, slack } = worded(&alert);
        let slack = slack.join("\n\n");
        let shown = format!(
            "--- subject\n{subject}\n--- headline\n{headline}\n--- text\n{text}--- slack\n{slack}\n\
             --- html\n{html}"
        );
        insta::assert_snapshot!(format!("words_{name}"), shown);
    }
}

#[test]
fn no_message_shouts_or_is_empty() {
    for (name, alert) in all() {
        let worded = worded(&alert);
        assert!(!worded.subject.is_empty() && !worded.slack.is_empty(), "{name}");
        assert!(!worded.text.contains('!') && !worded.text.contains("null"), "{name}");
        assert!(!worded.text.contains("\n\n\n"), "{name}: {}", worded.text);
    }
}

#[test]
fn a_subject_is_one_line_whatever_a_service_says() {
    let worded = worded(&found("502\r\nBcc: evil@example.com\r\n\r\n\u{202e}gpj"));
    assert!(worded.subject.contains(r"502\r\nBcc: evil@example.com\r\n\r\n\u{202e}gpj"));
    assert!(!worded.text.contains("\nBcc") && !worded.html.contains("\nBcc"));
}

#[test]
fn a_long_answer_makes_no_long_message() {
    let worded = worded(&found(&"x".repeat(100_000)));
    assert!(worded.subject.len() < 300 && worded.text.len() < 2000, "{}", worded.text.len());
}

#[test]
fn html_of_a_service_is_shown_as_text() {
    let worded = worded(&found("<script>alert(1)</script><a href=\"https://evil.test\">x</a>"));
    assert!(worded.html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert!(!worded.html.contains("<script") && !worded.html.contains("evil.test\">"));
}

#[test]
fn what_a_service_says_mentions_nobody_and_links_nowhere_in_slack() {
    let worded = worded(&found("<!channel> <https://evil.test|click> &lt;!here&gt;"));
    let slack = worded.slack.join("\n");
    assert!(
        slack.contains("&lt;!channel&gt; &lt;https://evil.test|click&gt; &amp;lt;!here&amp;gt;")
    );
    let links: Vec<&str> = slack.split('<').skip(1).collect();
    assert!(links.iter().all(|link| !link.contains("evil")), "{links:?}");
}
