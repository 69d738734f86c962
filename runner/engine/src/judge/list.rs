//! Matchers that go through a list: `count`, `each`, `any`, `none`, `unique`, `sorted`.

use std::cmp::Ordering;
use std::collections::HashMap;

use serde_json::Value;
use suites::Order;

use super::broken::Broken;
use super::claim::{Claims, Site};
use super::found::Found;
use super::misfit::counted;
use super::phrase::Phrase;
use crate::json;

/// A claim about the elements of a list.
pub(super) enum Walk<'c> {
    Count(Claims<'c>),
    Each(Claims<'c>),
    Any(Claims<'c>),
    NoneOf(Claims<'c>),
    /// Whether all are different.
    Unique(bool),
    Sorted(Order),
}

impl Walk<'_> {
    pub(super) fn phrase(&self) -> Phrase {
        match self {
            Self::Count(claims) => Phrase::amount("a count", &claims.phrase()),
            Self::Each(claims) => claims.phrase().of("each element"),
            Self::Any(claims) => claims.phrase().of("an element"),
            Self::NoneOf(claims) => claims.phrase().of("no element"),
            Self::Unique(true) => Phrase::noun("a list without equal elements"),
            Self::Unique(false) => Phrase::noun("a list with equal elements"),
            Self::Sorted(Order::Ascending) => Phrase::noun("a list in ascending order"),
            Self::Sorted(Order::Descending) => Phrase::noun("a list in descending order"),
        }
    }
}

impl Site<'_> {
    pub(super) fn walk(&self, walk: &Walk<'_>, found: &Found<'_>) -> Option<Broken> {
        let Some(elements) = found.elements() else {
            let broken = self.of_other_type(walk.phrase(), found);
            return Some(broken.hint("only a list has elements"));
        };
        let broken = |got: String| Broken::new(walk.phrase(), got);
        match walk {
            Walk::Count(claims) => {
                claims.check(&Found::number(elements.len()))?;
                Some(broken(counted(elements.len(), "element")))
            }
            Walk::Each(_) | Walk::Any(_) if elements.is_empty() => {
                Some(broken("an empty list".to_owned()).hint("there was nothing to check"))
            }
            Walk::Each(claims) => each(claims, &elements),
            Walk::Any(claims) => {
                let holds = |element: &&Value| claims.check(&Found::value(element)).is_none();
                (!elements.iter().any(holds)).then(|| broken(self.all_of(&elements)))
            }
            Walk::NoneOf(claims) => {
                let holds = |element: &&Value| claims.check(&Found::value(element)).is_none();
                let at = elements.iter().position(holds)?;
                let got = self.words.short(elements[at], self.elements);
                Some(broken(format!("{got} as {}", place(at, &elements))))
            }
            Walk::Unique(wanted) => self.unique(*wanted, &elements).map(broken),
            Walk::Sorted(order) => {
                let (got, hint) = self.unsorted(*order, &elements)?;
                Some(broken(got).hint_if(hint))
            }
        }
    }

    /// The elements on one line, or how many.
    fn all_of(&self, elements: &[&Value]) -> String {
        const SHOWN: usize = 6;
        let short = |value: &&Value| self.words.short(value, self.elements);
        let shown: Vec<String> = elements.iter().take(SHOWN).map(short).collect();
        let more = if elements.len() > SHOWN { ", …" } else { "" };
        format!("{}: {}{more}", counted(elements.len(), "element"), shown.join(", "))
    }

    fn unique(&self, wanted: bool, elements: &[&Value]) -> Option<String> {
        let mut seen: HashMap<String, usize> = HashMap::with_capacity(elements.len());
        let twice = elements.iter().enumerate().find_map(|(at, element)| {
            seen.insert(json::canonical(element), at).map(|first| (first, at))
        });
        match (wanted, twice) {
            (true, None) | (false, Some(_)) => None,
            (true, Some((first, second))) => {
                let value = self.words.short(elements[first], self.elements);
                Some(format!("{value} as elements {} and {}", first + 1, second + 1))
            }
            (false, None) if elements.is_empty() => Some("an empty list".to_owned()),
            (false, None) => Some(format!("{}, all different", counted(elements.len(), "element"))),
        }
    }

    /// Numbers go by size, texts by code point; what else there is has no order.
    fn unsorted(
        &self,
        order: Order,
        elements: &[&Value],
    ) -> Option<(String, Option<&'static str>)> {
        let without = |at: usize| {
            let got = format!("{} as {}", self.words.long(elements[at]), place(at, elements));
            Some((got, Some("only numbers, or only texts, have an order")))
        };
        let first = elements.first()?;
        if in_order(first, first).is_none() {
            return without(0);
        }
        let wrong = match order {
            Order::Ascending => Ordering::Greater,
            Order::Descending => Ordering::Less,
        };
        for (at, pair) in elements.windows(2).enumerate() {
            let Some(found) = in_order(pair[0], pair[1]) else { return without(at + 1) };
            if found == wrong {
                let [a, b] = [pair[0], pair[1]].map(|value| self.words.short(value, self.elements));
                return Some((
                    format!("{a} before {b} as elements {} and {}", at + 1, at + 2),
                    None,
                ));
            }
        }
        None
    }
}

/// So many elements that are not so are counted.
const COUNTED: usize = 100;

fn each(claims: &Claims<'_>, elements: &[&Value]) -> Option<Broken> {
    let mut broken = elements
        .iter()
        .enumerate()
        .filter_map(|(at, element)| Some((at, claims.check(&Found::value(element))?)));
    let (at, first) = broken.next()?;
    // Counting on costs as much as judging on: a long list is not worth it.
    let more = match broken.take(COUNTED).count() {
        0 => None,
        1 => Some("1 more element is not so".to_owned()),
        COUNTED => Some("many more elements are not so".to_owned()),
        more => Some(format!("{more} more elements are not so")),
    };
    let nested = first.got.contains(" as element");
    let got =
        format!("{}{} {}", first.got, if nested { ", in" } else { " as" }, place(at, elements));
    Some(Broken::new(first.expected.of("each element"), got).hint_if(first.hint.or(more)))
}

fn in_order(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => Some(json::compare(a, b)),
        (Value::String(a), Value::String(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

/// `element 2 of 3`
fn place(at: usize, elements: &[&Value]) -> String {
    format!("element {} of {}", at + 1, elements.len())
}
