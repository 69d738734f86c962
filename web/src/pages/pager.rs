//! A long list, a page at a time.

use serde::Serialize;

use super::asked::Asked;

/// Which part of a list is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pager {
    /// Counted from 1, and never behind the last one.
    page: usize,
    /// So many lines stand on a page.
    rows: usize,
    /// So many there are.
    all: usize,
}

/// Where a page of a list lies in the whole, and what is beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Links {
    /// `51 to 100 of 1000`
    said: String,
    previous: Option<String>,
    next: Option<String>,
}

impl Pager {
    /// The page that is asked for, of `all` lines, or the last one when there are fewer.
    pub(crate) fn new(asked: usize, rows: usize, all: usize) -> Self {
        Self { page: asked.clamp(1, all.div_ceil(rows).max(1)), rows, all }
    }

    /// The first page is shown.
    pub(crate) fn is_first(&self) -> bool {
        self.page == 1
    }

    /// What of `list` is on the page.
    pub(crate) fn part<'l, T>(&self, list: &'l [T]) -> &'l [T] {
        let (first, end) = self.bounds();
        list.get(first..end.min(list.len())).unwrap_or_default()
    }

    /// `51 to 100 of 1000`, with what is beside it at `path`; nothing when one page has it all.
    pub(crate) fn links(&self, path: &str, asked: &Asked) -> Option<Links> {
        if self.all <= self.rows {
            return None;
        }
        let (first, end) = self.bounds();
        let link = |page: usize| format!("{path}{}", asked.with("page", Some(&page.to_string())));
        Some(Links {
            said: format!("{} to {end} of {}", first + 1, self.all),
            previous: (self.page > 1).then(|| link(self.page - 1)),
            next: (end < self.all).then(|| link(self.page + 1)),
        })
    }

    fn bounds(&self) -> (usize, usize) {
        let first = (self.page - 1).saturating_mul(self.rows);
        (first, first.saturating_add(self.rows).min(self.all))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_on_one_page_and_the_links_lead_through_all() {
        let list: Vec<usize> = (0..120).collect();
        let mut seen = Vec::new();
        for page in 1..=3 {
            let pager = Pager::new(page, 50, list.len());
            seen.extend_from_slice(pager.part(&list));
            let links = pager.links("/s", &Asked::of("range=7d")).unwrap();
            let other = |page| format!("/s?page={page}&range=7d");
            assert_eq!(links.previous, (page > 1).then(|| other(page - 1)));
            assert_eq!(links.next, (page < 3).then(|| other(page + 1)));
        }
        assert_eq!(seen, list);
        let last = Pager::new(3, 50, list.len()).links("/s", &Asked::default()).unwrap();
        assert_eq!(last.said, "101 to 120 of 120");
    }

    #[test]
    fn behind_the_last_page_is_the_last_page() {
        assert_eq!(Pager::new(9, 50, 120), Pager::new(3, 50, 120));
        assert_eq!(Pager::new(9, 50, 0), Pager::new(1, 50, 0));
        assert_eq!(Pager::new(1, 50, 50).links("/s", &Asked::default()), None);
        assert_eq!(Pager::new(1, 50, 0).part::<u8>(&[]), &[] as &[u8]);
    }
}
