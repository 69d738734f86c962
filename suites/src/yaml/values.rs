//! What is odd about single values of a text that can be read.

use super::traps::quoted_form;
use super::{Scalar, Style};
use crate::diagnostics::{Code, Diagnostic, Edit};
use crate::source::{Span, Spanned};

/// Looks at a value, below a key if it has one.
pub(super) fn look(
    scalar: &Scalar,
    span: Span,
    key: Option<&Spanned<String>>,
) -> Option<Diagnostic> {
    match scalar.style {
        Style::Plain => {
            let key = key.map_or("", |key| key.value.as_str());
            word(&scalar.text, span).or_else(|| number(&scalar.text, span, key))
        }
        Style::SingleQuoted | Style::DoubleQuoted => padded_template(&scalar.text, span),
        Style::Block => None,
    }
}

/// `True`, `~`: YAML knows them, JSON does not.
fn word(text: &str, span: Span) -> Option<Diagnostic> {
    let meant = match text {
        "True" | "TRUE" => "true",
        "False" | "FALSE" => "false",
        "~" | "Null" | "NULL" => "null",
        _ => return None,
    };
    let message = format!("`{text}` is read as `{meant}`");
    let help = format!("write `{meant}`, or quote it if it is text");
    let fix = Edit { span, text: meant.to_owned() };
    Some(Diagnostic { fix: vec![fix], ..Diagnostic::new(Code::W110, span, message).help(help) })
}

fn number(text: &str, span: Span, key: &str) -> Option<Diagnostic> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let quoted = quoted_form(text);
    let quoting = || Edit { span, text: quoted.clone() };
    if let Some(notation) = foreign(digits) {
        let message = format!("`{text}` is no number as JSON writes it");
        let plainly = match notation.plainly {
            Some(plainly) if text.starts_with('-') => format!("`-{plainly}`"),
            Some(plainly) => format!("`{plainly}`"),
            None => "in digits".to_owned(),
        };
        let help = format!("quote it if it is text, or write the number plainly: {plainly}");
        let help = match notation.is_number {
            true => help,
            false => format!("quote it: `{quoted}`"),
        };
        let mut diagnostic = Diagnostic::new(Code::E111, span, message).help(help);
        if notation.is_text {
            diagnostic.fix.push(quoting());
        }
        return Some(diagnostic);
    }
    let shortest = respelled(digits)?;
    let sign = if text.starts_with('-') { "-" } else { "" };
    let message = format!("`{text}` is the number {sign}{shortest}");
    let help = format!("quote it if the API returns text: `{quoted}`");
    let mut diagnostic = Diagnostic::new(Code::W110, span, message).help(help);
    if key == "version" || key.ends_with("_version") {
        diagnostic.fix.push(quoting());
    }
    Some(diagnostic)
}

/// A number in another notation than JSON's.
struct Foreign {
    /// In JSON's.
    plainly: Option<String>,
    /// It stands for a number.
    is_number: bool,
    /// It is surely meant as text: a number has no leading zeros.
    is_text: bool,
}

fn foreign(digits: &str) -> Option<Foreign> {
    let number =
        |plainly: Option<String>| Some(Foreign { plainly, is_number: true, is_text: false });
    if matches!(digits.to_ascii_lowercase().as_str(), ".inf" | ".nan") {
        return Some(Foreign { plainly: None, is_number: false, is_text: false });
    }
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(rest) = digits.strip_prefix(prefix) {
            let legal = !rest.is_empty() && rest.chars().all(|c| c.is_digit(radix));
            return if legal {
                number(u128::from_str_radix(rest, radix).ok().map(|value| value.to_string()))
            } else {
                None
            };
        }
    }
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if digits.contains('_') {
        let grouped = digits.split('_').all(all_digits);
        return if grouped { number(Some(digits.replace('_', ""))) } else { None };
    }
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    if whole.is_empty() && all_digits(fraction) {
        return number(Some(format!("0.{fraction}")));
    }
    if fraction.is_empty() && all_digits(whole) {
        return number(Some(whole.to_owned()));
    }
    if whole.len() > 1 && whole.starts_with('0') && all_digits(whole) && all_digits(fraction) {
        let plain = digits.trim_start_matches('0');
        let lead = if plain.is_empty() || plain.starts_with('.') { "0" } else { "" };
        let plainly = Some(format!("{lead}{plain}"));
        return Some(Foreign { plainly, is_number: true, is_text: !digits.contains('.') });
    }
    None
}

