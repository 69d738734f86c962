//! Values taken out of an answer.

use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Cast, Save};
use crate::read::keys::{SAVE, Shape};
use crate::read::{Fields, Reader};
use crate::source::Spanned;
use crate::yaml::{Entry, Node};

impl Reader<'_> {
    /// What a step saves.
    pub(super) fn saves(&mut self, fields: Fields<'_>) -> Vec<Save> {
        let Some(node) = fields.get("save") else { return Vec::new() };
        let Some(entries) = node.entries() else {
            let mistake = self.wrong_type("a map of names and subjects", node);
            self.report(mistake.help("write `save: { order_id: $.id }`"));
            return Vec::new();
        };
        if entries.is_empty() {
            let message = "`save` must not be empty".to_owned();
            self.mistake(Code::E211, node.span, message, "write `order_id: $.id`, or leave it out");
        }
        entries.iter().filter_map(|entry| self.save(entry)).collect()
    }

    fn save(&mut self, entry: &Entry) -> Option<Save> {
        let name = self.variable_name(&entry.key);
        let node = &*entry.value;
        if node.entries().is_none() {
            let (from, text, _) = self.save_from(node)?;
            return Some(Save {
                name: name?,
                from,
                text,
                regex: None,
                cast: None,
                secret: false,
                default: None,
                first: false,
            });
        }
        let fields = self.fields(node, &SAVE)?;
        let from = fields.get("from").and_then(|node| self.save_from(node));
        let casts = [
            ("string", Cast::String),
            ("number", Cast::Number),
            ("boolean", Cast::Boolean),
            ("json", Cast::Json),
        ];
        let regex = fields.get("regex").and_then(|node| self.pattern(node));
        let cast = fields.get("as").and_then(|node| self.word(node, &casts));
        let secret = fields.get("secret").and_then(|node| self.boolean(node)).unwrap_or(false);
        let first = fields.get("first").and_then(|node| self.boolean(node)).unwrap_or(false);
        let default = fields.get("default").map(|node| self.value(node));
        let (from, text, shape) = from?;
        self.check_first(fields, first, &text, shape);
        Some(Save { name: name?, from, text, regex, cast, secret, default, first })
    }

    fn save_from(
        &mut self,
        node: &Node,
    ) -> Option<(Spanned<crate::language::Subject>, String, Shape)> {
        if node.items().is_some() {
            let mistake = self.wrong_type("a subject", node);
            self.report(mistake.help("write one, as in `$.id` or `header location`"));
            return None;
        }
        let (subject, shape) = self.save_subject(node)?;
        let text = node.scalar().map(|scalar| scalar.text.clone()).unwrap_or_default();
        Some((Spanned::new(subject, node.span), text, shape))
    }

    /// `first` is for lists.
    fn check_first(&mut self, fields: Fields<'_>, first: bool, text: &str, shape: Shape) {
        let list = matches!(shape, Shape::List | Shape::Texts | Shape::Any);
        if let Some(entry) = fields.entry("first")
            && first
            && !list
        {
            let message = format!("`first` has no effect: `{text}` is no list");
            self.report(Diagnostic::new(Code::E221, entry.key.span, message).help("leave it out"));
        }
    }
}
