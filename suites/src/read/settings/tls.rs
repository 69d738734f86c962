//! Certificates of both sides.

use std::path::PathBuf;

use crate::diagnostics::Code;
use crate::language::Tls;
use crate::read::keys::TLS;
use crate::read::{Fields, Reader};
use crate::yaml::Node;

impl Reader<'_> {
    pub(super) fn tls(&mut self, node: &Node) -> Option<Tls> {
        let fields = self.fields(node, &TLS)?;
        for (key, other) in [("cert", "key"), ("key", "cert")] {
            if let Some(entry) = fields.entry(key)
                && fields.get(other).is_none()
            {
                let message = format!("`{key}` needs `{other}` beside it");
                let help = "a client's certificate and its key belong together";
                self.mistake(Code::E208, entry.key.span, message, help);
            }
        }
        Some(Tls {
            ca: self.file_path(fields, "ca"),
            cert: self.file_path(fields, "cert"),
            key: self.file_path(fields, "key"),
            verify: fields.get("verify").and_then(|node| self.boolean(node)).unwrap_or(true),
            server_name: fields.get("server_name").and_then(|node| self.text_template(node)),
            span: node.span,
        })
    }

    fn file_path(&mut self, fields: Fields<'_>, key: &str) -> Option<PathBuf> {
        let text = self.some_text(fields.get(key)?, "the name of a file")?;
        Some(self.data_file(&text.value, text.span).path)
    }
}
