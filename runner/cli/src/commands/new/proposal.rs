//! The suite that is proposed.

use std::time::Duration;

use serde_json::Value;

use super::address::Address;
use super::claims::{self, Claim};
use super::fetch::Fetched;
use super::home::Home;
use super::{page, written};

/// Longer names are cut.
const LONGEST_NAME: usize = 80;

/// A suite that the answer passes.
pub(super) fn suite(address: &Address, fetched: &Fetched, home: Option<&Home>) -> String {
    let content = Content::of(fetched);
    let mut lines = vec![
        "# Proposed from one answer: keep what must be so, take out what may change.".to_owned(),
        format!("name: {}", written::text(&name(address, fetched, &content))),
    ];
    if let Some(home) = home {
        lines.push(format!("service: {}", written::text(&home.service)));
    }
    if !address.hidden.is_empty() {
        lines.push("inputs:                 # better not in a file: `--set NAME=VALUE`, or a secret of an environment".to_owned());
    }
    for hidden in &address.hidden {
        let secret = if hidden.maskable { ", secret: true" } else { "" };
        lines.push(format!("  {}: {{ type: string, required: true{secret} }}", hidden.input));
    }
    lines.extend([
        "steps:".to_owned(),
        format!("  - get: {}", written::text(&target(address, home))),
    ]);
    if let Some(basic) = &address.basic {
        let [username, password] = [&basic.written_username, &basic.written_password];
        let (username, password) = (written::text(username), written::text(password));
        lines.push("    auth:".to_owned());
        lines.push(format!("      basic: {{ username: {username}, password: {password} }}"));
    }
    if fetched.redirects > 0 {
        let landed = address.masker.mask(&fetched.landed).replace(char::is_control, "");
        lines.push(format!("    follow_redirects: 5   # to {landed}"));
    }
    lines.push("    expect:".to_owned());
    for Claim { key, check } in expected(address, fetched, &content) {
        lines.push(format!("      {key}: {check}"));
    }
    lines.join("\n") + "\n"
}

/// What is worth knowing about the proposal, besides the proposal.
pub(super) fn notes(address: &Address, fetched: &Fetched) -> Vec<String> {
    let mut notes = Vec::new();
    let status = fetched.response.status;
    match status {
        200..=299 => {}
        401 | 403 => notes.push(format!(
            "{status} is expected, as a negative test; to be let in, write `auth:` and expect 200"
        )),
        500..=599 => notes.push(format!(
            "{status} is expected, because it was the answer; that is hardly how it should be"
        )),
        _ => notes
            .push(format!("{status} is expected, as a negative test, because it was the answer")),
    }
    if !address.hidden.is_empty() {
        let names: Vec<String> =
            address.hidden.iter().map(|hidden| format!("`{}`", hidden.input)).collect();
        let names = names.join(", ");
        notes
            .push(format!("what looks like a secret in the URL is an input of the suite: {names}"));
    }
    let says_json = content_type(fetched).is_some_and(|kind| kind.contains("json"));
    if says_json && !fetched.body.is_empty() && claims::parse(&fetched.body).is_none() {
        notes.push(
            "the answer says it is JSON and is not, so nothing is claimed of its body".to_owned(),
        );
    }
    notes
}

/// What the body is.
enum Content {
    Json(Value),
    Page { titles: Vec<String> },
    Text(String),
    Empty,
    Other,
}

impl Content {
    fn of(fetched: &Fetched) -> Self {
        let body = &fetched.body;
        let kind = content_type(fetched).unwrap_or_default().to_ascii_lowercase();
        if body.is_empty() {
            return Self::Empty;
        }
        let is_json =
            |value: &Value| kind.contains("json") || value.is_object() || value.is_array();
        if let Some(value) = claims::parse(body).filter(is_json) {
            return Self::Json(value);
        }
        let Ok(text) = std::str::from_utf8(body) else { return Self::Other };
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let start: String = text.trim_start().chars().take(14).collect();
        if kind.contains("html") || start.eq_ignore_ascii_case("<!doctype html") {
            return Self::Page { titles: page::titles(text) };
        }
        Self::Text(text.trim().to_owned())
    }
}

fn content_type(fetched: &Fetched) -> Option<String> {
    fetched.response.header("content-type")
}

