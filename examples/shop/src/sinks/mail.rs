//! A mail, as far as a demo shows it.

use jiff::Timestamp;

use super::encoded_word::decoded;

/// How much of a subject is shown, in characters.
const SUBJECT: usize = 300;

/// A mail that came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// When it was taken.
    pub at: Timestamp,
    /// Who sent it, as said to the server; empty when nobody did.
    pub from: String,
    /// Who is to get it, as said to the server; at least one.
    pub to: Vec<String>,
    /// Its subject, decoded, in one line; empty when it has none.
    pub subject: String,
    /// All of it, header and body, as it was sent.
    pub source: String,
}

/// What was said before the mail itself came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Envelope {
    pub(super) from: String,
    pub(super) to: Vec<String>,
}

impl Mail {
    /// A mail out of what came over the wire.
    pub(super) fn new(envelope: Envelope, source: &[u8], at: Timestamp) -> Self {
        let Envelope { from, to } = envelope;
        let source = String::from_utf8_lossy(source).into_owned();
        Self { at, from, to, subject: subject(&source), source }
    }

    /// What it says in one line: its subject.
    #[must_use]
    pub fn line(&self) -> &str {
        if self.subject.is_empty() { "(no subject)" } else { &self.subject }
    }
}

/// The first `Subject:` of the header. A line that begins with a space goes on with the one before.
fn subject(source: &str) -> String {
    let mut lines = source.lines().take_while(|line| !line.is_empty()).peekable();
    let named = |line: &str| {
        let (name, value) = line.split_once(':')?;
        name.trim_end().eq_ignore_ascii_case("subject").then(|| value.trim().to_owned())
    };
    let Some(mut folded) = lines.by_ref().find_map(named) else { return String::new() };
    while let Some(more) = lines.next_if(|line| line.starts_with([' ', '\t'])) {
        folded.push(' ');
        folded += more.trim();
    }
    let shown = |c: char| if c.is_control() { ' ' } else { c };
    decoded(&folded).chars().map(shown).take(SUBJECT).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::subject;

    #[test]
    fn the_subject_is_found_unfolded_and_decoded() {
        for (source, found) in [
            ("Subject: payments is down\r\n\r\nbody", "payments is down"),
            ("From: a\r\nsubject:a\r\n b\r\n\tc\r\nTo: d\r\n\r\n", "a b c"),
            ("Subject: =?utf-8?q?caf=C3=A9?=\r\n =?utf-8?q?_down?=\r\n\r\n", "café down"),
            ("From: a\r\n\r\nSubject: of the body", ""),
            ("Subject: =?utf-8?q?a=0D=0AB=1B[1m?=\r\n", "a  B [1m"),
            ("", ""),
        ] {
            assert_eq!(subject(source), found, "{source}");
        }
        assert_eq!(subject(&format!("Subject: {}", "é".repeat(5_000))).chars().count(), 300);
    }
}
