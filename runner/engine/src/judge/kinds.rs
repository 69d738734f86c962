//! The types that `type:` and `like:` know.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::civil::Date;
use serde_json::{Map, Value};
use suites::ValueType;

use crate::json::Decimal;

/// How a type is spoken of.
pub(super) fn noun(kind: ValueType) -> &'static str {
    match kind {
        ValueType::String => "a string",
        ValueType::Number => "a number",
        ValueType::Integer => "an integer",
        ValueType::Boolean => "true or false",
        ValueType::Array => "a list",
        ValueType::Object => "a map",
        ValueType::Null => "null",
        ValueType::Uuid => "a UUID",
        ValueType::Email => "an e-mail address",
        ValueType::Url => "a URL",
        ValueType::Date => "a date",
        ValueType::Datetime => "a date and time",
        ValueType::Ipv4 => "an IPv4 address",
        ValueType::Ipv6 => "an IPv6 address",
        ValueType::Jwt => "a JWT",
    }
}

/// Whether a value is of a type.
pub fn is(kind: ValueType, value: &Value) -> bool {
    match kind {
        ValueType::String => value.is_string(),
        ValueType::Number => value.is_number(),
        ValueType::Integer => {
            value.as_number().is_some_and(|number| Decimal::of(number).is_whole())
        }
        ValueType::Boolean => value.is_boolean(),
        ValueType::Array => value.is_array(),
        ValueType::Object => value.is_object(),
        ValueType::Null => value.is_null(),
        ValueType::Uuid => value.as_str().is_some_and(is_uuid),
        ValueType::Email => value.as_str().is_some_and(is_email),
        ValueType::Url => value.as_str().is_some_and(is_url),
        ValueType::Date => value.as_str().is_some_and(is_date),
        ValueType::Datetime => value.as_str().is_some_and(is_datetime),
        ValueType::Ipv4 => {
            value.as_str().is_some_and(|text| text.parse::<std::net::Ipv4Addr>().is_ok())
        }
        ValueType::Ipv6 => {
            value.as_str().is_some_and(|text| text.parse::<std::net::Ipv6Addr>().is_ok())
        }
        ValueType::Jwt => value.as_str().is_some_and(is_jwt),
    }
}

/// What a text that is no such thing lacks, when that is not plain to see.
pub(super) fn advice(kind: ValueType, value: &Value) -> Option<&'static str> {
    let text = value.as_str()?;
    match kind {
        ValueType::Datetime if is_date(text) => Some("it is a date: the type `date` holds"),
        ValueType::Datetime if is_datetime(&format!("{text}Z")) => {
            Some("a date and time needs a time zone: `Z` or `+02:00`")
        }
        ValueType::Datetime => Some("a date and time is written as in 2026-07-31T12:30:00Z"),
        ValueType::Date if is_datetime(text) => {
            Some("it is a date and time: the type `datetime` holds")
        }
        ValueType::Date => Some("a date is written as in 2026-07-31"),
        ValueType::Url => Some("a URL has a scheme and a host: https://example.com/a"),
        ValueType::Number | ValueType::Integer if text.parse::<serde_json::Number>().is_ok() => {
            Some("it is a number in quotes")
        }
        ValueType::Boolean if text == "true" || text == "false" => Some("it is in quotes"),
        ValueType::String
        | ValueType::Number
        | ValueType::Integer
        | ValueType::Boolean
        | ValueType::Array
        | ValueType::Object
        | ValueType::Null
        | ValueType::Uuid
        | ValueType::Email
        | ValueType::Ipv4
        | ValueType::Ipv6
        | ValueType::Jwt => None,
    }
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// A local part and a host name, without comments or quoted parts (RFC 5321 in daily use).
fn is_email(text: &str) -> bool {
    let Some((local, host)) = text.rsplit_once('@') else { return false };
    let dots = |part: &str| part.split('.').all(|label| !label.is_empty());
    let in_local = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let in_host = |c: char| c.is_alphanumeric() || c == '-' || c == '.';
    let labels = host
        .split('.')
        .all(|label| label.len() <= 63 && !label.starts_with('-') && !label.ends_with('-'));
    (1..=64).contains(&local.len())
        && (1..=255).contains(&host.len())
        && local.chars().all(in_local)
        && host.chars().all(in_host)
        && dots(local)
        && dots(host)
        && labels
}

fn is_url(text: &str) -> bool {
    let plain = !text.chars().any(|c| c.is_whitespace() || c.is_control());
    plain && text.contains("://") && url::Url::parse(text).is_ok_and(|url| url.has_host())
}

fn is_date(text: &str) -> bool {
    shaped(text, "dddd-dd-dd") && text.parse::<Date>().is_ok()
}

/// RFC 3339, section 5.6.
fn is_datetime(text: &str) -> bool {
    let Some((date, time)) = text.split_at_checked(10) else { return false };
    let Some(time) = time.strip_prefix(['T', 't', ' ']) else { return false };
    let Some(zone) = time.find(['Z', 'z', '+', '-']) else { return false };
    let (clock, zone) = time.split_at(zone);
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let within = |text: &str, most: u8| text.parse::<u8>().is_ok_and(|number| number <= most);
    let clock_fits = shaped(clock, "dd:dd:dd")
        && within(&clock[..2], 23)
        && within(&clock[3..5], 59)
        && within(&clock[6..], 60);
    let zone_fits = matches!(zone, "Z" | "z")
        || shaped(&zone[1..], "dd:dd") && within(&zone[1..3], 23) && within(&zone[4..], 59);
    let fraction_fits = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    is_date(date) && clock_fits && zone_fits && fraction_fits
}

