//! Lists in pages.

use serde::Deserialize;

use super::origin::Origin;
use super::problem::{Complaints, Problem};

/// The greatest page.
const MOST: usize = 100;

/// Which page is asked for: `?limit=5&page=2`.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(crate) struct PageQuery {
    limit: Option<usize>,
    page: Option<usize>,
}

/// One page of a list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Page {
    limit: usize,
    number: usize,
}

impl PageQuery {
    /// The page; 422 when it cannot be.
    pub(crate) fn page(self) -> Result<Page, Problem> {
        let page = Page { limit: self.limit.unwrap_or(20), number: self.page.unwrap_or(1) };
        let mut complaints = Complaints::default();
        complaints.unless((1..=MOST).contains(&page.limit), "limit", "must be from 1 to 100");
        complaints.unless(page.number >= 1, "page", "must be 1 or more");
        complaints.settle()?;
        Ok(page)
    }
}

impl Page {
    /// What stands on this page.
    pub(crate) fn cut<T>(self, items: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
        items.skip((self.number - 1).saturating_mul(self.limit)).take(self.limit)
    }

    /// Where the next page of `address` is, if there is one.
    pub(crate) fn next(self, total: usize, origin: &Origin, address: &str) -> Option<String> {
        let Self { limit, number } = self;
        let more = number.saturating_mul(limit) < total;
        let joint = if address.contains('?') { '&' } else { '?' };
        more.then(|| format!("{}{address}{joint}limit={limit}&page={}", origin.0, number + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_page_has_no_next() {
        let page = |number| Page { limit: 2, number };
        let cut = |number| page(number).cut(1..=5).collect::<Vec<_>>();
        assert_eq!((cut(1), cut(3), cut(4)), (vec![1, 2], vec![5], vec![]));
        let origin = Origin("http://shop".to_owned());
        assert_eq!(page(2).next(5, &origin, "/x").as_deref(), Some("http://shop/x?limit=2&page=3"));
        assert_eq!(
            page(1).next(5, &origin, "/x?a=b").as_deref(),
            Some("http://shop/x?a=b&limit=2&page=2")
        );
        assert_eq!(page(3).next(5, &origin, "/x"), None);
    }
}
