//! Regular expressions.

use regex::Regex;

use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Pattern, Subject};
use crate::read::Reader;
use crate::source::Span;
use crate::yaml::Node;

impl Reader<'_> {
    /// A regular expression, compiled.
    pub(crate) fn pattern(&mut self, node: &Node) -> Option<Pattern> {
        let source = self.text(node)?.value;
        self.compile(&source, node.span)
    }

    /// `/…/`, as the subject `regex` has it.
    pub(super) fn slashed_pattern(&mut self, text: &str, span: Span) -> Option<Subject> {
        let inside = text.strip_prefix('/').and_then(|rest| rest.rsplit_once('/'));
        match inside {
            Some((source, "")) => Some(Subject::Regex(self.compile(source, span)?)),
            Some((source, flags)) if flags.chars().all(|c| c.is_ascii_lowercase()) => {
                let message =
                    format!("nothing may follow the `/` that ends it, and `{flags}` does");
                self.mistake(Code::E213, span, message, &format!("write `/(?{flags}){source}/`"));
                None
            }
            Some(_) | None => {
                let message =
                    format!("the regular expression `{text}` does not stand between `/` and `/`");
                self.mistake(Code::E213, span, message, &format!("write `regex /{text}/`"));
                None
            }
        }
    }

    fn compile(&mut self, source: &str, span: Span) -> Option<Pattern> {
        if let Some(regex) = self.patterns.get(source) {
            return Some(Pattern { source: source.to_owned(), regex: regex.clone() });
        }
        match Regex::new(source) {
            Ok(regex) => {
                self.patterns.insert(source.to_owned(), regex.clone());
                Some(Pattern { source: source.to_owned(), regex })
            }
            Err(error) => {
                let message = format!("cannot read this regular expression: {}", reason(&error));
                let mistake = Diagnostic::new(Code::E213, self.first_line(span), message);
                self.report(match help(source) {
                    Some(help) => mistake.help(help),
                    None => mistake,
                });
                None
            }
        }
    }
}

/// The last line of the crate's message, without its drawing.
fn reason(error: &regex::Error) -> String {
    if matches!(error, regex::Error::CompiledTooBig(_)) {
        return "it is too large".to_owned();
    }
    let text = error.to_string();
    let line = text.lines().last().unwrap_or_default().trim();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}

fn help(source: &str) -> Option<&'static str> {
    if source.contains("{{") {
        Some(
            "templates cannot stand in a regular expression: compare with `starts_with`, `contains` or `is`",
        )
    } else if source.contains("(?=")
        || source.contains("(?!")
        || source.contains("(?<=")
        || source.contains("(?<!")
    {
        Some("write a second matcher instead, or `not: { matches: … }`")
    } else if source.starts_with('*') {
        Some("this is a regular expression: `.*` stands for any text")
    } else {
        None
    }
}
