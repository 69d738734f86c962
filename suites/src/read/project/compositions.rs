//! How availability adds up.

use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Composition, CompositionKind, CompositionNode};
use crate::read::keys::{AT_LEAST, NODE, NODE_KINDS};
use crate::read::{Fields, Reader};
use crate::yaml::{Entry, Node};

/// The way out.
const KINDS: &str = "write a name, `series: […]`, `any_of: […]` or `at_least: { n: 2, of: […] }`";

impl Reader<'_> {
    /// An entry of `composition`. Names are taken for monitors: which are compositions is known
    /// when all have been read.
    pub(super) fn composition(&mut self, entry: &Entry) -> Option<Composition> {
        let name = self.named(&entry.key.value, entry.key.span);
        let root = self.composition_node(&entry.value);
        Some(Composition { name: name?, root: root? })
    }

    fn composition_node(&mut self, node: &Node) -> Option<CompositionNode> {
        if node.scalar().is_some() {
            let of = self.monitor_ref(node)?;
            let kind = CompositionKind::Monitor(of.value);
            return Some(CompositionNode { kind, customer_responsible: false, span: of.span });
        }
        if node.items().is_some() {
            let mistake = self.wrong_type("a name or a map", node);
            self.report(mistake.help(KINDS));
            return None;
        }
        let before = self.mistakes();
        let fields = self.fields(node, &NODE)?;
        let written: Vec<&Entry> = fields.of(NODE_KINDS).collect();
        let [one] = written.as_slice() else {
            match written.as_slice() {
                [first, second, ..] => self.report(
                    Diagnostic::new(Code::E209, second.key.span, "a part is made of one thing")
                        .related(first.key.span, "the other one")
                        .help("put one of them into the other's list"),
                ),
                _ if self.mistakes() == before => {
                    let message = "this part of a composition is made of nothing".to_owned();
                    self.mistake(Code::E208, fields.span, message, KINDS);
                }
                _ => {}
            }
            return None;
        };
        let customer = fields.get("customer_responsible").and_then(|node| self.boolean(node));
        let (kind, span) = match one.key.value.as_str() {
            "series" => (CompositionKind::Series(self.parts_of(&one.value)?), one.key.span),
            "any_of" => (CompositionKind::AnyOf(self.parts_of(&one.value)?), one.key.span),
            "at_least" => (self.at_least(&one.value)?, one.key.span),
            _ => {
                let of = self.monitor_ref(&one.value)?;
                (CompositionKind::Monitor(of.value), of.span)
            }
        };
        if one.key.value != "node" {
            self.only_of_a_node(fields);
        }
        let customer_responsible = customer.unwrap_or_default() && one.key.value == "node";
        Some(CompositionNode { kind, customer_responsible, span })
    }

    fn only_of_a_node(&mut self, fields: Fields<'_>) {
        let message = "`customer_responsible` belongs to a `node`";
        let help = "say it of each: `{ node: NAME, customer_responsible: true }`";
        self.of_no_use(fields, "customer_responsible", message, help);
    }

    /// At least one part.
    fn parts_of(&mut self, node: &Node) -> Option<Vec<CompositionNode>> {
        let Some(items) = node.items() else {
            let mistake = self.wrong_type("a list of parts", node);
            self.report(mistake.help("write `[a, b]`, or one on a line"));
            return None;
        };
        if items.is_empty() {
            let message = "there is no part here".to_owned();
            self.mistake(Code::E211, node.span, message, "name at least one");
            return None;
        }
        Some(items.iter().filter_map(|item| self.composition_node(item)).collect())
    }

    fn at_least(&mut self, node: &Node) -> Option<CompositionKind> {
        let fields = self.fields(node, &AT_LEAST)?;
        let n = fields.get("n").and_then(|node| self.integer(node, 1));
        let of = fields.get("of").and_then(|node| self.parts_of(node));
        let (n, of) = (n?, of?);
        let written = fields.get("of").and_then(Node::items).map_or(0, <[_]>::len);
        let ours = written - of.iter().filter(|part| part.customer_responsible).count();
        if n as usize > ours {
            let message = format!("{n} of {ours} can never be");
            let n = fields.get("n").map_or(fields.span, |node| node.span);
            let mistake = Diagnostic::new(Code::E511, n, message);
            self.report(if ours < written {
                mistake.help("those for which the customer is responsible do not count")
            } else {
                mistake.help(format!("write {ours} or less, or add to `of`"))
            });
            return None;
        }
        Some(CompositionKind::AtLeast { n, of })
    }
}
