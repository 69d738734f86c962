//! A composition as a tree: what is measured of each part, and how that follows from its parts.

use runner_health::exact::{Fraction, percent_text};
use runner_monitor::promises::{Survey, SurveyedKind, SurveyedPart};
use serde::Serialize;

use super::supposed::Supposed;
use crate::pages::asked::Range;
use crate::pages::headline::Headline;

/// So many decimals tell four nines from five.
const PLACES: u8 = 4;

#[derive(Clone, Debug, Serialize)]
pub(super) struct Composition {
    name: String,
    /// What was measured of it, for telling which is worst.
    #[serde(skip)]
    share: Option<Fraction>,
    /// The node whose failures cost the most.
    #[serde(skip)]
    costs_most: Option<String>,
    measured: Option<String>,
    modelled: Option<String>,
    /// The tree, from the top, with how deep each part is.
    parts: Vec<Part>,
    weakest: Option<String>,
    /// `storefront is used in 2 places: it fails in all of them at once`
    shared: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
struct Part {
    /// How deep, from 0.
    depth: usize,
    name: String,
    is_node: bool,
    /// How it follows from what it is made of.
    formula: Option<String>,
    measured: Option<String>,
    modelled: Option<String>,
    is_weakest: bool,
    customers: bool,
    /// What is supposed of it, in percent.
    supposed: Option<String>,
}

impl Composition {
    /// How the worst of them did in the last `range`; nothing where there are none.
    pub(super) fn headline(all: &[Self], range: Range) -> Option<Headline> {
        let known = all.iter().filter_map(|one| Some((one.share.as_ref()?, one)));
        let Some((measured, worst)) = known.min_by(|(a, _), (b, _)| a.cmp(b)) else {
            let first = all.first()?;
            return Some(Headline::unsure(format!("Nothing is known of {} yet", first.name)));
        };
        let (name, range) = (&worst.name, range.long());
        let Some(most) = &worst.costs_most else {
            return Some(Headline::well(format!(
                "No failure of {name} is known in the last {range}"
            )));
        };
        let share = percent_text(measured, PLACES);
        Some(Headline::warning(format!(
            "{name} was up {share} of what is known of the last {range}; {most} costs most"
        )))
    }
}

fn share(share: Option<&Fraction>) -> Option<String> {
    Some(percent_text(share?, PLACES))
}

pub(super) fn composition(name: String, survey: &Survey, supposed: &Supposed) -> Composition {
    let weakest = survey.weakest.as_ref().map(|weakest| weakest.node.to_string());
    let mut parts = Vec::new();
    gather(&survey.root, 0, weakest.as_deref(), &mut parts);
    for part in parts.iter_mut().filter(|part| part.is_node) {
        part.supposed = supposed.of_part(&part.name).map(str::to_owned);
    }
    let shared = survey.shared.iter().map(|(node, places)| {
        format!("{node} is used in {places} places: it fails in all of them at once")
    });
    Composition {
        name,
        share: survey.root.measured.share.clone(),
        costs_most: weakest,
        measured: share(survey.root.measured.share.as_ref()),
        modelled: share(survey.root.modelled.as_ref()),
        parts,
        weakest: survey.weakest.as_ref().map(|weakest| {
            let best = percent_text(&weakest.without_failures, PLACES);
            format!("{} costs most: without its failures it would be {best}", weakest.node)
        }),
        shared: shared.collect(),
    }
}

fn gather(part: &SurveyedPart, depth: usize, weakest: Option<&str>, into: &mut Vec<Part>) {
    let (name, formula) = match &part.kind {
        SurveyedKind::Node(node, _) => (node.to_string(), None),
        SurveyedKind::Series => ("all are needed".to_owned(), Some(product(part))),
        SurveyedKind::AnyOf => ("one is enough".to_owned(), Some(parallel(part))),
        SurveyedKind::AtLeast(n) => {
            let all = part.parts.len();
            let formula = format!("the chance that {n} of {all} are up: {}", listed(part, ", "));
            (format!("{n} are enough"), Some(formula))
        }
    };
    let is_node = formula.is_none();
    into.push(Part {
        depth,
        is_weakest: is_node && weakest == Some(name.as_str()),
        is_node,
        name,
        formula,
        measured: share(part.measured.share.as_ref()),
        modelled: share(part.modelled.as_ref()).filter(|_| !part.customers),
        customers: part.customers,
        supposed: None,
    });
    for part in &part.parts {
        gather(part, depth + 1, weakest, into);
    }
}

/// What counts of its parts, each as it is modelled.
fn counted(part: &SurveyedPart) -> impl Iterator<Item = String> {
    let counted = part.parts.iter().filter(|part| !part.customers);
    counted.map(|part| share(part.modelled.as_ref()).unwrap_or_else(|| "?".to_owned()))
}

fn listed(part: &SurveyedPart, between: &str) -> String {
    counted(part).collect::<Vec<_>>().join(between)
}

/// `99.9000 % × 99.5000 %`
fn product(part: &SurveyedPart) -> String {
    format!("the product of all: {}", listed(part, " × "))
}

/// `1 − (1 − 99.0000 %) × (1 − 99.0000 %)`
fn parallel(part: &SurveyedPart) -> String {
    let each: Vec<String> = counted(part).map(|share| format!("(1 − {share})")).collect();
    format!("1 − {}", each.join(" × "))
}
