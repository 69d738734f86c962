//! Addresses: of pages, of servers, of people; and secrets, which are not written out.

use url::Url;

use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Piece, Template};
use crate::read::{Fields, Reader};
use crate::source::Spanned;
use crate::yaml::Node;

impl Reader<'_> {
    /// A key with the address of a page for people.
    pub(super) fn page(&mut self, fields: Fields<'_>, key: &str) -> Option<String> {
        let text = self.some_text(fields.get(key)?, &format!("`{key}`"))?;
        let is_page = |url: &Url| matches!(url.scheme(), "http" | "https");
        if Url::parse(&text.value).as_ref().is_ok_and(is_page) {
            return Some(text.value);
        }
        let message = format!("`{}` is no address of a page", text.value);
        self.mistake(Code::E216, text.span, message, "write it whole: `https://HOST/PATH`");
        None
    }

    /// A URL that stands on its own: there is no service that it could be relative to.
    pub(super) fn whole_url(&mut self, node: &Node) -> Option<Template> {
        let before = self.mistakes();
        let relative = self.relative_url;
        let url = self.url(node);
        self.relative_url = relative;
        let url = url?;
        if self.mistakes() > before {
            return None;
        }
        let whole = match url.pieces.first() {
            Some(Piece::Text(start)) => start.starts_with("http"),
            Some(Piece::Expr(_)) | None => true,
        };
        if !whole {
            let message = "there is no service here that this could belong to".to_owned();
            self.mistake(Code::E216, node.span, message, "write it whole: `https://HOST/PATH`");
            return None;
        }
        Some(url)
    }

    /// A key with a secret: it comes from `secrets`, in whole or in part. One that is written out
    /// is not shown.
    pub(super) fn secret_at(&mut self, fields: Fields<'_>, key: &str) -> Option<Template> {
        let node = fields.get(key)?;
        if node.scalar().is_some_and(|scalar| !scalar.text.contains("{{")) {
            self.written_out(node, key);
            return None;
        }
        self.text_template(node)
    }

    /// E405.
    pub(super) fn written_out(&mut self, node: &Node, key: &str) {
        self.report(
            Diagnostic::new(Code::E405, node.span, format!("the secret in `{key}` is written out"))
                .help(
                    "say where it comes from in `secrets` of the project, and use it: `\"{{secret.NAME}}\"`",
                )
                .hiding(node.span),
        );
    }

    /// The address of a mailbox: `ops@example.com`, `Ops <ops@example.com>`.
    pub(super) fn mailbox(&mut self, node: &Node) -> Option<Spanned<String>> {
        let text = self.some_text(node, "an e-mail address")?;
        if is_mailbox(&text.value) {
            return Some(text);
        }
        let message = format!("`{}` is no e-mail address", text.value.escape_debug());
        let help = "write `NAME@HOST`, or `Name <NAME@HOST>`";
        self.mistake(Code::E212, text.span, message, help);
        None
    }
}

/// Whether it can be one: servers decide whether it is.
fn is_mailbox(text: &str) -> bool {
    let (name, address) = match text.strip_suffix('>').map(|text| text.rsplit_once('<')) {
        Some(Some((name, address))) => (name, address),
        Some(None) => return false,
        None => ("", text),
    };
    let part = |part: &str| {
        !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || "<>,;\"()".contains(c))
    };
    !name.contains(['<', '>', '\n', '\r'])
        && !text.contains(|c: char| c.is_control())
        && address
            .rsplit_once('@')
            .is_some_and(|(local, host)| part(local) && !local.contains('@') && part(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailbox_has_a_name_and_a_host() {
        for right in ["a@b", "Ops Team <ops@example.com>", "ops+x@example.com", "<a@b>"] {
            assert!(is_mailbox(right), "{right}");
        }
        for wrong in ["", "a", "a@", "@b", "a b@c", "a@b@c", "Ops ops@c>", "<a@b", "a@b\nBcc: c@d"]
        {
            assert!(!is_mailbox(wrong), "{wrong}");
        }
    }
}
