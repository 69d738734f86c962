//! Alternatives, groups, repetition; single characters and their escapes.

use super::NotIRegexp;

/// RFC 9485's `SingleCharEsc`, letters apart.
const ESCAPED: &str = r"()*+-.?[\]^{|}";

/// `pattern` in the syntax of the `regex` crate.
pub(super) fn translate(pattern: &str) -> Result<String, NotIRegexp> {
    let mut pattern = Pattern::new(pattern);
    let mut open = Vec::new();
    // Whether an alternative begins here, and whether there is something to repeat.
    let mut begins = true;
    let mut repeatable = false;
    while let Some(c) = pattern.next() {
        let at = pattern.at - 1;
        let began = std::mem::replace(&mut begins, matches!(c, '(' | '|'));
        let could_repeat = std::mem::replace(&mut repeatable, true);
        match c {
            '|' => {
                pattern.out.push('|');
                repeatable = false;
            }
            '(' => {
                open.push(at);
                pattern.out.push_str("(?:");
                repeatable = false;
            }
            ')' if open.pop().is_some() => pattern.out.push(')'),
            '*' | '+' | '?' | '{' => {
                pattern.repeat(c, at, could_repeat)?;
                repeatable = false;
            }
            '.' => pattern.out.push_str(r"[^\n\r]"),
            '[' => pattern.class(at)?,
            '\\' => {
                let escape = pattern.escape(at)?;
                pattern.out.push_str(&escape.in_regex());
            }
            '^' if began && !pattern.repetition_comes_next() => {
                pattern.out.push('^');
                repeatable = false;
            }
            '$' if matches!(pattern.peek(), None | Some('|' | ')')) => {
                pattern.out.push('$');
                repeatable = false;
            }
            ')' | ']' | '}' => {
                return Err(wrong(at, 1, format!("`{c}` closes nothing"))
                    .help(format!("write `\\\\{c}` for the character")));
            }
            c => pattern.out.push_str(&literal(c)),
        }
    }
    match open.pop() {
        Some(at) => Err(wrong(at, 1, "`(` is never closed".to_owned())
            .help(r"write `\\(` for the character".to_owned())),
        None => Ok(pattern.out),
    }
}

/// A pattern that is being read.
pub(super) struct Pattern {
    chars: Vec<char>,
    /// The character that is read next.
    pub(super) at: usize,
    /// What was read, translated.
    pub(super) out: String,
}

/// What a backslash and what follows stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Escape {
    /// One character.
    Char(char),
    /// `\p{Lu}`: any of a category.
    Category(String),
}

impl Escape {
    /// As the `regex` crate writes it.
    pub(super) fn in_regex(&self) -> String {
        match self {
            Self::Char(c) => literal(*c),
            Self::Category(category) => category.clone(),
        }
    }
}

impl Pattern {
    fn new(pattern: &str) -> Self {
        Self { chars: pattern.chars().collect(), at: 0, out: String::new() }
    }

    /// Passes a character.
    pub(super) fn next(&mut self) -> Option<char> {
        let c = self.peek();
        self.at += usize::from(c.is_some());
        c
    }

    /// The next character.
    pub(super) fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    /// The character after the next.
    pub(super) fn peek_second(&self) -> Option<char> {
        self.chars.get(self.at + 1).copied()
    }

    fn repetition_comes_next(&self) -> bool {
        matches!(self.peek(), Some('*' | '+' | '?' | '{'))
    }

    /// `*`, `+`, `?`, `{2}`, `{2,}`, `{2,5}`
    fn repeat(&mut self, c: char, at: usize, could_repeat: bool) -> Result<(), NotIRegexp> {
        if !could_repeat {
            let before = at.checked_sub(1).and_then(|before| self.chars.get(before));
            return Err(match before {
                Some('*' | '+' | '?' | '}') => {
                    wrong(at, 1, format!("I-Regexp has no `{c}` after a repetition")).help(
                        "leave it out: whether a text matches does not depend on it".to_owned(),
                    )
                }
                Some('(') if c == '?' => wrong(at, 1, "I-Regexp has no `(?`".to_owned())
                    .help("write `( )`; nothing is captured".to_owned()),
                _ => wrong(at, 1, format!("there is nothing for `{c}` to repeat"))
                    .help(format!("write `\\\\{c}` for the character")),
            });
        }
        self.out.push(c);
        if c != '{' {
            return Ok(());
        }
        let start = self.at;
        self.digits();
        let some = self.at > start;
        if self.peek() == Some(',') {
            self.at += 1;
            self.digits();
        }
        if !some || self.next() != Some('}') {
            let length = self.at - at;
            return Err(wrong(at, length, "a repetition is `{2}`, `{2,}` or `{2,5}`".to_owned())
                .help(r"write `\\{` for the character".to_owned()));
        }
        self.out.extend(&self.chars[start..self.at]);
        Ok(())
    }

