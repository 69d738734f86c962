//! Where a service is.

use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Endpoint, Piece, Settings, Template};
use crate::read::keys::ENDPOINT;
use crate::read::suggest::did_you_mean;
use crate::read::{Level, Reader};
use crate::yaml::{Entry, Node};

impl Reader<'_> {
    /// A service of an environment: its base URL, or a map with more.
    pub(super) fn endpoint(&mut self, entry: &Entry) -> Option<Endpoint> {
        let service = self.service_name(&entry.key.value, entry.key.span);
        let (url, settings) = match entry.value.scalar() {
            Some(_) => (self.base_url(&entry.value), Settings::default()),
            None => {
                let fields = self.fields(&entry.value, &ENDPOINT)?;
                let url = fields.get("url").and_then(|node| self.base_url(node));
                (url, self.settings(fields, Level::Project))
            }
        };
        Some(Endpoint { service: service?, url: url?, settings, span: entry.value.span })
    }

    /// `https://host/prefix`: paths are appended to it.
    fn base_url(&mut self, node: &Node) -> Option<Template> {
        let text = self.some_text(node, "the URL of a service")?;
        let url = self.template(&text.value, node.span);
        let mistake = |message: &str| Diagnostic::new(Code::E216, node.span, message);
        if let Some(Piece::Text(start)) = url.pieces.first()
            && !start.starts_with("https://")
            && !start.starts_with("http://")
        {
            let scheme = start.split_once("://").map(|(scheme, _)| scheme);
            let diagnostic = mistake("the URL of a service begins with `https://` or `http://`");
            self.report(match scheme {
                Some(_) => diagnostic,
                None => {
                    let local = start.starts_with("localhost") || start.starts_with("127.");
                    let scheme = if local { "http" } else { "https" };
                    diagnostic.help(did_you_mean(&format!("{scheme}://{}", text.value)))
                }
            });
            return None;
        }
        let has = |c: char| {
            url.pieces.iter().any(|piece| matches!(piece, Piece::Text(text) if text.contains(c)))
        };
        if has('?') || has('#') {
            let diagnostic = mistake("the URL of a service ends with its path");
            self.report(diagnostic.help("paths are appended to it: write the query on the step"));
            return None;
        }
        Some(url)
    }
}
