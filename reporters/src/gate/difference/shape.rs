//! Texts that are the same but for what is made anew each time: moments, ids, tokens.

/// So many digits in a row are an id or a moment.
const DIGITS: usize = 6;
/// So many letters and digits, mixed, are an id or a token.
const MIXED: usize = 8;

/// What is made anew each time: `d` is a digit, `h` a hexadecimal digit, `a` a letter.
const MADE_ANEW: &[&str] = &[
    "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh",
    "aaa, dd aaa dddd dd:dd:dd",
    "dddd-dd-ddTdd:dd:dd",
    "dddd-dd-dd dd:dd:dd",
    "dddd-dd-dd",
    "dd:dd:dd",
];

/// Whether two texts differ at most in what is made anew each time.
pub(super) fn same_shape(before: &str, after: &str) -> bool {
    before == after || shape(before) == shape(after)
}

/// `text` with `•` for each piece that is made anew each time.
fn shape(text: &str) -> String {
    let mut shape = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (taken, anew) = match moment_or_uuid(rest) {
            Some(length) => (length, true),
            None => match word(rest) {
                0 => (first.len_utf8(), false),
                length => (length, is_made_anew(&rest[..length])),
            },
        };
        shape.push_str(if anew { "•" } else { &rest[..taken] });
        rest = &rest[taken..];
    }
    shape
}

/// How long the moment or UUID is that `text` begins with.
fn moment_or_uuid(text: &str) -> Option<usize> {
    let pattern = MADE_ANEW.iter().find(|pattern| begins_with(text, pattern))?;
    let mut length = pattern.len();
    if pattern.ends_with("dd:dd:dd") {
        length += fraction(&text[length..]);
        length += zone(&text[length..]);
    }
    Some(length)
}

fn begins_with(text: &str, pattern: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= pattern.len()
        && bytes.iter().zip(pattern.bytes()).all(|(byte, wanted)| match wanted {
            b'd' => byte.is_ascii_digit(),
            b'h' => byte.is_ascii_hexdigit(),
            b'a' => byte.is_ascii_alphabetic(),
            wanted => *byte == wanted,
        })
}

/// The length of `.123456`.
fn fraction(text: &str) -> usize {
    let digits = text.strip_prefix('.').map_or(0, |rest| run(rest, |c| c.is_ascii_digit()));
    if digits == 0 { 0 } else { digits + 1 }
}

/// The length of `Z` or `+02:00`.
fn zone(text: &str) -> usize {
    match text.as_bytes() {
        [b'Z', ..] => 1,
        [b'+' | b'-', ..] if begins_with(&text[1..], "dd:dd") => 6,
        _ => 0,
    }
}

/// The length of the word that `text` begins with.
fn word(text: &str) -> usize {
    run(text, |c| c.is_ascii_alphanumeric())
}

fn run(text: &str, of: impl Fn(char) -> bool) -> usize {
    text.find(|c| !of(c)).unwrap_or(text.len())
}

fn is_made_anew(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    if digits == word.len() { digits >= DIGITS } else { digits > 0 && word.len() >= MIXED }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn moments_ids_and_tokens_are_made_anew_each_time() {
        for (before, after) in [
            ("2026-03-01T09:30:00Z", "2027-11-30T23:59:59.123456+02:00"),
            ("Sun, 06 Nov 1994 08:49:37 GMT", "Mon, 07 Nov 1994 09:00:00 GMT"),
            (
                "order 0af76519-16cd-43dd-8448-eb211c80319c",
                "order 91f0c2aa-0000-43dd-8448-eb211c80319c",
            ),
            ("4bf92f3577b34da6", "00f067aa0ba902b7"),
            ("order 1700000000 of 2026-03-01", "order 1800000001 of 2026-03-02"),
        ] {
            assert!(same_shape(before, after), "{before} {after}");
        }
    }

    #[test]
    fn words_numbers_and_lengths_are_not() {
        for (before, after) in [
            ("open", "closed"),
            ("12.50", "13.50"),
            ("10 items", "11 items"),
            ("2026-03-01", "soon"),
            ("EUR", "USD"),
            ("", "a"),
        ] {
            assert!(!same_shape(before, after), "{before} {after}");
        }
    }

    proptest! {
        #[test]
        fn any_text_has_a_shape_and_is_its_own(text in ".*") {
            prop_assert!(same_shape(&text, &text));
            prop_assert!(shape(&text).len() <= text.len() * 3);
        }
    }
}
