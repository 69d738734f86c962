//! In which forms a secret could be read out of a text.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};

/// Every way in which `secret` could be read out of a text: as it is, as JSON, URLs, forms, HTML
/// and base64 write it, and those within HTML and JSON.
pub fn readable_forms(secret: &str) -> Vec<String> {
    let json = |text: &str| {
        let json = serde_json::Value::from(text).to_string();
        json[1..json.len() - 1].to_owned()
    };
    let ascii: String = secret
        .chars()
        .map(|c| if c.is_ascii() { c.to_string() } else { format!("\\u{:04x}", u32::from(c)) })
        .collect();
    let form: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let percent = form.replace('+', "%20");
    let mut forms = vec![
        secret.to_owned(),
        json(secret),
        ascii.replace('"', "\\\""),
        form,
        percent.to_lowercase(),
        percent,
        STANDARD.encode(secret),
        STANDARD_NO_PAD.encode(secret),
        URL_SAFE.encode(secret),
        URL_SAFE_NO_PAD.encode(secret),
    ];
    // Within base64, at each offset: what is the same whatever stands around.
    for before in 0..3 {
        let encoded = STANDARD.encode([&b"xxx"[..before], secret.as_bytes(), b"yyy"].concat());
        forms.push(encoded[4..encoded.len() - 8].to_owned());
    }
    let within: Vec<String> =
        forms.iter().flat_map(|form| [json(form), html(form), html_of_templates(form)]).collect();
    forms.extend(within);
    forms.sort();
    forms.dedup();
    forms
}

fn html(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;")
}

/// As templates do, which write more letters as numbers.
fn html_of_templates(text: &str) -> String {
    html(text).replace('\'', "&#x27;").replace('`', "&#x60;").replace('=', "&#x3D;")
}
