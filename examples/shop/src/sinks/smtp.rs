//! What a mail server answers to what it is told (RFC 5321, as much of it as a mailer needs).

use super::mail::Envelope;

/// The largest mail, in bytes.
pub(super) const LARGEST: usize = 256 * 1024;

/// The most people that one mail is for.
const RECIPIENTS: usize = 100;

/// The longest address, in bytes (RFC 5321, 4.5.3.1).
const ADDRESS: usize = 320;

/// After so many mistakes nobody listens any more.
const MISTAKES: u32 = 10;

/// What is said first.
pub(super) const GREETING: &str = "220 tripline-demo ESMTP: what comes here goes nowhere\r\n";

/// The mail was taken.
pub(super) const TAKEN: &str = "250 2.0.0 Taken; it goes nowhere\r\n";

/// The mail was not taken.
pub(super) const TOO_LARGE: &str = "552 5.3.4 The mail is too large\r\n";

const HELLO: &str = "250-tripline-demo\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n\
    250-ENHANCEDSTATUSCODES\r\n250 SIZE 262144\r\n";
const FINE: &str = "250 2.0.0 OK\r\n";
const LINE_TOO_LONG: &str = "500 5.5.2 The line is too long\r\n";
const UNKNOWN: &str =
    "500 5.5.1 Only EHLO, MAIL, RCPT, DATA, RSET, NOOP and QUIT are known here\r\n";
const UNREADABLE: &str = "501 5.5.4 Write the address as <name@example.com>\r\n";
const OUT_OF_TURN: &str = "503 5.5.1 EHLO, MAIL, RCPT, DATA: in this order\r\n";
const TOO_MANY: &str = "452 4.5.3 Too many recipients\r\n";
const GO_ON: &str = "354 End with a line that holds a dot only\r\n";
const GOODBYE: &str = "221 2.0.0 Goodbye\r\n";
const ENOUGH: &str = "421 4.7.0 Too many mistakes\r\n";

/// One conversation with a mailer.
#[derive(Debug, Default)]
pub(super) struct Conversation {
    stage: Stage,
    mistakes: u32,
}

/// How far it has come.
#[derive(Debug, Default)]
enum Stage {
    /// Nobody has said hello.
    #[default]
    Strangers,
    /// A mail may begin.
    Ready,
    /// A mail has a sender, and perhaps recipients.
    Mail(Envelope),
}

