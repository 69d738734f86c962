//! Names that parts of the project give and mention.

use runner_model::{InvalidName, MonitorName, Severity, TestName};

use crate::diagnostics::Code;
use crate::language::MonitorRef;
use crate::read::one_or_more::one_or_more;
use crate::read::{Fields, Reader};
use crate::source::{Span, Spanned};
use crate::yaml::Node;

/// How urgent something is.
const SEVERITIES: &[(&str, Severity)] =
    &[("critical", Severity::Critical), ("warning", Severity::Warning), ("info", Severity::Info)];

impl Reader<'_> {
    /// A name of some kind.
    pub(super) fn named<N>(&mut self, text: &str, span: Span) -> Option<Spanned<N>>
    where
        N: for<'t> TryFrom<&'t str, Error = InvalidName>,
    {
        match N::try_from(text) {
            Ok(name) => Some(Spanned::new(name, span)),
            Err(invalid) => {
                let message = format!("`{text}` cannot be the name of {}", invalid.kind);
                self.mistake(Code::E215, span, message, invalid.rule);
                None
            }
        }
    }

    /// The name that stands there.
    pub(super) fn name_at<N>(&mut self, node: &Node) -> Option<Spanned<N>>
    where
        N: for<'t> TryFrom<&'t str, Error = InvalidName>,
    {
        let text = self.text(node)?;
        self.named(&text.value, text.span)
    }

    /// A key with a name or a list of them; none when it is not there.
    pub(super) fn names_at<N>(&mut self, fields: Fields<'_>, key: &str) -> Vec<Spanned<N>>
    where
        N: for<'t> TryFrom<&'t str, Error = InvalidName>,
    {
        let nodes = fields.get(key).map(one_or_more).unwrap_or_default();
        nodes.into_iter().filter_map(|node| self.name_at(node)).collect()
    }

    /// `checkout`, `checkout/pay`: a monitor, or one of its tests.
    pub(super) fn monitor_ref(&mut self, node: &Node) -> Option<Spanned<MonitorRef>> {
        let text = self.text(node)?;
        let (monitor, test) = match text.value.split_once('/') {
            Some((monitor, test)) => (monitor, Some(test)),
            None => (text.value.as_str(), None),
        };
        let monitor = self.named::<MonitorName>(monitor, text.span)?.value;
        let test = match test {
            Some(test) => Some(self.named::<TestName>(test, text.span)?.value),
            None => None,
        };
        Some(Spanned::new(MonitorRef { monitor, test }, text.span))
    }

    /// A key with a monitor or test, or a list of them; none when it is not there.
    pub(super) fn monitor_refs(&mut self, nodes: Vec<&Node>) -> Vec<Spanned<MonitorRef>> {
        nodes.into_iter().filter_map(|node| self.monitor_ref(node)).collect()
    }

    /// `severity`; `warning` when it is not written.
    pub(super) fn severity(&mut self, fields: Fields<'_>) -> Severity {
        let severity = fields.get("severity").and_then(|node| self.word(node, SEVERITIES));
        severity.unwrap_or(Severity::Warning)
    }

    /// A severity or a list of them; none when the key is not there.
    pub(super) fn severities(&mut self, fields: Fields<'_>) -> Vec<Severity> {
        let nodes = fields.get("severity").map(one_or_more).unwrap_or_default();
        nodes.into_iter().filter_map(|node| self.word(node, SEVERITIES)).collect()
    }

    /// One of the `words` of the language that an enum stands for.
    pub(super) fn word_of<W: Copy>(
        &mut self,
        node: &Node,
        words: &[W],
        as_str: fn(W) -> &'static str,
    ) -> Option<W> {
        let words: Vec<(&'static str, W)> =
            words.iter().map(|word| (as_str(*word), *word)).collect();
        self.word(node, &words)
    }

    /// A text that a key may hold.
    pub(super) fn text_at(&mut self, fields: Fields<'_>, key: &str) -> Option<String> {
        let node = fields.get(key)?;
        Some(self.some_text(node, &format!("`{key}`"))?.value)
    }
}