/// Whether a text has this form, where `d` stands for a digit.
fn shaped(text: &str, form: &str) -> bool {
    text.len() == form.len()
        && text.bytes().zip(form.bytes()).all(|(byte, form)| match form {
            b'd' => byte.is_ascii_digit(),
            _ => byte == form,
        })
}

/// Three parts in base64url: a header that names an algorithm, claims, a signature (RFC 7519).
fn is_jwt(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    let [header, claims, signature] = parts.as_slice() else { return false };
    let map = |part: &str| {
        let bytes = URL_SAFE_NO_PAD.decode(part).ok()?;
        serde_json::from_slice::<Map<String, Value>>(&bytes).ok()
    };
    map(header).is_some_and(|header| header.contains_key("alg"))
        && map(claims).is_some()
        && URL_SAFE_NO_PAD.decode(signature).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    const JWT: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln";

    /// JSON values that are of a type, and that are not. Texts stand without quotes after a `'`.
    const TYPES: &[(ValueType, &[&str], &[&str])] = &[
        (ValueType::Integer, &["5", "5.0", "1e2", "-0"], &["5.5", "'5", "1e-1"]),
        (ValueType::Number, &["5", "1e1000000000"], &["'5", "null", "true"]),
        (ValueType::Boolean, &["true", "false"], &["'true", "0", "null"]),
        (ValueType::Array, &["[]"], &["{}", "'"]),
        (ValueType::Object, &["{}"], &["[]", "null"]),
        (ValueType::Null, &["null"], &["0", "'", "false"]),
        (ValueType::String, &["'"], &["5", "null"]),
        (
            ValueType::Uuid,
            &["'123e4567-e89b-12d3-a456-426614174000", "'123E4567-E89B-12D3-A456-426614174000"],
            &["'123e4567e89b12d3a456426614174000", "'{23e4567-e89b-12d3-a456-42661417400}", "5"],
        ),
        (
            ValueType::Email,
            &["'a@b", "'first.last+tag@mail.example.com", "'ü@müller.de"],
            &["'a", "'@b", "'a@", "'a b@c", "'a@b..c", "'a.@b", "'a@-b", "'a@b@c", "'Ann <a@b>"],
        ),
        (
            ValueType::Url,
            &["'https://example.com/a?b#c", "'postgres://u:p@db:5432/x"],
            &["'/a", "'example.com", "'https://", "'mailto:a@b", "' https://a", "'http://a b"],
        ),
        (
            ValueType::Date,
            &["'2024-02-29"],
            &["'2023-02-29", "'2024-2-9", "'20240229", "'2024-02-29T00:00:00Z"],
        ),
        (
            ValueType::Datetime,
            &[
                "'2026-07-31T12:30:00Z",
                "'2026-07-31t12:30:00.123456789+02:00",
                "'2026-07-31 12:30:00z",
                "'2016-12-31T23:59:60Z",
            ],
            &[
                "'2026-07-31",
                "'2026-07-31T12:30:00",
                "'2026-07-31T12:30Z",
                "'2026-07-31T24:30:00Z",
                "'2026-07-31T12:30:00.Z",
                "'2026-07-31T12:30:00+0200",
                "'2026-13-31T12:30:00Z",
                "'2026-07-31T+",
                "'ä",
            ],
        ),
        (ValueType::Ipv4, &["'10.0.0.7"], &["'10.0.0.256", "'::1", "'10.0.0", "'010.0.0.1"]),
        (ValueType::Ipv6, &["'::1", "'2001:db8::8a2e"], &["'10.0.0.7", "'::g"]),
        (ValueType::Jwt, &[JWT], &["'a.b.c", "'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0", "'"]),
    ];

    #[test]
    fn types_know_their_own() {
        let value = |text: &str| match text.strip_prefix('\'') {
            Some(text) => Value::from(text),
            None if text == JWT => Value::from(text),
            None => parse(text.as_bytes()).unwrap(),
        };
        for (kind, good, bad) in TYPES {
            for text in *good {
                assert!(is(*kind, &value(text)), "{text} is {}", noun(*kind));
            }
            for text in *bad {
                assert!(!is(*kind, &value(text)), "{text} is not {}", noun(*kind));
            }
        }
    }

    #[test]
    fn advice_tells_what_lacks() {
        let advice = |kind, text: &str| advice(kind, &Value::from(text));
        assert!(advice(ValueType::Datetime, "2026-07-31T12:30:00").unwrap().contains("time zone"));
        assert!(advice(ValueType::Datetime, "2026-07-31").unwrap().contains("`date`"));
        assert!(advice(ValueType::Number, "12.50").unwrap().contains("quotes"));
        assert_eq!(advice(ValueType::Uuid, "x"), None);
    }
}
