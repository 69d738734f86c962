//! Names behind which a secret is likely, and names for what stands in its place.

use crate::language::Helper;

/// Words that a name consists of, when what it names had better not be written down.
const WORDS: &[&str] = &[
    "auth",
    "authorization",
    "bearer",
    "cookie",
    "credential",
    "credentials",
    "jwt",
    "key",
    "otp",
    "pass",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "pin",
    "private",
    "pwd",
    "secret",
    "secrets",
    "session",
    "sessionid",
    "sid",
    "sig",
    "signature",
    "token",
    "tokens",
];

/// Endings of names that are written as one word.
const ENDINGS: &[&str] = &["key", "password", "secret", "token"];

/// Names with a meaning of their own in templates.
const TAKEN: &[&str] =
    &["case", "environment", "false", "null", "request", "run", "secret", "tenant", "this", "true"];

/// Whether a secret is likely behind this name: `api_key`, `accessToken`, `X-Session-Id`.
pub fn is_sensitive(name: &str) -> bool {
    words(name).iter().any(|word| {
        WORDS.contains(&word.as_str()) || ENDINGS.iter().any(|ending| word.ends_with(ending))
    })
}

/// Whether this is the name of a secret itself: `api_key`, but not `token_url`.
pub fn names_secret(name: &str) -> bool {
    words(name).last().is_some_and(|word| is_sensitive(word))
}

/// An input's name made of `name`, other than those that are taken.
pub fn input_name(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let ascii = |word: &String| word.chars().all(|c| c.is_ascii_alphanumeric());
    let made = words(name).into_iter().filter(ascii).collect::<Vec<_>>().join("_");
    let has_meaning = Helper::named(&made).is_some() || TAKEN.contains(&made.as_str());
    let unfit = !made.starts_with(|c: char| c.is_ascii_lowercase()) || made.starts_with("else");
    let made = if unfit || has_meaning { format!("url_{made}") } else { made };
    let made = made.trim_end_matches('_').to_owned();
    if !is_taken(&made) {
        return made;
    }
    let numbered = (2..).map(|number| format!("{made}_{number}")).find(|name| !is_taken(name));
    numbered.expect("there are more numbers than names")
}

/// `accessToken`, `access-token`, `ACCESS_TOKEN`: `access`, `token`.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before_is_small = false;
    for c in name.chars() {
        let begins = c.is_uppercase() && before_is_small;
        if !c.is_alphanumeric() || begins {
            words.push(String::new());
        }
        if c.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(c.to_lowercase());
        }
        before_is_small = c.is_lowercase() || c.is_ascii_digit();
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_likely_behind_these_and_not_behind_those() {
        for name in
            ["api_key", "apikey", "accessToken", "X-Session-Id", "PASSWORD", "client.secret"]
        {
            assert!(is_sensitive(name), "{name}");
        }
        for name in ["status", "keyboard", "monkeys", "author", "page", "tokenised", "id", ""] {
            assert!(!is_sensitive(name), "{name}");
        }
    }

    #[test]
    fn an_input_has_a_name_that_templates_can_use() {
        let name = |text| input_name(text, |_| false);
        assert_eq!(name("accessToken"), "access_token");
        assert_eq!(name("X-API-Key"), "x_api_key");
        assert_eq!(name("secret"), "url_secret");
        assert_eq!(name("2key"), "url_2key");
        assert_eq!(name("größe"), "url");
        assert_eq!(input_name("key", |taken| taken == "key"), "key_2");
    }
}
