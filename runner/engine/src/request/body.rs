//! What is sent.

use serde_json::{Map, Value};
use suites::{Expr, Helper, Piece, RequestBody, Spanned, Template, ValueTemplate};

use super::headers::{span_of, texts};
use super::payload::{Filled, read};
use super::{Fault, Here, encode, multipart};
use crate::fill::{FillError, Filler, text_of};

/// Fills a step's body.
pub(super) fn body(body: &RequestBody, filler: &Filler<'_>) -> Result<Filled, Fault> {
    let text = |text: String, kind: &str| Filled {
        bytes: text.into(),
        content_type: Some(kind.to_owned()),
    };
    match body {
        RequestBody::Json(value) | RequestBody::JsonFile { value, .. } => {
            let value = filler.value(value).here(span_of(value).unwrap_or_default())?;
            Ok(text(value.to_string(), "application/json"))
        }
        RequestBody::Form(fields) => {
            let pairs = pairs(fields, filler)?;
            Ok(text(encode::encode_form(&pairs), "application/x-www-form-urlencoded"))
        }
        RequestBody::Multipart(parts) => multipart::multipart(parts, filler),
        RequestBody::Graphql { query, variables, operation } => {
            let document = graphql(query, variables.as_ref(), operation.as_ref(), filler)?;
            Ok(text(document.to_string(), "application/json"))
        }
        RequestBody::Xml(template) => {
            Ok(text(xml(template, filler).here(template.span)?, "application/xml; charset=utf-8"))
        }
        RequestBody::Text(template) => {
            let filled = filler.text(template).here(template.span)?;
            Ok(text(filled, "text/plain; charset=utf-8"))
        }
        RequestBody::File(file) => Ok(Filled { bytes: read(file)?, content_type: None }),
    }
}

/// Keys with their values; a list repeats its key, null leaves it out.
pub(super) fn pairs(
    fields: &[(Spanned<String>, ValueTemplate)],
    filler: &Filler<'_>,
) -> Result<Vec<(String, String)>, Fault> {
    let mut pairs = Vec::new();
    for (name, value) in fields {
        let span = span_of(value).unwrap_or(name.span);
        let texts = texts(&filler.value(value).here(span)?).here(span)?;
        pairs.extend(texts.into_iter().map(|text| (name.value.clone(), text)));
    }
    Ok(pairs)
}

fn graphql(
    query: &Template,
    variables: Option<&ValueTemplate>,
    operation: Option<&Template>,
    filler: &Filler<'_>,
) -> Result<Value, Fault> {
    let mut document = Map::new();
    document.insert("query".to_owned(), filler.text(query).here(query.span)?.into());
    if let Some(variables) = variables {
        let span = span_of(variables).unwrap_or(query.span);
        document.insert("variables".to_owned(), filler.value(variables).here(span)?);
    }
    if let Some(operation) = operation {
        let name = filler.text(operation).here(operation.span)?;
        document.insert("operationName".to_owned(), name.into());
    }
    Ok(Value::Object(document))
}

/// XML with values escaped, so that a `<` in data cannot begin an element; `raw` opts out.
fn xml(template: &Template, filler: &Filler<'_>) -> Result<String, FillError> {
    let mut filled = String::new();
    filler.pieces(template, |piece, value| {
        match piece {
            Piece::Text(text) => filled.push_str(text),
            Piece::Expr(expr) => {
                let text = text_of(&value, &expr.value)?;
                if matches!(expr.value, Expr::Call { helper: Helper::Raw, .. }) {
                    filled.push_str(&text);
                } else {
                    escape_xml(&text, &mut filled);
                }
            }
        }
        Ok(())
    })?;
    Ok(filled)
}

fn escape_xml(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            other => out.push(other),
        }
    }
}
