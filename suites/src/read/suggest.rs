//! The word that was probably meant, and the words that there are.

/// At most so many names are listed.
const LISTED: usize = 8;

/// The candidate closest to `word`, when one is close.
///
/// `statusCode`, `status-code` and `Status Code` are as close to `status_code` as can be.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let word = snake(word);
    let allowed = match word.chars().count() {
        0..=2 => 0,
        3..=4 => 1,
        5..=8 => 2,
        _ => 3,
    };
    candidates
        .into_iter()
        .map(|candidate| (strsim::osa_distance(&word, &snake(candidate)), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// ``did you mean `status`?``
pub fn did_you_mean(word: &str) -> String {
    format!("did you mean `{word}`?")
}

/// `` `a`, `b` and `c` ``
pub fn listed<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match words.split_last() {
        None => "nothing".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}

/// ``there is only `a` ``, ``there are `a` and `b` ``.
pub fn there_are<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    match names.as_slice() {
        [] => "there is none".to_owned(),
        [only] => format!("there is only `{only}`"),
        several => format!("there are {}", first_of(several.iter().copied())),
    }
}

/// The first names, and how many more there are.
pub fn first_of<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let mut distinct: Vec<&str> = Vec::new();
    for name in names {
        if !distinct.contains(&name) {
            distinct.push(name);
        }
    }
    match distinct.len().checked_sub(LISTED) {
        None | Some(0 | 1) => listed(distinct),
        Some(more) => {
            let shown: Vec<String> =
                distinct[..LISTED].iter().map(|name| format!("`{name}`")).collect();
            format!("{} and {more} more", shown.join(", "))
        }
    }
}

/// `statusCode` as `status_code`.
fn snake(word: &str) -> String {
    let mut out = String::with_capacity(word.len() + 4);
    let mut lower_before = false;
    for c in word.chars() {
        if c.is_uppercase() {
            if lower_before {
                out.push('_');
            }
            out.extend(c.to_lowercase());
        } else if matches!(c, '-' | ' ' | '.') {
            out.push('_');
        } else {
            out.push(c);
        }
        lower_before = c.is_lowercase() || c.is_ascii_digit();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_and_other_spellings_are_recognised() {
        assert_eq!(nearest("stauts", ["size", "status"]), Some("status"));
        assert_eq!(nearest("atLeast", ["at_least", "at_most"]), Some("at_least"));
        assert_eq!(nearest("for-each", ["for_each"]), Some("for_each"));
    }

    #[test]
    fn what_is_far_off_is_not_suggested() {
        assert_eq!(nearest("city", ["is", "not", "contains"]), None);
        assert_eq!(nearest("ip", ["is"]), None);
    }

    #[test]
    fn a_list_reads_as_a_sentence() {
        assert_eq!(listed(["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(listed(["a"]), "`a`");
        assert_eq!(there_are(["a"]), "there is only `a`");
        assert_eq!(there_are(["a", "b"]), "there are `a` and `b`");
        let ten = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
        assert!(there_are(ten).ends_with("`h` and 2 more"));
    }
}
