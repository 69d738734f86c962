//! Bytes of a file in, its text out.

use thiserror::Error;

use crate::diagnostics::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// Why the bytes of a file are not text.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum NotText {
    /// It begins with the byte order mark of UTF-16.
    #[error("this file is UTF-16")]
    Utf16,
    /// It holds bytes that no text has.
    #[error("this is a binary file, not text")]
    Binary,
    /// Some bytes are not UTF-8.
    #[error("line {line} is not UTF-8")]
    NotUtf8 {
        /// The line with the first of them, counted from one.
        line: usize,
    },
}

impl NotText {
    /// The mistake (E114), at the beginning of the file.
    pub fn diagnostic(&self, file: FileId) -> Diagnostic {
        let help = match self {
            Self::Utf16 | Self::NotUtf8 { .. } => "save the file as UTF-8",
            Self::Binary => "a suite is a text file: is the path right?",
        };
        let start = Span { file, start: 0, end: 0 };
        Diagnostic::new(Code::E114, start, self.to_string()).help(help)
    }
}

/// The bytes of a file as text.
///
/// # Errors
/// When they are not UTF-8, or no text at all.
pub fn decode(bytes: Vec<u8>) -> Result<String, NotText> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(NotText::Utf16);
    }
    if bytes.contains(&0) {
        return Err(NotText::Binary);
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        NotText::NotUtf8 { line: good.iter().filter(|&&byte| byte == b'\n').count() + 1 }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_utf8_is_text() {
        assert_eq!(decode("größe: 1\n".into()), Ok("größe: 1\n".to_owned()));
        assert_eq!(decode(b"a: 1\nb: \xff\n".to_vec()), Err(NotText::NotUtf8 { line: 2 }));
        assert_eq!(decode(b"\x7fELF\0\0".to_vec()), Err(NotText::Binary));
        assert_eq!(decode(b"\xff\xfea\0".to_vec()), Err(NotText::Utf16));
    }
}
