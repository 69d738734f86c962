//! Of which type a value is, as narrowly as can be said safely.

use jiff::civil::Date;
use serde_json::{Number, Value};
use url::Url;

/// The narrowest type that surely holds, as the matcher `type` names it.
pub(super) fn of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if is_whole(number) => "integer",
        Value::Number(_) => "number",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
        Value::String(text) => of_text(text),
    }
}

/// The narrowest type of all of them, if they share one.
pub(super) fn of_all<'v>(values: impl IntoIterator<Item = &'v Value>) -> Option<&'static str> {
    let mut shapes = values.into_iter().map(of);
    let first = shapes.next()?;
    shapes.try_fold(first, common)
}

fn common(one: &'static str, other: &'static str) -> Option<&'static str> {
    const NUMBERS: [&str; 2] = ["integer", "number"];
    const OTHERS: [&str; 4] = ["array", "boolean", "null", "object"];
    let is_text = |shape: &str| !NUMBERS.contains(&shape) && !OTHERS.contains(&shape);
    if one == other {
        Some(one)
    } else if NUMBERS.contains(&one) && NUMBERS.contains(&other) {
        Some("number")
    } else if is_text(one) && is_text(other) {
        Some("string")
    } else {
        None
    }
}

/// Written without a fraction: `5.0` may be 5.5 the next time.
fn is_whole(number: &Number) -> bool {
    let text = number.to_string();
    text.strip_prefix('-').unwrap_or(&text).bytes().all(|byte| byte.is_ascii_digit())
}

fn of_text(text: &str) -> &'static str {
    if is_uuid(text) {
        "uuid"
    } else if is_datetime(text) {
        "datetime"
    } else if is_date(text) {
        "date"
    } else if is_url(text) {
        "url"
    } else if is_email(text) {
        "email"
    } else {
        "string"
    }
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

fn is_date(text: &str) -> bool {
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    shaped && text.parse::<Date>().is_ok()
}

/// `2026-07-31T12:30:00Z`, perhaps with a fraction, perhaps with `+02:00`.
fn is_datetime(text: &str) -> bool {
    let Some((date, time)) = text.split_once('T') else { return false };
    let Some((clock, zone)) = time.split_at_checked(8) else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let two = |text: &str, most: u8| {
        text.len() == 2 && digits(text) && text.parse::<u8>().is_ok_and(|number| number <= most)
    };
    let clock: Vec<&str> = clock.split(':').collect();
    let [hour, minute, second] = clock.as_slice() else { return false };
    let zone = match zone.strip_prefix('.') {
        Some(fraction) => {
            let end = fraction.find(['Z', '+', '-']).unwrap_or(fraction.len());
            if !digits(&fraction[..end]) {
                return false;
            }
            &fraction[end..]
        }
        None => zone,
    };
    let offset = || {
        let (hours, minutes) = zone.strip_prefix(['+', '-'])?.split_once(':')?;
        Some(two(hours, 23) && two(minutes, 59))
    };
    is_date(date)
        && two(hour, 23)
        && two(minute, 59)
        && two(second, 59)
        && (zone == "Z" || offset() == Some(true))
}

fn is_url(text: &str) -> bool {
    let begins = text.starts_with("https://") || text.starts_with("http://");
    begins
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
        && Url::parse(text).is_ok_and(|url| url.has_host())
}

fn is_email(text: &str) -> bool {
    let Some((local, host)) = text.split_once('@') else { return false };
    let label = |label: &str| {
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '-';
        !label.is_empty()
            && label.len() <= 60
            && label.chars().all(fits)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let in_local = |c: char| c.is_ascii_alphanumeric() || "-_+".contains(c);
    let part = |part: &str| !part.is_empty() && part.chars().all(in_local);
    local.len() <= 60
        && local.split('.').all(part)
        && host.len() <= 200
        && host.contains('.')
        && host.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_have_the_narrowest_safe_type() {
        for (value, shape) in [
            (json!(5), "integer"),
            (json!(5.0), "number"),
            (json!(-7), "integer"),
            (json!("123e4567-e89b-12d3-a456-426614174000"), "uuid"),
            (json!("2026-07-31T12:30:00Z"), "datetime"),
            (json!("2026-07-31T12:30:00.123+02:00"), "datetime"),
            (json!("2026-07-31T12:30:00"), "string"),
            (json!("2026-07-31T12:30:61Z"), "string"),
            (json!("2026-07-31"), "date"),
            (json!("2026-02-30"), "string"),
            (json!("https://example.com/a?b"), "url"),
            (json!("https://"), "string"),
            (json!("ada@example.com"), "email"),
            (json!("@example.com"), "string"),
            (json!("Ada"), "string"),
            (json!(""), "string"),
            (json!("äääääääääTbbbbbbbb"), "string"),
        ] {
            assert_eq!(of(&value), shape, "{value}");
        }
    }

    #[test]
    fn several_values_share_what_holds_for_each() {
        let all = |values: Value| of_all(values.as_array().unwrap());
        assert_eq!(all(json!([1, 2.5])), Some("number"));
        assert_eq!(all(json!(["2026-07-31", "soon"])), Some("string"));
        assert_eq!(all(json!([1, "1"])), None);
        assert_eq!(all(json!([1, null])), None);
        assert_eq!(all(json!([])), None);
    }
}