    fn digits(&mut self) {
        while self.peek().is_some_and(|c| c.is_ascii_digit()) {
            self.at += 1;
        }
    }

    /// What follows the backslash at `at`.
    pub(super) fn escape(&mut self, at: usize) -> Result<Escape, NotIRegexp> {
        let Some(c) = self.next() else {
            return Err(wrong(at, 1, "nothing follows the backslash".to_owned())
                .help(r"write `\\\\` for the character".to_owned()));
        };
        Ok(match c {
            'n' => Escape::Char('\n'),
            'r' => Escape::Char('\r'),
            't' => Escape::Char('\t'),
            'p' | 'P' => Escape::Category(self.category(at, c)?),
            c if ESCAPED.contains(c) => Escape::Char(c),
            c => return Err(no_escape(at, c)),
        })
    }

    /// `{Lu}` after `\p`.
    fn category(&mut self, at: usize, p: char) -> Result<String, NotIRegexp> {
        let start = self.at + 1;
        let mut name = String::new();
        if self.next() == Some('{') {
            while let Some(c) = self.next() {
                if c == '}' {
                    break;
                }
                name.push(c);
            }
        }
        if is_category(&name) && self.chars.get(start + name.len()) == Some(&'}') {
            return Ok(format!("\\{p}{{{name}}}"));
        }
        Err(wrong(at, self.at - at, format!("`\\{p}` takes a category of Unicode")).help(format!(
            "write `\\\\{p}{{L}}` for letters, `{{Lu}}` for capitals, `{{Nd}}` for digits"
        )))
    }
}

/// RFC 9485's `IsCategory`.
fn is_category(name: &str) -> bool {
    let mut chars = name.chars();
    let minor = match chars.next() {
        Some('L') => "lmotu",
        Some('M') => "cen",
        Some('N') => "dlo",
        Some('P') => "cdefios",
        Some('Z') => "lps",
        Some('S') => "ckmo",
        Some('C') => "cfno",
        Some(_) | None => return false,
    };
    chars.next().is_none_or(|c| minor.contains(c)) && chars.next().is_none()
}

fn no_escape(at: usize, c: char) -> NotIRegexp {
    let help = match c {
        'd' => "write `[0-9]`".to_owned(),
        'D' => "write `[^0-9]`".to_owned(),
        'w' => "write `[A-Za-z0-9_]`".to_owned(),
        'W' => "write `[^A-Za-z0-9_]`".to_owned(),
        's' => r"write `[ \\t\\n\\r]`".to_owned(),
        'S' => r"write `[^ \\t\\n\\r]`".to_owned(),
        'b' | 'B' => "`match` compares the whole text, `search` any part of it".to_owned(),
        'A' => "write `^`, or use `match`".to_owned(),
        'z' | 'Z' => "write `$`, or use `match`".to_owned(),
        '$' => "write `[$]`".to_owned(),
        '1'..='9' => "there are no references to groups".to_owned(),
        c => format!("write `{c}` without the backslash"),
    };
    wrong(at, 2, format!("I-Regexp (RFC 9485) has no `\\{c}`")).help(help)
}

/// A character that stands for itself, as the `regex` crate writes it.
pub(super) fn literal(c: char) -> String {
    if c.is_ascii_alphanumeric() || !c.is_ascii() {
        c.to_string()
    } else {
        format!(r"\x{{{:x}}}", u32::from(c))
    }
}

/// A mistake without a way out.
pub(super) fn wrong(at: usize, length: usize, message: String) -> NotIRegexp {
    NotIRegexp { at, length, message, help: None }
}

impl NotIRegexp {
    /// Adds the way out.
    pub(super) fn help(mut self, help: String) -> Self {
        self.help = Some(help);
        self
    }
}
