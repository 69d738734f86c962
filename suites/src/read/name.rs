//! Names of variables.

use crate::diagnostics::{Code, Diagnostic};
use crate::language::Helper;
use crate::read::Reader;
use crate::read::var_path::is_name;
use crate::source::{Span, Spanned};
use crate::yaml::Node;

/// Words before the first dot that are not variables of the suite.
pub(crate) const NAMESPACES: &[&str] = &["secret", "case", "tenant", "run", "request"];

/// Words that Handlebars takes for something else.
const RESERVED: &[&str] = &["true", "false", "null", "this", "as"];

impl Reader<'_> {
    /// A name that a variable is given here.
    pub(crate) fn variable_name(&mut self, name: &Spanned<String>) -> Option<Spanned<String>> {
        let word = name.value.as_str();
        let cannot = format!("`{word}` cannot be the name of a variable");
        let mistake = |code, message| Diagnostic::new(code, name.span, message);
        let mistake = if Helper::named(word).is_some() {
            mistake(Code::E207, format!("`{word}` is a helper, so no variable can be called so"))
                .help(format!("call it something else, such as `my_{word}`"))
        } else if NAMESPACES.contains(&word) {
            mistake(Code::E215, cannot)
                .help(format!("`{word}.` begins names of another kind: call it something else"))
        } else if RESERVED.contains(&word) || word.starts_with("else") {
            mistake(Code::E215, cannot)
                .help("`{{…}}` would read it as a word of Handlebars: call it something else")
        } else if !is_name(word) {
            let legal: String = word
                .chars()
                .map(|c| if c.is_alphanumeric() || c == '_' { c } else { '_' })
                .collect();
            let mistake = mistake(Code::E215, cannot);
            if is_name(&legal) {
                mistake.help(format!("write letters, digits and `_`: `{legal}`"))
            } else {
                mistake
                    .help("a name begins with a letter or `_`; then letters, digits, `_` and `-`")
            }
        } else {
            return Some(name.clone());
        };
        self.report(mistake);
        None
    }

    /// A list of names of variables.
    pub(crate) fn names(&mut self, node: &Node) -> Vec<Spanned<String>> {
        let Some(items) = node.items() else {
            let mistake = self.wrong_type("a list of names", node);
            self.report(match node.scalar() {
                Some(scalar) => mistake.help(format!("write `[{}]`", scalar.text)),
                None => mistake.help("write `[token]`"),
            });
            return Vec::new();
        };
        let mut names: Vec<Spanned<String>> = Vec::with_capacity(items.len());
        for item in items {
            let Some(text) = self.text(item) else { continue };
            let Some(name) = self.variable_name(&text) else { continue };
            match names.iter().find(|known| known.value == name.value) {
                Some(first) => self.twice(&name.value, name.span, first.span),
                None => names.push(name),
            }
        }
        names
    }

    /// E201.
    pub(crate) fn twice(&mut self, name: &str, span: Span, first: Span) {
        let mistake = Diagnostic::new(Code::E201, span, format!("`{name}` is defined twice"));
        self.report(if first == span {
            mistake.help("an alias repeats this: define the name outside of the anchor")
        } else {
            mistake
                .label("again here")
                .related(first, "first here")
                .help("a name may be defined once: give one of them another")
        });
    }
}
