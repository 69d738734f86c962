//! `{{fake kind}}`: words that look like the real thing and cannot reach anybody.
//!
//! Domains are those reserved for documentation (RFC 2606), telephone numbers those reserved for
//! fiction (+1 … 555 01xx).

use super::random::Seed;

const FIRST: &[&str] = &[
    "Ada", "Ben", "Chloé", "Dmitri", "Elif", "Femi", "Grace", "Hugo", "Ines", "Jun", "Kofi",
    "Lena", "Mateo", "Nora", "Omar", "Priya", "Quinn", "Rosa", "Søren", "Tomás", "Uma", "Viktor",
    "Wanjiru", "Xin", "Yara", "Zoe",
];
const LAST: &[&str] = &[
    "Almeida",
    "Bergström",
    "Chen",
    "Dubois",
    "Eze",
    "Fischer",
    "García",
    "Haddad",
    "Ito",
    "Jensen",
    "Kowalska",
    "Lindqvist",
    "Moreau",
    "Nguyen",
    "Okafor",
    "Papadopoulos",
    "Quiroga",
    "Rossi",
    "Singh",
    "Tanaka",
    "Ueda",
    "Vargas",
    "Weber",
    "Yılmaz",
    "Zhang",
];
const STREETS: &[&str] = &[
    "Canal Street",
    "Elm Avenue",
    "Harbour Road",
    "Hill Lane",
    "Library Walk",
    "Market Square",
    "Mill Lane",
    "Orchard Way",
    "Park Avenue",
    "River Street",
    "Station Road",
    "Windmill Close",
];
const CITIES: &[&str] = &[
    "Accra",
    "Bergen",
    "Bologna",
    "Cork",
    "Gdańsk",
    "Ghent",
    "Izmir",
    "Kyoto",
    "Leipzig",
    "Lyon",
    "Malmö",
    "Porto",
    "Pune",
    "Quito",
    "Tartu",
    "Valencia",
    "Wellington",
    "York",
];
const COUNTRIES: &[&str] = &[
    "Belgium", "Brazil", "Denmark", "Estonia", "France", "Germany", "Ghana", "India", "Ireland",
    "Italy", "Japan", "Kenya", "Norway", "Poland", "Portugal", "Spain", "Sweden", "Türkiye",
];
const COMPANIES: &[&str] = &["GmbH", "Inc", "Ltd", "SARL", "Oy", "& Sons", "Group", "Works"];
const WORDS: &[&str] = &[
    "amber", "basin", "cedar", "delta", "ember", "fable", "grain", "harbor", "island", "jasper",
    "kettle", "lantern", "meadow", "north", "orbit", "paper", "quartz", "river", "silver",
    "timber", "umbra", "valley", "willow", "yonder", "zenith",
];

/// The kinds that there are.
pub(super) const KINDS: &[&str] =
    &["name", "email", "phone", "street", "city", "country", "company", "word", "sentence"];

/// A word of that kind; `None` when there is no such kind.
pub(super) fn fake(kind: &str, seed: Seed) -> Option<String> {
    let pick = |n: usize, from: &[&'static str]| from[index(seed, n, from.len())];
    Some(match kind {
        "name" => format!("{} {}", pick(0, FIRST), pick(1, LAST)),
        "email" => {
            format!("{}.{}.{}@example.com", pick(0, WORDS), pick(1, WORDS), seed.below(2, 10_000))
        }
        "phone" => format!("+1 {} 555 01{:02}", 200 + seed.below(0, 800), seed.below(1, 100)),
        "street" => format!("{} {}", 1 + seed.below(0, 199), pick(1, STREETS)),
        "city" => pick(0, CITIES).to_owned(),
        "country" => pick(0, COUNTRIES).to_owned(),
        "company" => format!("{} {}", pick(0, LAST), pick(1, COMPANIES)),
        "word" => pick(0, WORDS).to_owned(),
        "sentence" => sentence(seed),
        _ => return None,
    })
}

fn sentence(seed: Seed) -> String {
    let words: Vec<&str> =
        (0..5 + index(seed, 0, 6)).map(|n| WORDS[index(seed, n + 1, WORDS.len())]).collect();
    let mut text = words.join(" ");
    text[..1].make_ascii_uppercase();
    text.push('.');
    text
}

fn index(seed: Seed, n: usize, length: usize) -> usize {
    usize::try_from(seed.below(n, length as u64)).expect("below a length")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_gives_something_and_repeats() {
        for kind in KINDS {
            let word = fake(kind, Seed::new(3)).unwrap();
            assert!(!word.is_empty());
            assert_eq!(fake(kind, Seed::new(3)).unwrap(), word);
        }
        assert_eq!(fake("iban", Seed::new(3)), None);
    }
}
