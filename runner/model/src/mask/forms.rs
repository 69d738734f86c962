//! The forms in which a secret may reappear.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use crate::percent::percent_encoded;

/// Every form to look for. None is shorter than four characters.
pub(super) fn of(secret: &str) -> Vec<String> {
    let mut forms = vec![secret.to_owned()];
    // JSON inside a JSON string (an echoed body, a log line), and inside base64 (a token's claims).
    let in_json: BTreeSet<String> = json_escaped(secret).into_iter().collect();
    // Of the secret itself they are below.
    for form in in_json.iter().filter(|form| *form != secret) {
        forms.extend(json_escaped(form));
        forms.extend(base64_at_any_offset(form.as_bytes()));
    }
    forms.extend(in_json);
    forms.extend(html_escaped(secret));
    for keep in [&b"-_.~"[..], b"-_.~!*'()", b"-_.~!$&'()*+,;=:@/?"] {
        let encoded = percent_encoded(secret, |byte| keep.contains(&byte));
        for encoded in [encoded.replace("%20", "+"), encoded] {
            forms.push(encoded.to_lowercase_escapes());
            forms.push(encoded);
        }
    }
    forms.extend(base64_at_any_offset(secret.as_bytes()));
    forms.retain(|form| form.chars().count() >= 4);
    forms
}

/// As encoders differ: with or without `\/`; with `<`, `>` and `&`, or everything beyond ASCII, as
/// `\u003c` or `\u003C`.
fn json_escaped(secret: &str) -> Vec<String> {
    let quoted = serde_json::to_string(secret).expect("text is always JSON");
    let plain = &quoted[1..quoted.len() - 1];
    let escaped: [fn(char) -> bool; 3] =
        [|_| false, |c| !c.is_ascii(), |c| matches!(c, '<' | '>' | '&')];
    let mut forms = Vec::new();
    for text in [plain.to_owned(), plain.replace('/', "\\/")] {
        for escaped in escaped {
            forms.push(unicode_escaped(&text, escaped, false));
            forms.push(unicode_escaped(&text, escaped, true));
        }
    }
    forms
}

fn unicode_escaped(text: &str, escaped: fn(char) -> bool, capitals: bool) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if escaped(c) {
            let units = c.encode_utf16(&mut [0; 2]).to_vec();
            out.extend(units.into_iter().map(|unit| match capitals {
                true => format!("\\u{unit:04X}"),
                false => format!("\\u{unit:04x}"),
            }));
        } else {
            out.push(c);
        }
    }
    out
}

/// As pages show it; the quotes differ from one template language to the next.
fn html_escaped(secret: &str) -> Vec<String> {
    let text = secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let quotes = [
        ("\"", "'"),
        ("&quot;", "'"),
        ("&quot;", "&#39;"),
        ("&quot;", "&#039;"),
        ("&quot;", "&#x27;"),
        ("&quot;", "&apos;"),
        ("&#34;", "&#39;"),
    ];
    quotes.map(|(double, single)| text.replace('"', double).replace('\'', single)).to_vec()
}

trait LowercaseEscapes {
    fn to_lowercase_escapes(&self) -> String;
}

impl LowercaseEscapes for String {
    /// `%2F` as `%2f`; the rest as it is.
    fn to_lowercase_escapes(&self) -> String {
        let mut left = 0;
        self.chars()
            .map(|c| {
                if c == '%' {
                    left = 2;
                    return c;
                }
                if left > 0 {
                    left -= 1;
                    return c.to_ascii_lowercase();
                }
                c
            })
            .collect()
    }
}

/// The base64 of `secret` wherever it stands in a longer text: three groupings of bytes, of each
/// the characters that depend on the secret alone.
fn base64_at_any_offset(secret: &[u8]) -> Vec<String> {
    let mut forms = Vec::new();
    for before in 0..3_usize {
        let mut bytes = vec![0; before];
        bytes.extend_from_slice(secret);
        // Whole characters that come from bytes before the secret, or share bits with them.
        let first = (before * 8).div_ceil(6);
        let last = bytes.len() * 8 / 6;
        for engine in [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD] {
            let text = engine.encode(&bytes);
            forms.push(text[first..last].to_owned());
            if before == 0 {
                forms.push(text);
            }
        }
    }
    forms
}
