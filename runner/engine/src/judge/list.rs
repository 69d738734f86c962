//! Matchers that go through a list: `count`, `each`, `any`, `none`, `unique`, `sorted`.

use std::cmp::Ordering;
use std::collections::HashMap;

use serde_json::Value;
use suites::Order;

use super::broken::Broken;
use super::claim::{Claim, Claims, Site};
use super::found::Found;
use super::misfit::counted;
use crate::json;

impl Site<'_> {
    pub(super) fn go_through(&self, claim: &Claim<'_>, elements: &[&Value]) -> Option<Broken> {
        match claim {
            Claim::Count(claims) => {
                claims.check(&Found::number(elements.len()))?;
                Some(Broken::new(self.phrase(claim), counted(elements.len(), "element")))
            }
            Claim::Each(_) | Claim::Any(_) if elements.is_empty() => {
                let broken = Broken::new(self.phrase(claim), "an empty list");
                Some(broken.hint("there was nothing to check"))
            }
            Claim::Each(claims) => each(claims, elements),
            Claim::Any(claims) => {
                let one =
                    elements.iter().any(|element| claims.check(&Found::value(element)).is_none());
                (!one).then(|| Broken::new(self.phrase(claim), self.all_of(elements)))
            }
            Claim::NoneOf(claims) => {
                let holds = |element: &&Value| claims.check(&Found::value(element)).is_none();
                let at = elements.iter().position(holds)?;
                let got = claims.site.words.short(elements[at], claims.site.scale);
                Some(Broken::new(self.phrase(claim), format!("{got} as {}", place(at, elements))))
            }
            Claim::Unique(wanted) => self.unique(claim, *wanted, elements),
            Claim::Sorted(order) => self.sorted(claim, *order, elements),
            _ => None,
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

    fn unique(&self, claim: &Claim<'_>, wanted: bool, elements: &[&Value]) -> Option<Broken> {
        let mut seen: HashMap<String, usize> = HashMap::with_capacity(elements.len());
        let twice = elements.iter().enumerate().find_map(|(at, element)| {
            seen.insert(json::canonical(element), at).map(|first| (first, at))
        });
        match (wanted, twice) {
            (true, None) | (false, Some(_)) => None,
            (true, Some((first, second))) => {
                let value = self.words.short(elements[first], self.elements);
                let got = format!("{value} as elements {} and {}", first + 1, second + 1);
                Some(Broken::new(self.phrase(claim), got))
            }
            (false, None) => {
                let got = format!("{}, all different", counted(elements.len(), "element"));
                Some(Broken::new(self.phrase(claim), got))
            }
        }
    }

    /// Numbers by size, texts by code point.
    fn sorted(&self, claim: &Claim<'_>, order: Order, elements: &[&Value]) -> Option<Broken> {
        let wrong = match order {
            Order::Ascending => Ordering::Greater,
            Order::Descending => Ordering::Less,
        };
        if let [only] = elements {
            return self
                .without_order(claim, 0, elements)
                .filter(|_| in_order(only, only).is_none());
        }
        for (at, pair) in elements.windows(2).enumerate() {
            match in_order(pair[0], pair[1]) {
                None => {
                    let odd = if in_order(pair[0], pair[0]).is_none() { at } else { at + 1 };
                    return self.without_order(claim, odd, elements);
                }
                Some(found) if found == wrong => {
                    let short = |value: &Value| self.words.short(value, self.elements);
                    let got = format!(
                        "{} before {} as elements {} and {}",
                        short(pair[0]),
                        short(pair[1]),
                        at + 1,
                        at + 2
                    );
                    return Some(Broken::new(self.phrase(claim), got));
                }
                Some(_) => {}
            }
        }
        None
    }

    fn without_order(&self, claim: &Claim<'_>, at: usize, elements: &[&Value]) -> Option<Broken> {
        let got = format!("{} as {}", self.words.long(elements[at]), place(at, elements));
        let broken = Broken::new(self.phrase(claim), got);
        Some(broken.hint("only numbers, or only texts, have an order"))
    }
}

fn each(claims: &Claims<'_>, elements: &[&Value]) -> Option<Broken> {
    let mut broken = elements
        .iter()
        .enumerate()
        .filter_map(|(at, element)| Some((at, claims.check(&Found::value(element))?)));
    let (at, first) = broken.next()?;
    let more = broken.count();
    let hint = match (first.hint, more) {
        (Some(hint), _) => Some(hint),
        (None, 0) => None,
        (None, more) => Some(
            format!("nor do {more} other elements")
                .replace("nor do 1 other elements", "nor does 1 other element"),
        ),
    };
    let got = format!("{} as {}", first.got, place(at, elements));
    Some(Broken::new(first.expected.of("each element"), got).hint_if(hint))
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
