//! Percent-encoding, by place.

use runner_model::percent_encoded;

/// For a path segment, or a key or value of a query: only unreserved characters stay (RFC 3986,
/// section 2.3), which mean themselves anywhere.
pub(crate) fn encode_component(text: &str) -> String {
    percent_encoded(text, |byte| matches!(byte, b'-' | b'.' | b'_' | b'~'))
}

/// For text that is already a URL or part of one: only what can stand in no URL is encoded, so
/// that a line break in data cannot be dropped silently.
pub(super) fn encode_raw(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || c == ' ' {
            encoded.push_str(&encode_component(c.encode_utf8(&mut [0; 4])));
        } else {
            encoded.push(c);
        }
    }
    encoded
}

/// A form (application/x-www-form-urlencoded): a space is `+`.
pub(super) fn encode_form(pairs: &[(String, String)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_cannot_leave_its_segment() {
        assert_eq!(
            encode_component("a/b?c=d&e#f g\r\n{é}"),
            "a%2Fb%3Fc%3Dd%26e%23f%20g%0D%0A%7B%C3%A9%7D"
        );
    }

    #[test]
    fn a_raw_url_keeps_its_structure_and_no_line_breaks() {
        assert_eq!(encode_raw("http://h/a?b=c d\n"), "http://h/a?b=c%20d%0A");
    }
}
