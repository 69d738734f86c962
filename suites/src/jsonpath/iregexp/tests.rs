use proptest::prelude::*;

use super::{Extent, compile};

fn matches(pattern: &str, text: &str) -> bool {
    compile(pattern, Extent::Whole).unwrap_or_else(|e| panic!("{pattern}: {e:?}")).is_match(text)
}

#[test]
fn what_matches_is_the_whole_text() {
    for (pattern, text) in [
        ("", ""),
        ("a", "a"),
        ("a|bc", "bc"),
        ("a|", ""),
        ("()", ""),
        ("(ab)*c", "ababc"),
        ("a{2}", "aa"),
        ("a{2,}", "aaaa"),
        ("a{1,3}", "aaa"),
        (".", "\u{2028}"),
        ("a.c", "a😀c"),
        ("[a-c]", "b"),
        ("[^a-c]", "d"),
        ("[-a]", "-"),
        ("[a-]", "-"),
        ("[^-]", "a"),
        ("[a&&b]", "&"),
        ("[~~]", "~"),
        ("[\\]\\[]", "["),
        ("[\\^a]", "^"),
        ("[.]", "."),
        ("[*+?{}()|]", "{"),
        ("[\\p{Lu}0-9]", "É"),
        ("[^\\p{Lu}]", "é"),
        ("\\p{L}\\P{L}", "x1"),
        ("[\\n-\\r]", "\u{b}"),
        ("\\n\\r\\t", "\n\r\t"),
        ("\\.\\*\\(\\)\\[\\]\\{\\}\\|\\?\\+\\-\\^\\\\", ".*()[]{}|?+-^\\"),
        ("a b#c", "a b#c"),
        ("/x/", "/x/"),
        ("US$5", "US$5"),
        ("x^2", "x^2"),
        ("^*a", "^^a"),
        ("^ab.*", "abc"),
        (".*bc$", "abc"),
        ("(^a|b$)c*", "a"),
        ("a,b-c", "a,b-c"),
    ] {
        assert!(matches(pattern, text), "`{pattern}` matches {text:?}");
    }
}

#[test]
fn what_does_not_match_is_any_other_text() {
    for (pattern, text) in [
        ("a", "ba"),
        ("a", "a\n"),
        ("a|b", "ab"),
        (".", "\n"),
        (".", "\r"),
        (".", ""),
        ("[a&&b]", "c"),
        ("a.c", "a\nc"),
        ("[.]", "a"),
        ("A", "a"),
        ("^a$", "ab"),
        ("\\p{Lu}", "a"),
        ("a{2}", "aaa"),
    ] {
        assert!(!matches(pattern, text), "`{pattern}` does not match {text:?}");
    }
}

#[test]
fn what_is_searched_for_is_any_part_of_the_text() {
    let found = |pattern, text| compile(pattern, Extent::Part).unwrap().is_match(text);
    assert!(found("b", "abc"));
    assert!(found("", "abc"));
    assert!(found("^a|c$", "bc"));
    assert!(!found("^b", "abc"));
}

#[test]
fn what_other_dialects_have_is_refused_at_its_place() {
    for (pattern, at, length) in [
        ("a\\d", 1, 2),
        ("\\w+", 0, 2),
        ("\\bx", 0, 2),
        ("(a)\\1", 3, 2),
        ("\\$", 0, 2),
        ("\\/", 0, 2),
        ("a+?", 2, 1),
        ("a**", 2, 1),
        ("a{2}{3}", 4, 1),
        ("*a", 0, 1),
        ("a|+", 2, 1),
        ("(?:a)", 1, 1),
        ("(a", 0, 1),
        ("a)", 1, 1),
        ("a]", 1, 1),
        ("a}", 1, 1),
        ("a{", 1, 1),
        ("a{,2}", 1, 3),
        ("a{x}", 1, 1),
        ("[", 0, 1),
        ("[]", 0, 2),
        ("[^]", 0, 3),
        ("[a-c-e]", 4, 1),
        ("[a[b]]", 2, 1),
        ("[[:alpha:]]", 1, 1),
        ("[z-a]", 1, 3),
        ("[a-\\p{L}]", 1, 7),
        ("\\", 0, 1),
        ("\\p{Greek}", 0, 9),
        ("\\p{Cs}", 0, 6),
        ("\\pL", 0, 3),
        ("\\p{L", 0, 4),
    ] {
        let mistake = compile(pattern, Extent::Whole).expect_err(pattern);
        assert_eq!((mistake.at, mistake.length), (at, length), "{pattern}: {}", mistake.message);
    }
}

#[test]
fn what_would_take_too_much_room_is_refused() {
    for pattern in ["a{99999999999}", "(((a{1000}){1000}){1000}){1000}", "a{3,2}"] {
        assert!(compile(pattern, Extent::Whole).is_err(), "{pattern}");
    }
    assert!(compile(&"(".repeat(100_000), Extent::Whole).is_err());
}

#[test]
fn every_category_is_known() {
    for (major, minors) in [
        ("L", "lmotu"),
        ("M", "cen"),
        ("N", "dlo"),
        ("P", "cdefios"),
        ("Z", "lps"),
        ("S", "ckmo"),
        ("C", "cfno"),
    ] {
        for minor in minors.chars().map(String::from).chain([String::new()]) {
            let pattern = format!("\\p{{{major}{minor}}}\\P{{{major}{minor}}}");
            assert!(compile(&pattern, Extent::Part).is_ok(), "{pattern}");
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_a_pattern_or_refused_inside_itself(
        pattern in "([a-c.|()*+?{}\\[\\]\\\\^$-]|\\PC|\\{1,2\\}|\\\\p\\{L\\}){0,10}"
    ) {
        if let Err(mistake) = compile(&pattern, Extent::Whole) {
            let length = pattern.chars().count();
            prop_assert!(mistake.at + mistake.length <= length.max(1), "{mistake:?}");
        }
    }
}
