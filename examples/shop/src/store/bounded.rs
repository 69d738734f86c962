//! A map that forgets its oldest entries, so that the shop can stay open for months.

use std::collections::BTreeMap;

/// Remembers at most `limit` entries, besides the pinned ones. Iterates in the order of the keys.
#[derive(Debug)]
pub(crate) struct Bounded<K, V> {
    limit: usize,
    entries: BTreeMap<K, Entry<V>>,
    /// What may be forgotten, oldest first.
    by_age: BTreeMap<u64, K>,
    next_mark: u64,
}

#[derive(Debug)]
struct Entry<V> {
    value: V,
    /// Its key in `by_age`; `None` when pinned.
    mark: Option<u64>,
}

impl<K: Ord + Clone, V> Bounded<K, V> {
    /// An empty map.
    pub(crate) const fn new(limit: usize) -> Self {
        Self { limit, entries: BTreeMap::new(), by_age: BTreeMap::new(), next_mark: 0 }
    }

    /// Remembers an entry that is never forgotten.
    pub(crate) fn pin(&mut self, key: K, value: V) {
        self.remove(&key);
        self.entries.insert(key, Entry { value, mark: None });
    }

    /// Remembers an entry as the youngest, and forgets the oldest if there are too many.
    pub(crate) fn insert(&mut self, key: K, value: V) {
        self.remove(&key);
        let mark = self.next_mark;
        self.next_mark += 1;
        self.by_age.insert(mark, key.clone());
        self.entries.insert(key, Entry { value, mark: Some(mark) });
        while self.by_age.len() > self.limit {
            let Some((_, oldest)) = self.by_age.pop_first() else { return };
            self.entries.remove(&oldest);
        }
    }

    /// Finds an entry.
    pub(crate) fn get(&self, key: &K) -> Option<&V> {
        self.entries.get(key).map(|entry| &entry.value)
    }

    /// Finds an entry, to change it.
    pub(crate) fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        self.entries.get_mut(key).map(|entry| &mut entry.value)
    }

    /// Takes an entry out.
    pub(crate) fn remove(&mut self, key: &K) -> Option<V> {
        let entry = self.entries.remove(key)?;
        if let Some(mark) = entry.mark {
            self.by_age.remove(&mark);
        }
        Some(entry.value)
    }

    /// All values, in the order of their keys.
    pub(crate) fn values(&self) -> impl Iterator<Item = &V> {
        self.entries.values().map(|entry| &entry.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(map: &Bounded<u32, u32>) -> Vec<u32> {
        map.values().copied().collect()
    }

    #[test]
    fn the_oldest_is_forgotten_first() {
        let mut map = Bounded::new(2);
        for key in [5, 3, 4] {
            map.insert(key, key);
        }
        assert_eq!(keys(&map), [3, 4]);
    }

    #[test]
    fn what_is_pinned_stays() {
        let mut map = Bounded::new(1);
        map.pin(1, 1);
        map.insert(2, 2);
        map.insert(3, 3);
        assert_eq!(keys(&map), [1, 3]);
    }

    #[test]
    fn an_entry_inserted_again_is_young_again() {
        let mut map = Bounded::new(2);
        for key in [1, 2, 1, 3] {
            map.insert(key, key);
        }
        assert_eq!(keys(&map), [1, 3]);
    }

    #[test]
    fn what_was_removed_does_not_count() {
        let mut map = Bounded::new(2);
        map.insert(0, 0);
        for key in 1..100 {
            map.insert(key, key);
            assert_eq!(map.remove(&key), Some(key));
        }
        assert_eq!(keys(&map), [0]);
        assert_eq!(map.by_age.len(), 1);
    }
}
