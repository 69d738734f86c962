//! Long answers, a page at a time.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::problem::Problem;

/// So many are on a page, unless somebody asks for another number.
const USUAL: usize = 50;

/// No page has more.
const MOST: usize = 500;

/// Which page is wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Paging {
    /// How many, at most 500; 50 when it is left out.
    #[param(minimum = 1, maximum = 500)]
    pub(super) limit: Option<usize>,
    /// `next` of the page before.
    pub(super) cursor: Option<String>,
}

impl Paging {
    /// How many are wanted.
    pub(super) fn limit(&self) -> Result<usize, Problem> {
        match self.limit.unwrap_or(USUAL) {
            limit @ 1..=MOST => Ok(limit),
            _ => Err(Problem::Malformed { why: format!("`limit` is a number from 1 to {MOST}") }),
        }
    }

    /// Where the page begins.
    pub(super) fn cursor<C: FromStr>(&self) -> Result<Option<C>, Problem> {
        let parsed = self.cursor.as_deref().map(str::parse).transpose();
        parsed.map_err(|_| Problem::Malformed {
            why: "`cursor` is none that a page gave as its `next`".to_owned(),
        })
    }

    /// What of `all` is on the page, in the order of its keys. The cursor is the key of the last
    /// item: whatever has come or gone since, what follows is what is greater.
    pub(super) fn choose<T, K>(
        &self,
        all: impl IntoIterator<Item = T>,
        key: impl Fn(&T) -> K,
    ) -> Result<Page<T>, Problem>
    where
        K: Ord + ToString + FromStr,
    {
        let (limit, behind) = (self.limit()?, self.cursor::<K>()?);
        let is_later = |item: &T| behind.as_ref().is_none_or(|behind| key(item) > *behind);
        let mut later: Vec<T> = all.into_iter().filter(is_later).collect();
        later.sort_by_cached_key(&key);
        Ok(Page::of(later, limit, |item| key(item).to_string()))
    }
}

/// A page of something longer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Page<T> {
    /// What is on it.
    pub(super) items: Vec<T>,
    /// The `cursor` of the next page; left out on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) next: Option<String>,
}

impl<T> Page<T> {
    /// The first `limit` of `items`, of which there is one more when there is another page; `key`
    /// is the cursor behind an item.
    pub(super) fn of(mut items: Vec<T>, limit: usize, key: impl Fn(&T) -> String) -> Self {
        let has_more = items.len() > limit;
        items.truncate(limit);
        let next = items.last().filter(|_| has_more).map(key);
        Self { items, next }
    }

    /// The same page, with something made of each item.
    pub(super) fn map<U>(self, make: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(make).collect(), next: self.next }
    }
}
