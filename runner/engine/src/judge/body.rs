//! Subjects that look into a body: its text, JSON paths, CSS selectors, regular expressions.

use std::borrow::Cow;

use scraper::{Html, Selector};
use serde_json::Value;
use suites::{JsonPath, Pattern, Span};

use super::Facts;
use super::found::{BodyText, Found, Lack, Parsed};
use super::misfit::counted;
use super::words::Words;
use crate::fill::FillError;
use crate::json;
use crate::jsonpath::{self, Bound, check_bound};
use crate::request::Fault;

/// A body.
pub(super) fn of<'f>(bytes: &'f [u8], parsed: &'f Parsed) -> Found<'f> {
    match text(bytes, parsed) {
        Ok(body) => Found::Body(body),
        Err(lack) => Found::Binary(lack),
    }
}

/// A body that is text, without the mark that may stand before it.
pub(super) fn text<'f>(bytes: &'f [u8], parsed: &'f Parsed) -> Result<BodyText<'f>, Lack> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(BodyText::new(text.strip_prefix('\u{feff}').unwrap_or(text), parsed)),
        Err(error) => Err(Lack {
            got: format!("a body of {} that is not text", counted(bytes.len(), "byte")),
            hint: Some(format!("the byte at {} is not UTF-8", error.valid_up_to())),
        }),
    }
}

/// What a path finds.
pub(super) fn at_path<'f>(path: &'f JsonPath, facts: &'f Facts<'_>) -> Result<Found<'f>, Fault> {
    let bound = path
        .holes
        .iter()
        .map(|hole| {
            let value = facts.filler.expr(&hole.expr.value, 0);
            match value {
                Ok(value) => Ok((hole.placeholder.clone(), value)),
                Err(error) => Err(Fault { error, span: hole.expr.span }),
            }
        })
        .collect::<Result<Vec<Bound>, Fault>>()?;
    check_bound(path, &bound)
        .map_err(|cannot| Fault { error: FillError::Unfit(cannot.message), span: cannot.place })?;
    let root = match facts.json.get_or_init(|| json::parse(facts.body)) {
        Ok(root) => root,
        Err(why) => {
            let text = String::from_utf8_lossy(facts.body);
            let words = Words { masker: &facts.filler.world.masker, hidden: false };
            return Ok(Found::Unreadable(not_json(why, &text, &words)));
        }
    };
    let found = jsonpath::select(path, &bound, root);
    if !path.singular {
        return Ok(Found::List(found.into_iter().map(Cow::Borrowed).collect()));
    }
    Ok(match found.into_iter().next() {
        Some(value) => Found::value(value),
        None => Found::Absent(Lack::nothing(jsonpath::nearest(path, &bound, root).to_string())),
    })
}

/// Why a body cannot be looked into.
pub(super) fn not_json(why: &str, text: &str, words: &Words<'_>) -> Lack {
    if text.trim().is_empty() {
        return Lack {
            got: "an empty body".to_owned(),
            hint: Some("an empty body is not JSON".to_owned()),
        };
    }
    let got = match why.strip_prefix("not JSON: ") {
        Some(why) => format!("a body that is not JSON: {why}"),
        None => format!("a body that cannot be read: {why}"),
    };
    Lack { got, hint: Some(format!("the body begins {}", words.beginning(text))) }
}

/// The texts of the elements that a selector finds.
pub(super) fn selected<'f>(selector: &str, facts: &'f Facts<'_>) -> Result<Found<'f>, Fault> {
    let text = match facts.body_text() {
        Ok(body) => body.text,
        Err(lack) => return Ok(Found::Unreadable(lack)),
    };
    let selector = Selector::parse(selector).map_err(|error| Fault {
        error: FillError::Unfit(format!("`{selector}` is no CSS selector: {error}")),
        span: Span::default(),
    })?;
    let page = Html::parse_document(text);
    let texts = page.select(&selector).map(|element| {
        let text: String = element.text().collect();
        Cow::Owned(Value::from(text.trim()))
    });
    Ok(Found::List(texts.collect()))
}

/// The first group if there is one, else the match.
pub(super) fn matched<'f>(pattern: &Pattern, facts: &'f Facts<'_>) -> Found<'f> {
    let text = match facts.body_text() {
        Ok(body) => body.text,
        Err(lack) => return Found::Unreadable(lack),
    };
    match first_match(pattern, text) {
        Some(found) => Found::text(found),
        None => {
            let words = Words { masker: &facts.filler.world.masker, hidden: false };
            Found::Absent(Lack::nothing(match text {
                "" => "the body is empty".to_owned(),
                text => format!("nothing in the body matches; it begins {}", words.beginning(text)),
            }))
        }
    }
}

/// The first group if the expression has one that took part, else the match.
pub(super) fn first_match<'t>(pattern: &Pattern, text: &'t str) -> Option<&'t str> {
    let captures = pattern.regex.captures(text)?;
    captures.get(1).or_else(|| captures.get(0)).map(|found| found.as_str())
}