/// How JSON tools write the number, when they write it otherwise: `1.10` as 1.1.
fn respelled(digits: &str) -> Option<String> {
    let legal = serde_json::from_str::<serde_json::Number>(digits).is_ok();
    if !legal {
        return None;
    }
    if digits.contains(['e', 'E']) {
        let value: f64 = digits.parse().ok()?;
        let plain = if value.abs() < 1e15 { value.to_string() } else { format!("{value:e}") };
        return Some(plain).filter(|plain| plain != digits);
    }
    let (_, fraction) = digits.split_once('.')?;
    if !fraction.ends_with('0') {
        return None;
    }
    Some(digits.trim_end_matches('0').trim_end_matches('.').to_owned())
}

/// `"{{a}} "`: the space makes a text of what would have kept its type.
fn padded_template(text: &str, span: Span) -> Option<Diagnostic> {
    let inner = text.trim_matches([' ', '\t']);
    let alone = inner.len() < text.len()
        && inner.strip_prefix("{{")?.strip_suffix("}}")?.find("}}").is_none();
    if !alone {
        return None;
    }
    let message = format!("the space beside `{inner}` makes this text");
    Some(
        Diagnostic::new(Code::W112, span, message)
            .help("remove the space to keep the type of the value"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Option<Code> {
        let scalar = Scalar { text: text.to_owned(), style: Style::Plain };
        look(&scalar, Span::default(), None).map(|diagnostic| diagnostic.code)
    }

    #[test]
    fn numbers_that_json_has_otherwise_or_not_at_all_are_told() {
        for text in ["1.10", "1.0", "-2.50", "1e10", "1E5", "True", "NULL", "~"] {
            assert_eq!(code(text), Some(Code::W110), "{text}");
        }
        for text in ["0x1F", "0o17", "0b11", "02134", "00", "-007", "1_000", ".5", "5.", "-.inf"] {
            assert_eq!(code(text), Some(Code::E111), "{text}");
        }
    }

    #[test]
    fn numbers_dates_versions_and_words_are_left_alone() {
        for text in [
            "0",
            "1",
            "-1",
            "10",
            "100",
            "1.5",
            "0.5",
            "12345678901234567890123",
            "2xx",
            "1.2.3",
            "+49",
            "2024-01-31",
            "12:30",
            "00:30",
            "500ms",
            "1h30m",
            "99.9%",
            "1.10.0",
            "0xyz",
            "1,000",
            "a_b",
            "1_",
            "true",
            "null",
            "no",
            "on",
            "10.0.0.7",
            "08:00-09:00",
            "1.1e",
            "0755x",
            "...",
            ".env",
            "./x",
            "-",
            "1e",
            "0-1",
            "1.50s",
        ] {
            assert_eq!(code(text), None, "{text}");
        }
    }

    #[test]
    fn the_plain_number_is_offered() {
        let help = |text: &str| {
            let scalar = Scalar { text: text.to_owned(), style: Style::Plain };
            look(&scalar, Span::default(), None).unwrap().help.unwrap()
        };
        let plainly = |number: &str| {
            format!("quote it if it is text, or write the number plainly: `{number}`")
        };
        assert_eq!(help("0x1F"), plainly("31"));
        assert_eq!(help("-007"), plainly("-7"));
        assert_eq!(help("00.5"), plainly("0.5"));
        assert_eq!(help(".5"), plainly("0.5"));
        assert_eq!(help("1_000"), plainly("1000"));
    }
}
