//! A suite's file as its page shows it. Secrets come from elsewhere and are never in it; what
//! stands in it like one all the same is not shown.

use std::collections::BTreeSet;

use runner_model::{MASK, Masker};
use runner_monitor::watch::Watch;
use suites::yaml::{Node, NodeKind};
use suites::{FileId, Suite, sensitive};

/// Below these keys stands what is sent.
const SENT: &[&str] = &[
    "auth",
    "cookies",
    "form",
    "headers",
    "json",
    "multipart",
    "query",
    "variables",
    "vars",
    "with",
];

/// Below these keys stands what came back.
const CAME_BACK: &[&str] = &["expect", "save", "until", "warn"];

/// Where a value stands.
#[derive(Clone, Copy)]
pub(super) struct Around<'n> {
    /// The key of the map around its own.
    pub(super) above: &'n str,
    /// It is sent.
    pub(super) sent: bool,
}

/// The file of a suite, without credentials that are written out.
pub(crate) fn written(watch: &Watch, suite: &Suite) -> String {
    let file = watch.sources.file(suite.file);
    let hidden = Masker::new(watch.project.mask.headers.clone());
    let shown = legible(suite.file, &file.text, &hidden);
    shown.unwrap_or_else(|| "(it cannot be shown)".to_owned())
}

/// `text` without credentials that are written out. `hidden` knows the headers that are never
/// shown. Nothing when it cannot be read.
fn legible(file: FileId, text: &str, hidden: &Masker) -> Option<String> {
    let root = suites::yaml::parse(file, text, &mut Vec::new())?;
    let mut places = BTreeSet::new();
    find(&root, "", Around { above: "", sent: false }, hidden, &mut places);
    without(text, &places)
}

/// `text` without what stands at these places, and without passwords in addresses.
pub(super) fn without(text: &str, places: &BTreeSet<(usize, usize)>) -> Option<String> {
    let mut shown = String::with_capacity(text.len());
    let mut copied = 0;
    for &(start, end) in places {
        let before = text.get(copied..start)?;
        shown.push_str(before);
        shown.push_str(MASK);
        copied = end;
    }
    shown.push_str(text.get(copied..)?);
    Some(without_passwords(&shown))
}

/// Notes where credentials are written out.
pub(super) fn find(
    node: &Node,
    key: &str,
    around: Around<'_>,
    hidden: &Masker,
    places: &mut BTreeSet<(usize, usize)>,
) {
    match &node.kind {
        NodeKind::Map(entries) => {
            for entry in entries {
                let name = entry.key.value.as_str();
                let sent = match name {
                    _ if SENT.contains(&name) => true,
                    _ if CAME_BACK.contains(&name) => false,
                    _ => around.sent,
                };
                find(&entry.value, name, Around { above: key, sent }, hidden, places);
            }
        }
        NodeKind::List(items) => {
            for item in items {
                find(item, key, around, hidden, places);
            }
        }
        NodeKind::Scalar(scalar) => {
            let is_written_out = !scalar.text.is_empty() && !scalar.text.contains("{{");
            if is_written_out && is_credential(key, around, hidden) {
                places.insert((node.span.start as usize, node.span.end as usize));
            }
        }
    }
}

fn is_credential(key: &str, around: Around<'_>, hidden: &Masker) -> bool {
    let by_place = match (around.above, key) {
        ("headers", name) => hidden.hides_header(name),
        ("cookies", _) | ("auth", "bearer") => true,
        ("api_key", "value") | ("oauth2", "client_secret") => true,
        _ => false,
    };
    by_place || around.sent && sensitive::names_secret(key)
}

/// A password within an address: `https://user:•••@shop.example.com`.
fn without_passwords(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + "://".len());
        shown.push_str(before);
        rest = after;
        let end = after.find(|c: char| c.is_whitespace() || matches!(c, '/' | '"' | '\'' | '?'));
        let host = &after[..end.unwrap_or(after.len())];
        if let Some((user, _)) = host.rsplit_once('@')
            && let Some((name, password)) = user.split_once(':')
            && !password.contains("{{")
        {
            shown.push_str(name);
            shown.push(':');
            shown.push_str(MASK);
            rest = &after[user.len()..];
        }
    }
    shown.push_str(rest);
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        legible(FileId(0), text, &Masker::new(["x-internal".to_owned()])).unwrap()
    }

    #[test]
    fn what_is_sent_as_a_credential_is_not_shown() {
        for (written, expected) in [
            (
                "headers: { authorization: Bearer abc, x-internal: \"a b\", accept: text/html }",
                "headers: { authorization: •••, x-internal: •••, accept: text/html }",
            ),
            ("auth: { bearer: abc }", "auth: { bearer: ••• }"),
            (
                "auth: { basic: { username: ana, password: 'hunter2' } }",
                "auth: { basic: { username: ana, password: ••• } }",
            ),
            (
                "auth: { api_key: { header: x-key, value: abc } }",
                "auth: { api_key: { header: x-key, value: ••• } }",
            ),
            (
                "steps:\n  - post: /login\n    json: { user: ana, password: hunter2 }\n",
                "steps:\n  - post: /login\n    json: { user: ana, password: ••• }\n",
            ),
            (
                "url: https://ana:hunter2@shop.example.com/a",
                "url: https://ana:•••@shop.example.com/a",
            ),
        ] {
            assert_eq!(shown(written), expected);
        }
    }

    #[test]
    fn what_comes_from_elsewhere_or_came_back_is_shown() {
        for text in [
            "headers: { authorization: \"Bearer {{secret.api}}\" }",
            "auth: { bearer: \"{{token}}\" }",
            "steps:\n  - post: /login\n    idempotency_key: auto\n    save: { token: $.token }\n",
            "steps:\n  - get: /me\n    expect: { $.token: string }\n",
            "url: https://ana:{{secret.pw}}@shop.example.com/",
        ] {
            assert_eq!(shown(text), text);
        }
    }
}
