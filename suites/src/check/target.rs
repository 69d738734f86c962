//! Where a URL goes, as far as its text tells.

use crate::language::{Expr, Piece, Template};
use crate::source::{Sources, Span, Spanned};

/// The scheme that names a service instead of a host.
const SERVICE: &str = "service://";

/// Where a URL goes.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Target<'a> {
    /// `service://orders/…`
    Service(&'a str),
    /// `/orders`: to the suite's service.
    Relative,
    /// `https://…`, or an expression in front: with the expressions that decide the host.
    Absolute(Vec<&'a Spanned<Expr>>),
}

/// Where `url` goes.
pub(super) fn target(url: &Template) -> Target<'_> {
    let Some(Piece::Text(text)) = url.pieces.first() else {
        return if url.pieces.is_empty() { Target::Relative } else { absolute(url) };
    };
    if let Some(rest) = text.strip_prefix(SERVICE) {
        return Target::Service(&rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())]);
    }
    let before_path = text.find(['/', '?', '#']).unwrap_or(text.len());
    if text[..before_path].ends_with(':') && text[before_path..].starts_with("//") {
        absolute(url)
    } else {
        Target::Relative
    }
}

/// The expressions up to the end of the host.
fn absolute(url: &Template) -> Target<'_> {
    let mut exprs = Vec::new();
    for piece in &url.pieces {
        match piece {
            Piece::Expr(expr) => exprs.push(expr),
            Piece::Text(text) => {
                let host = text.split_once("://").map_or(text.as_str(), |(_, host)| host);
                if host.contains(['/', '?', '#']) {
                    break;
                }
            }
        }
    }
    Target::Absolute(exprs)
}

/// The characters of the service's name in `service://NAME/…`.
pub(super) fn service_span(url: &Template, name: &str, sources: &Sources) -> Span {
    match sources.text(url.span).find(SERVICE) {
        Some(at) if !name.is_empty() => url.span.part(at + SERVICE.len(), name.len()),
        Some(_) | None => url.span,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::VarPath;

    /// `https://<host>/x` with `<…>` for an expression.
    fn url(text: &str) -> Template {
        let mut pieces = Vec::new();
        for (index, part) in text.split(['<', '>']).enumerate() {
            if index % 2 == 1 {
                let path = VarPath { root: part.to_owned(), rest: Vec::new() };
                pieces.push(Piece::Expr(Spanned::new(Expr::Var(path), Span::default())));
            } else if !part.is_empty() {
                pieces.push(Piece::Text(part.to_owned()));
            }
        }
        Template { source: text.into(), span: Span::default(), pieces }
    }

    fn hosts(text: &str) -> Vec<String> {
        match target(&url(text)) {
            Target::Absolute(exprs) => exprs
                .iter()
                .flat_map(|expr| expr.value.variables())
                .map(ToString::to_string)
                .collect(),
            other @ (Target::Service(_) | Target::Relative) => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_expressions_before_the_path_decide_the_host() {
        assert_eq!(hosts("https://<tenant>.example.com/<id>"), ["tenant"]);
        assert_eq!(hosts("<base>/orders/<id>"), ["base"]);
        assert_eq!(hosts("<scheme>://<host>:<port>/x"), ["scheme", "host", "port"]);
        assert_eq!(hosts("https://example.com"), Vec::<String>::new());
    }

    #[test]
    fn a_service_is_named_in_place_of_a_host() {
        assert_eq!(target(&url("service://orders/v1/<id>")), Target::Service("orders"));
        assert_eq!(target(&url("service://orders?x=1")), Target::Service("orders"));
        assert_eq!(target(&url("service://<name>/v1")), Target::Service(""));
    }

    #[test]
    fn everything_else_is_below_the_service_of_the_suite() {
        assert_eq!(target(&url("/orders/<id>")), Target::Relative);
        assert_eq!(target(&url("/redirect?to=https://example.com")), Target::Relative);
    }
}
