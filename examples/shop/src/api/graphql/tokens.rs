//! The words of a GraphQL document.

use std::fmt;

use serde_json::Number;

/// The document cannot be read.
#[derive(Debug, PartialEq)]
pub(super) struct Unread(pub(super) String);

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A word of a document.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// `query`
    Name(String),
    /// `"a text"`
    Text(String),
    /// `-1.5`
    Number(Number),
    /// `{`
    Sign(char),
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => write!(f, "`{name}`"),
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Sign(sign) => write!(f, "`{sign}`"),
        }
    }
}

/// Cuts a document into its words. Commas mean nothing in GraphQL.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, Unread> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '#' => rest.find('\n').unwrap_or(rest.len()),
            ',' | '\u{feff}' => first.len_utf8(),
            _ if first.is_whitespace() => first.len_utf8(),
            '"' => {
                let end =
                    end_of_text(rest).ok_or_else(|| Unread("A text does not end.".to_owned()))?;
                let read = serde_json::from_str(&rest[..end]);
                tokens
                    .push(Token::Text(read.map_err(|_| Unread("A text is garbled.".to_owned()))?));
                end
            }
            '-' | '0'..='9' => {
                let in_number = |c: char| c.is_ascii_digit() || "+-.eE".contains(c);
                let end = rest.find(|c| !in_number(c)).unwrap_or(rest.len());
                let number = rest[..end].parse();
                tokens.push(Token::Number(
                    number.map_err(|_| Unread(format!("`{}` is not a number.", &rest[..end])))?,
                ));
                end
            }
            '_' | 'a'..='z' | 'A'..='Z' => {
                let in_name = |c: char| c == '_' || c.is_ascii_alphanumeric();
                let end = rest.find(|c| !in_name(c)).unwrap_or(rest.len());
                tokens.push(Token::Name(rest[..end].to_owned()));
                end
            }
            '{' | '}' | '(' | ')' | ':' | '$' | '=' | '!' | '[' | ']' => {
                tokens.push(Token::Sign(first));
                1
            }
            _ => return Err(Unread(format!("Nothing here understands `{first}`."))),
        };
        rest = &rest[length..];
    }
    Ok(tokens)
}

/// Where the text that begins with a quotation mark ends.
fn end_of_text(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(at + 1),
            '\n' => return None,
            _ => {}
        }
    }
    None
}
