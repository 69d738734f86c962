//! Counters by a few labels.

use std::collections::HashMap;

use super::exposition::Family;
use super::labels::Labels;

/// So many label sets are told apart; what comes later is counted without labels' values.
const MOST: usize = 500;

/// Counters by the values of `N` labels.
#[derive(Debug)]
pub(super) struct Counts<const N: usize> {
    names: [&'static str; N],
    counts: HashMap<[String; N], (Labels, u64)>,
}

impl<const N: usize> Counts<N> {
    pub(super) fn new(names: [&'static str; N]) -> Self {
        Self { names, counts: HashMap::new() }
    }

    /// Counts `by` more. `false` when there are too many label sets to tell this one apart.
    pub(super) fn add(&mut self, values: [&str; N], by: u64) -> bool {
        let fits = self.counts.len() < MOST;
        let mut key = values.map(str::to_owned);
        let fits = fits || self.counts.contains_key(&key);
        if !fits {
            key = [(); N].map(|()| "other".to_owned());
        }
        let names = self.names;
        let (_, count) = self.counts.entry(key).or_insert_with_key(|key| {
            let pairs: Vec<(&str, &str)> =
                names.into_iter().zip(key.iter().map(String::as_str)).collect();
            (Labels::of(&pairs), 0)
        });
        *count += by;
        fits
    }

    pub(super) fn write(&self, mut family: Family<'_>) {
        let mut sorted: Vec<&(Labels, u64)> = self.counts.values().collect();
        sorted.sort_unstable();
        for (labels, count) in sorted {
            family.count(labels, *count);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::exposition::{Exposition, Kind};
    use super::*;

    #[test]
    fn neighbouring_values_are_not_mixed_up() {
        let mut counts = Counts::new(["a", "b"]);
        assert!(counts.add(["shop", "eu"], 1));
        assert!(counts.add(["shope", "u"], 2));
        let mut page = Exposition::default();
        counts.write(page.family("n_total", Kind::Counter, "N."));
        let text = page.finished();
        assert!(text.contains("{a=\"shop\",b=\"eu\"} 1\n"), "{text}");
        assert!(text.contains("{a=\"shope\",b=\"u\"} 2\n"), "{text}");
    }

    #[test]
    fn too_many_label_sets_become_one() {
        let mut counts = Counts::new(["a"]);
        for number in 0..MOST {
            assert!(counts.add([&number.to_string()], 1));
        }
        assert!(!counts.add(["late"], 3));
        assert!(!counts.add(["later"], 4));
        assert!(counts.add(["7"], 1), "it is known");
        assert_eq!(counts.counts[&["other".to_owned()]].1, 7);
        assert_eq!(counts.counts.len(), MOST + 1);
    }
}