/// What is to be done next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Answer, and listen.
    Say(&'static str),
    /// Answer, and take the mail.
    Take(&'static str, Envelope),
    /// Answer, and hang up.
    HangUp(&'static str),
}

impl Conversation {
    /// What follows from a line; `None` is one that was too long.
    pub(super) fn hear(&mut self, line: Option<&[u8]>) -> Next {
        let Some(line) = line else { return self.mistake(LINE_TOO_LONG) };
        let line = String::from_utf8_lossy(line);
        let line = line.trim();
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        match verb.to_ascii_uppercase().as_str() {
            "EHLO" | "HELO" => {
                self.stage = Stage::Ready;
                Next::Say(if verb.eq_ignore_ascii_case("HELO") { FINE } else { HELLO })
            }
            "MAIL" => self.mail(rest),
            "RCPT" => self.recipient(rest),
            "DATA" => self.data(),
            "RSET" => {
                self.forget();
                Next::Say(FINE)
            }
            "NOOP" => Next::Say(FINE),
            "QUIT" => Next::HangUp(GOODBYE),
            _ => self.mistake(UNKNOWN),
        }
    }

    fn mail(&mut self, rest: &str) -> Next {
        let Stage::Ready = self.stage else { return self.mistake(OUT_OF_TURN) };
        let Some((from, parameters)) = address(rest, "FROM:") else {
            return self.mistake(UNREADABLE);
        };
        let size = parameters.split(' ').find_map(|parameter| {
            let (name, value) = parameter.split_once('=')?;
            name.eq_ignore_ascii_case("SIZE").then_some(value)
        });
        // What is no number is certainly not a small one.
        if size.is_some_and(|size| size.parse().map_or(true, |size: usize| size > LARGEST)) {
            return Next::Say(TOO_LARGE);
        }
        self.stage = Stage::Mail(Envelope { from: from.to_owned(), to: Vec::new() });
        Next::Say(FINE)
    }

    fn recipient(&mut self, rest: &str) -> Next {
        let Stage::Mail(envelope) = &mut self.stage else { return self.mistake(OUT_OF_TURN) };
        match address(rest, "TO:") {
            None | Some(("", _)) => self.mistake(UNREADABLE),
            Some(_) if envelope.to.len() == RECIPIENTS => Next::Say(TOO_MANY),
            Some((to, _)) => {
                envelope.to.push(to.to_owned());
                Next::Say(FINE)
            }
        }
    }

    fn data(&mut self) -> Next {
        match std::mem::take(&mut self.stage) {
            Stage::Mail(envelope) if !envelope.to.is_empty() => {
                self.stage = Stage::Ready;
                Next::Take(GO_ON, envelope)
            }
            stage @ (Stage::Mail(_) | Stage::Ready | Stage::Strangers) => {
                self.stage = stage;
                self.mistake(OUT_OF_TURN)
            }
        }
    }

    /// Gives up the mail that was begun.
    fn forget(&mut self) {
        if let Stage::Mail(_) = self.stage {
            self.stage = Stage::Ready;
        }
    }

    fn mistake(&mut self, answer: &'static str) -> Next {
        self.mistakes += 1;
        if self.mistakes > MISTAKES { Next::HangUp(ENOUGH) } else { Next::Say(answer) }
    }
}

/// `FROM:<name@example.com> SIZE=100`: the address, perhaps empty, and what follows it.
fn address<'a>(text: &'a str, label: &str) -> Option<(&'a str, &'a str)> {
    let (found, rest) = text.split_at_checked(label.len())?;
    let (address, parameters) = rest.trim_start().strip_prefix('<')?.split_once('>')?;
    let readable = address.len() <= ADDRESS
        && !address.contains(|c: char| c == '<' || c.is_whitespace() || c.is_control());
    (found.eq_ignore_ascii_case(label) && readable).then_some((address, parameters.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The codes of the answers; `354` when the mail would come.
    fn codes(lines: &[&str]) -> Vec<&'static str> {
        let mut conversation = Conversation::default();
        let code = |next| match next {
            Next::Say(answer) | Next::Take(answer, _) | Next::HangUp(answer) => &answer[..3],
        };
        lines.iter().map(|line| code(conversation.hear(Some(line.as_bytes())))).collect()
    }

    #[test]
    fn a_mail_has_its_order() {
        let (from, to) = ("MAIL FROM:<a@example.com> BODY=8BITMIME", "rcpt to: <b@example.com>");
        assert_eq!(
            codes(&["ehlo x", from, to, "DATA", "QUIT"]),
            ["250", "250", "250", "354", "221"]
        );
        assert_eq!(codes(&[from, to, "DATA"]), ["503", "503", "503"]);
        assert_eq!(codes(&["EHLO x", to, "DATA"]), ["250", "503", "503"]);
        assert_eq!(
            codes(&["EHLO x", from, "DATA", to, "DATA"]),
            ["250", "250", "503", "250", "354"]
        );
        assert_eq!(codes(&["EHLO x", from, from, "RSET", to]), ["250", "250", "503", "250", "503"]);
        assert_eq!(codes(&["EHLO x", "MAIL FROM:<>", "RCPT TO:<>"]), ["250", "250", "501"]);
        assert_eq!(codes(&["RSET", from]), ["250", "503"]);
    }

    #[test]
    fn what_is_announced_as_too_large_is_refused_at_once() {
        assert!(HELLO.ends_with(&format!(" SIZE {LARGEST}\r\n")));
        for (size, code) in [("262144", "250"), ("262145", "552"), ("x", "552"), ("-1", "552")] {
            let mail = format!("MAIL FROM:<a@b> size={size}");
            assert_eq!(codes(&["EHLO x", &mail]), ["250", code], "{mail}");
        }
    }

    #[test]
    fn addresses_stand_in_angle_brackets() {
        let long = format!("FROM:<{}@b>", "a".repeat(ADDRESS));
        for text in [
            "",
            "FROM",
            "FROM:",
            "FROM:a@b",
            "FROM:<a@b",
            "FROM:<a b>",
            "TO:<a@b>",
            "éFR:<a>",
            &long,
        ] {
            assert_eq!(address(text, "FROM:"), None, "{text}");
        }
        assert_eq!(address("from: <ü@b> X", "FROM:"), Some(("ü@b", "X")));
    }

    #[test]
    fn recipients_and_mistakes_are_counted() {
        let mut lines = vec!["EHLO x", "MAIL FROM:<a@b>"];
        lines.extend([["RCPT TO:<c@d>"; RECIPIENTS]].concat());
        lines.push("RCPT TO:<c@d>");
        assert_eq!(codes(&lines).last(), Some(&"452"));
        let garbage = ["\u{0}\u{7f}é"; MISTAKES as usize + 1];
        assert_eq!(codes(&garbage)[MISTAKES as usize - 1..], ["500", "421"]);
    }
}
