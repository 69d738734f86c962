//! One value with its place, and how values are written.

use runner_model::MASK;
use serde_json::Value;
use suites::sensitive::names_secret;
use url::Url;

/// One value with its place.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// `vars`, `services`, …
    pub(super) section: &'static str,
    /// `user.email`
    pub(super) name: String,
    /// As it is shown.
    pub(super) shown: String,
    /// What it is compared by.
    pub(super) compared: String,
    /// `tripline.yaml:17`
    pub(super) place: String,
}

/// A value on one line. Text is written bare where it cannot be taken for something else.
pub(super) fn value(value: &Value) -> String {
    match value {
        Value::String(text) if is_bare(text) => text.clone(),
        Value::String(_)
        | Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::Array(_)
        | Value::Object(_) => value.to_string(),
    }
}

fn is_bare(text: &str) -> bool {
    text.starts_with(|c: char| !c.is_whitespace() && !"\"'[{".contains(c) || text.starts_with("{{"))
        && !text.ends_with(char::is_whitespace)
        && !text.contains(char::is_control)
        && serde_json::from_str::<Value>(text).is_err()
}

/// A value whose name says that it is a secret, though it stands there for everybody to read.
pub(super) fn masked(name: &str, shown: String) -> String {
    let is_literal = !shown.contains("{{") && !shown.contains(MASK) && shown != "null";
    let last = name.rsplit('.').next().unwrap_or(name);
    if is_literal && names_secret(last) { MASK.to_owned() } else { without_password(shown) }
}

/// A URL without the password in it.
pub(super) fn without_password(shown: String) -> String {
    if !shown.contains('@') || !shown.contains("://") {
        return shown;
    }
    let Ok(mut url) = Url::parse(&shown) else { return shown };
    if url.password().is_none() {
        return shown;
    }
    match url.set_password(Some("MASKED")) {
        Ok(()) => url.as_str().replacen(":MASKED@", &format!(":{MASK}@"), 1),
        Err(()) => shown,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn text_that_looks_like_something_else_is_quoted() {
        for (given, shown) in [
            (json!("EUR"), "EUR"),
            (json!("5"), "\"5\""),
            (json!(5), "5"),
            (json!(""), "\"\""),
            (json!("null"), "\"null\""),
            (json!("a\nb"), "\"a\\nb\""),
            (json!(" a"), "\" a\""),
            (json!([1, "a"]), "[1,\"a\"]"),
        ] {
            assert_eq!(value(&given), shown);
        }
    }

    #[test]
    fn a_literal_behind_the_name_of_a_secret_is_masked() {
        let masked = |name, shown: &str| masked(name, shown.to_owned());
        assert_eq!(masked("user.password", "letmein"), MASK);
        assert_eq!(masked("token_url", "https://h/t"), "https://h/t");
        assert_eq!(masked("password", "{{secret.x}}"), "{{secret.x}}");
        assert_eq!(masked("proxy", "http://ada:letmein@h:80/"), format!("http://ada:{MASK}@h/"));
    }
}
