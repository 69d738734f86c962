//! `use`: a flow, its inputs, and which of its outputs are kept.

use crate::language::{DataFile, FlowCall};
use crate::read::data_file::resolved;
use crate::read::{Fields, Reader};
use crate::yaml::Node;

impl Reader<'_> {
    /// The call of a flow. Whether its file is there is found out when it is loaded.
    pub(super) fn flow_call(&mut self, node: &Node, fields: Fields<'_>) -> Option<FlowCall> {
        let text = self.some_text(node, "the name of the flow's file")?;
        let path = resolved(self.folder(text.span), &text.value);
        let file = DataFile { written: text.value, path, span: text.span };
        let with = fields.get("with").map(|node| self.inputs_given(node)).unwrap_or_default();
        let save = fields.get("save").map(|node| self.outputs_kept(node)).unwrap_or_default();
        Some(FlowCall { file, with, save, flow: None })
    }

    fn inputs_given(
        &mut self,
        node: &Node,
    ) -> Vec<(crate::source::Spanned<String>, crate::language::ValueTemplate)> {
        let Some(entries) = node.entries() else {
            let mistake = self.wrong_type("a map of inputs", node);
            self.report(mistake.help("write `name: value`, one on a line"));
            return Vec::new();
        };
        entries.iter().map(|entry| (entry.key.clone(), self.value(&entry.value))).collect()
    }

    fn outputs_kept(&mut self, node: &Node) -> Vec<crate::source::Spanned<String>> {
        if let Some(entries) = node.entries() {
            let names: Vec<&str> = entries.iter().map(|entry| entry.key.value.as_str()).collect();
            let mistake = self.wrong_type("a list of the flow's outputs", node);
            self.report(mistake.help(format!("write `save: [{}]`", names.join(", "))));
            return Vec::new();
        }
        self.names(node)
    }
}
