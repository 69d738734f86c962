//! URLs: absolute, `service://NAME/path`, or relative to the suite's service.

use runner_model::ServiceName;
use url::Url;

use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Piece, Template};
use crate::read::Reader;
use crate::source::Span;
use crate::yaml::Node;

impl Reader<'_> {
    /// A URL with templates. What can be told before the run is checked.
    pub(crate) fn url(&mut self, node: &Node) -> Option<Template> {
        let text = self.text(node)?;
        if text.value.trim().is_empty() {
            let message = "the URL must not be empty".to_owned();
            self.mistake(Code::E211, node.span, message, "write it, as in `/orders`");
            return None;
        }
        let url = self.template(&text.value, node.span);
        match url.pieces.first() {
            Some(Piece::Text(start)) => {
                let relative = start.starts_with('/') && !start.starts_with("//");
                if relative {
                    self.relative_url.get_or_insert(node.span);
                }
                if let Some((message, help)) = wrong(start, &url) {
                    self.report(Diagnostic::new(Code::E216, node.span, message).help(help));
                }
            }
            // An expression at the very start supplies scheme and host.
            Some(Piece::Expr(_)) | None => {}
        }
        Some(url)
    }

    /// The name of a service.
    pub(crate) fn service_name(&mut self, text: &str, span: Span) -> Option<ServiceName> {
        match ServiceName::try_from(text) {
            Ok(name) => Some(name),
            Err(error) => {
                let message = format!("`{text}` cannot be the name of a service");
                self.mistake(Code::E215, span, message, error.rule);
                None
            }
        }
    }
}

/// Why a URL that begins with this text cannot be one, and the way out.
fn wrong(start: &str, url: &Template) -> Option<(String, String)> {
    let source = &*url.source;
    let say = |message: String, help: &str| Some((message, help.to_owned()));
    if source.contains(char::is_whitespace) && url.literal().is_some() {
        let (before, after) = source.split_once("://").unwrap_or(("", source));
        let host = if before.is_empty() { "" } else { after.split('/').next().unwrap_or_default() };
        let help = if before.contains(' ') || host.contains(' ') {
            "leave the space out".to_owned()
        } else {
            format!("write `{}`", source.trim().replace(' ', "%20"))
        };
        return Some(("a URL cannot hold a space".to_owned(), help));
    }
    if let Some(rest) = start.strip_prefix("service://") {
        let name = rest.split(['/', '?']).next().unwrap_or_default();
        let whole = rest.len() > name.len() || url.literal().is_some();
        if whole && name.is_empty() {
            let message = "the name of the service is missing".to_owned();
            return say(message, "write `service://NAME/path`");
        }
        if whole && let Err(error) = ServiceName::try_from(name) {
            let message = format!("`{name}` cannot be the name of a service");
            return say(message, error.rule);
        }
        return None;
    }
    if start.starts_with("http://") || start.starts_with("https://") {
        return match Url::parse(&filled(url)) {
            Ok(_) => None,
            Err(error) => {
                say(format!("this cannot be a URL: {error}"), "write `https://HOST/PATH`")
            }
        };
    }
    if start.starts_with("//") {
        return say("a URL begins with its scheme".to_owned(), "write `https:` before it");
    }
    if start.starts_with('/') {
        return None;
    }
    if let Some((scheme, _)) = start.split_once("://") {
        let message = format!("`{scheme}://` is not supported");
        return say(message, "a URL begins with `https://`, `http://`, `service://NAME/` or `/`");
    }
    let host = start.split(['/', '?']).next().unwrap_or_default();
    let looks_like_host = host.contains('.') || host.starts_with("localhost");
    let help = if looks_like_host {
        let scheme = if host.starts_with("localhost") { "http" } else { "https" };
        format!("write `{scheme}://{source}`")
    } else if source.contains("://") || host.contains(':') || start.starts_with(['?', '#']) {
        "a URL begins with `https://`, `http://`, `service://NAME/` or `/`".to_owned()
    } else {
        format!("write `/{source}`")
    };
    Some((format!("`{source}` is neither a whole URL nor a path"), help))
}

/// The URL with something harmless in the place of each expression: a digit in a port, a letter
/// anywhere else.
fn filled(url: &Template) -> String {
    let mut filled = String::new();
    for piece in &url.pieces {
        match piece {
            Piece::Text(text) => filled.push_str(text),
            Piece::Expr(_) => {
                let word = filled.trim_end_matches(|c: char| c.is_ascii_digit());
                filled.push(if word.ends_with(':') { '1' } else { 'x' });
            }
        }
    }
    filled
}
