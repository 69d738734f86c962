//! Operators of other languages where YAML means something else by them: `> 5`, `!= 3`.

use super::line::BLANKS;
use super::quoted_form;

/// A comparison, as somebody wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::yaml) struct Comparison<'a> {
    /// `>=`
    pub(in crate::yaml) operator: &'a str,
    /// `5`
    pub(in crate::yaml) operand: &'a str,
}

/// The operators, longest first, with the matcher that is meant; none for *equals*.
const OPERATORS: &[(&str, Option<&str>)] = &[
    ("===", None),
    ("!==", Some("not")),
    (">=", Some("at_least")),
    ("=>", Some("at_least")),
    ("<=", Some("at_most")),
    ("=<", Some("at_most")),
    ("<>", Some("not")),
    ("!=", Some("not")),
    ("==", None),
    (">", Some("over")),
    ("<", Some("under")),
    ("!", Some("not")),
];

/// Reads a value as a comparison, when it cannot be anything else.
pub(in crate::yaml) fn read(value: &str) -> Option<Comparison<'_>> {
    let value = value.trim_matches(BLANKS);
    let (operator, _) = *OPERATORS.iter().find(|(operator, _)| value.starts_with(operator))?;
    let after = &value[operator.len()..];
    let operand = after.trim_start_matches(BLANKS);
    let sure = match operator {
        "!=" | "!==" => !operand.is_empty(),
        "==" | "===" => !operand.is_empty() && after.starts_with(' ') || is_amount(operand),
        _ => is_amount(operand),
    };
    sure.then_some(Comparison { operator, operand })
}

/// A number with or without a unit, a date, or a template.
fn is_amount(operand: &str) -> bool {
    let number = operand.strip_prefix('-').unwrap_or(operand);
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '%' | '_' | '-' | ':');
    number.starts_with(|c: char| c.is_ascii_digit()) && number.chars().all(plain)
        || operand.starts_with("{{") && operand.ends_with("}}")
        || operand.starts_with("\"{{") && operand.ends_with("}}\"")
}

impl Comparison<'_> {
    /// How it is written here: `{ over: 5 }`.
    pub(in crate::yaml) fn rewritten(&self) -> String {
        let operand = if self.operand.starts_with("{{") || self.operand.contains(": ") {
            quoted_form(self.operand)
        } else {
            self.operand.to_owned()
        };
        let matcher = OPERATORS.iter().find(|(operator, _)| *operator == self.operator);
        match matcher.and_then(|(_, matcher)| *matcher) {
            Some(matcher) => format!("{{ {matcher}: {operand} }}"),
            None => operand,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparisons_are_known_and_text_is_left_alone() {
        let rewritten = |text| read(text).map(|comparison| comparison.rewritten());
        assert_eq!(rewritten("> 5").as_deref(), Some("{ over: 5 }"));
        assert_eq!(rewritten(">=500ms").as_deref(), Some("{ at_least: 500ms }"));
        assert_eq!(rewritten("< {{limit}}").as_deref(), Some("{ under: \"{{limit}}\" }"));
        assert_eq!(rewritten("!= 3").as_deref(), Some("{ not: 3 }"));
        assert_eq!(rewritten("!=failed").as_deref(), Some("{ not: failed }"));
        assert_eq!(rewritten("== ok").as_deref(), Some("ok"));
        assert_eq!(rewritten("<= -1.5").as_deref(), Some("{ at_most: -1.5 }"));
        for text in ["<b>5</b>", "< five", "==", "=1+2", "<-- here", "-> 5", "", "<any>"] {
            assert_eq!(rewritten(text), None, "{text}");
        }
    }
}