/// `api.example.com/health answers`, or the page's title.
fn name(address: &Address, fetched: &Fetched, content: &Content) -> String {
    let ok = (200..300).contains(&fetched.response.status);
    let title = match content {
        Content::Page { titles } if ok => titles.first().map(|title| in_one_line(title)),
        Content::Page { .. }
        | Content::Json(_)
        | Content::Text(_)
        | Content::Empty
        | Content::Other => None,
    };
    let title = title.filter(|title| !title.is_empty() && address.masker.mask(title) == *title);
    if let Some(title) = title {
        return format!("{title} opens");
    }
    let url = &address.url;
    let host = url.host_str().unwrap_or_default();
    let path = url.path().trim_end_matches('/');
    let place = in_one_line(&format!("{host}{path}"));
    if ok {
        format!("{place} answers")
    } else {
        format!("{place} answers {}", fetched.response.status)
    }
}

fn in_one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line: String =
        words.join(" ").chars().filter(|c| !c.is_control() && !"{}".contains(*c)).collect();
    if line.chars().count() <= LONGEST_NAME {
        return line;
    }
    let cut: String = line.chars().take(LONGEST_NAME).collect();
    format!("{}…", cut.trim_end())
}

fn target(address: &Address, home: Option<&Home>) -> String {
    let Some(home) = home else { return address.written.clone() };
    match address.written.split_once('?') {
        Some((_, query)) => format!("{}?{query}", home.path),
        None => home.path.clone(),
    }
}

fn expected(address: &Address, fetched: &Fetched, content: &Content) -> Vec<Claim> {
    let claim = |key: &str, check: String| Claim { key: key.to_owned(), check };
    let took = fetched.took.as_millis();
    let limit = limit(fetched.took);
    let mut claims = vec![
        claim("status", fetched.response.status.to_string()),
        claim("time", format!("{{ under: {limit} }}   # it took {took} ms")),
    ];
    if let Some(check) = content_type(fetched).and_then(|kind| of_content_type(&kind)) {
        claims.push(claim("header content-type", check));
    }
    match content {
        Content::Json(root) => claims.extend(claims::of(root, &address.masker)),
        Content::Page { titles } => {
            let known = titles.iter().all(|title| address.masker.mask(title) == *title);
            claims.extend(page::claim(titles).filter(|_| known));
        }
        Content::Text(text) if is_phrase(text) && address.masker.mask(text) == *text => {
            claims.push(claim("body", format!("{{ contains: {} }}", written::text(text))));
        }
        Content::Empty => claims.push(claim("body", "{ empty: true }".to_owned())),
        Content::Text(_) | Content::Other => {}
    }
    claims
}

/// Generous, and round: the aim is to notice that it hangs, not that it is Monday.
fn limit(took: Duration) -> String {
    const STEP: u128 = 500;
    let wanted = (took.as_millis() * 3).clamp(STEP, 10_000);
    let rounded = wanted.div_ceil(STEP) * STEP;
    if rounded < 1000 || !rounded.is_multiple_of(1000) {
        format!("{rounded}ms")
    } else {
        format!("{}s", rounded / 1000)
    }
}

fn of_content_type(kind: &str) -> Option<String> {
    for part in ["json", "html"] {
        if kind.contains(part) {
            return Some(format!("{{ contains: {part} }}"));
        }
    }
    let essence = kind.split([';', ',']).next().unwrap_or_default().trim_end();
    let fits = |c: char| c.is_ascii_alphanumeric() || "/.+-".contains(c);
    let is_type = essence.contains('/') && essence.chars().all(fits);
    is_type.then(|| format!("{{ starts_with: {} }}", written::text(essence)))
}

/// `ok`, `pong`, `It works!`: short, and hardly made for this very answer.
fn is_phrase(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphabetic() || " -_.,!'".contains(c);
    !text.is_empty() && text.len() <= 40 && text.chars().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_three_times_what_was_measured_rounded_up() {
        for (took, limit) in
            [(1, "500ms"), (166, "500ms"), (167, "1s"), (400, "1500ms"), (9000, "10s")]
        {
            assert_eq!(super::limit(Duration::from_millis(took)), limit);
        }
    }

    #[test]
    fn a_content_type_is_claimed_without_its_parameters() {
        assert_eq!(
            of_content_type("application/problem+json; charset=utf-8").unwrap(),
            "{ contains: json }"
        );
        assert_eq!(
            of_content_type("text/plain;charset=utf-8").unwrap(),
            "{ starts_with: text/plain }"
        );
        assert_eq!(of_content_type("what?"), None);
    }
}
