//! Pages for those who use the services.

use crate::diagnostics::Code;
use crate::language::{Publish, StatusComponent, StatusPage};
use crate::read::keys::STATUS_PAGE;
use crate::read::one_or_more::one_or_more;
use crate::read::{Fields, Reader};
use crate::yaml::Entry;

impl Reader<'_> {
    /// An entry of `status_pages`.
    pub(super) fn status_page(&mut self, entry: &Entry) -> Option<StatusPage> {
        let name = self.named(&entry.key.value, entry.key.span);
        let fields = self.fields(&entry.value, &STATUS_PAGE)?;
        let title = self.text_at(fields, "title");
        let components = self.status_components(fields)?;
        let publish = fields
            .get("publish")
            .and_then(|node| self.word_of(node, Publish::ALL, Publish::as_str))
            .unwrap_or(Publish::Nothing);
        let title = title.unwrap_or_else(|| entry.key.value.clone());
        Some(StatusPage { name: name?, title, components, publish, span: entry.key.span })
    }

    fn status_components(&mut self, fields: Fields<'_>) -> Option<Vec<StatusComponent>> {
        let node = fields.get("components")?;
        let Some(entries) = node.entries() else {
            let mistake = self.wrong_type("a map of components by name", node);
            self.report(mistake.help("write `NAME: [monitor]`, one on a line"));
            return None;
        };
        if entries.is_empty() {
            let message = "a status page without components shows nothing".to_owned();
            self.mistake(Code::E211, node.span, message, "add `NAME: [monitor]`");
        }
        let mut components = Vec::with_capacity(entries.len());
        for entry in entries {
            let nodes = one_or_more(&entry.value);
            if nodes.is_empty() {
                let message = format!("nothing says how `{}` is", entry.key.value);
                self.mistake(Code::E211, entry.value.span, message, "name a monitor");
            }
            let of = self.monitor_refs(nodes);
            components.push(StatusComponent { name: entry.key.clone(), of });
        }
        Some(components)
    }
}
