//! Composition.

use std::collections::BTreeMap;

use runner_health::Target;
use runner_health::calendar::Span;
use runner_health::composition::{CompositionError, Dependence, NodeName, Part, PartKind, Tree};
use runner_health::exact::Fraction;
use runner_health::series::{Aspect, Exclusions, History, State, StateTimes};
use runner_health::sli::Availability;
use serde_json::{Map, Value, json};

use crate::reading::{self, Vector, at, count, list, samples, target, text_of};
use crate::writing::{number, numbers, perhaps};

pub(crate) fn computed(vector: &Vector) -> Option<Value> {
    if vector.has(&["series_of_timelines"]) {
        Some(measured(vector))
    } else if vector.has(&["series_slo", "sla_candidates"]) {
        Some(supported(vector))
    } else if vector.has(&["cases"]) {
        let cases = list(vector.at("cases")).iter().map(|case| modelled(case, Named::Apart));
        Some(json!({ "availability": cases.collect::<Vec<_>>() }))
    } else if vector.has(&["k", "members_percent"]) {
        let group = json!({ "k": vector.at("k"), "of": vector.at("members_percent") });
        Some(json!({ "availability": modelled(&group, Named::Apart) }))
    } else if vector.expects(&["exact", "naive_tree_product"]) {
        Some(json!({
            "exact": modelled(&vector.input, Named::AsWritten),
            "naive_tree_product": modelled(&vector.input, Named::Apart),
        }))
    } else if vector.expects(&["availability"]) && kind(&vector.input).is_some() {
        Some(json!({ "availability": modelled(&vector.input, Named::Apart) }))
    } else {
        None
    }
}

/// Whether two nodes of the same name are one.
#[derive(Clone, Copy, PartialEq)]
enum Named {
    AsWritten,
    Apart,
}

/// A part while it is read, with the availabilities of its nodes.
struct Reading {
    named: Named,
    availabilities: BTreeMap<NodeName, Fraction>,
}

fn kind(value: &Value) -> Option<&str> {
    ["series", "parallel", "k", "customer"].into_iter().find(|key| value.get(key).is_some())
}

impl Reading {
    /// `"99%"`, `99`, `"DB 95%"`, `{ "series": […] }`, `{ "parallel": […] }`,
    /// `{ "k": 2, "of": […] }`, `{ "customer": "90%" }`.
    fn part(&mut self, value: &Value) -> Part {
        let Some(kind) = kind(value) else { return self.node(value) };
        let mut parts =
            |key: &str| list(&value[key]).iter().map(|part| self.part(part)).collect::<Vec<_>>();
        match kind {
            "series" => Part::ours(PartKind::Series(parts(kind))),
            "parallel" => Part::ours(PartKind::AnyOf(parts(kind))),
            "k" => {
                let n = u32::try_from(count(&value[kind])).unwrap();
                Part::ours(PartKind::AtLeast { n, of: parts("of") })
            }
            _ => Part { customer_responsible: true, ..self.part(&value[kind]) },
        }
    }

    fn node(&mut self, value: &Value) -> Part {
        let written = value.as_str().map_or_else(|| format!("{value}%"), str::to_owned);
        let (name, share) = written.rsplit_once(' ').unwrap_or(("node", &written));
        let share = reading::number(&json!(share));
        let unnamed = name == "node" || self.named == Named::Apart;
        let name =
            if unnamed { format!("{name} {}", self.availabilities.len()) } else { name.to_owned() };
        let name = NodeName::try_from(name).unwrap();
        self.availabilities.insert(name.clone(), share);
        Part::ours(PartKind::Node(name))
    }
}

fn modelled(value: &Value, named: Named) -> Value {
    let mut reading = Reading { named, availabilities: BTreeMap::new() };
    let part = reading.part(value);
    match Tree::of_part(&part) {
        Ok(tree) => perhaps(tree.modelled(&reading.availabilities).unwrap().as_ref()),
        Err(CompositionError::TooFewLeft { needed, left }) => {
            let members = if left == 1 { "member" } else { "members" };
            json!(format!("config error: k={needed} but {left} {members} left"))
        }
        Err(error) => json!(error.to_string()),
    }
}

fn measured(vector: &Vector) -> Value {
    let minute = reading::interval(&json!(60));
    let lines: Vec<&str> = list(vector.at("series_of_timelines")).iter().map(text_of).collect();
    let length = i64::try_from(lines.iter().map(|line| line.len()).max().unwrap()).unwrap();
    let span = Span { from: at(0), until: at(length * 60) };
    let name = |n: usize| NodeName::try_from(format!("node {n}")).unwrap();
    let histories: BTreeMap<NodeName, History> = lines
        .iter()
        .enumerate()
        .map(|(n, line)| {
            let runs = samples(line, minute);
            let none = Exclusions::default();
            let history = History::of(&runs, Aspect::FrontDoor, span, minute.hold(), &none);
            (name(n), history.unwrap())
        })
        .collect();
    let share = |times: &StateTimes| Availability::of(times).share.unwrap();
    let each: Vec<Fraction> =
        (0..lines.len()).map(|n| share(&histories[&name(n)].times())).collect();
    let availabilities: BTreeMap<NodeName, Fraction> =
        each.iter().cloned().enumerate().map(|(n, share)| (name(n), share)).collect();
    let parts = || (0..lines.len()).map(|n| Part::ours(PartKind::Node(name(n)))).collect();
    let series = Tree::of_part(&Part::ours(PartKind::Series(parts()))).unwrap();
    let parallel = Tree::of_part(&Part::ours(PartKind::AnyOf(parts()))).unwrap();
    let measured = |tree: &Tree| {
        let whole = tree.measured(&histories, span).unwrap();
        assert_ne!(whole.state_at(at(0)), State::Unknown, "{}", vector.id);
        number(&share(&whole.times()))
    };
    let modelled = |tree: &Tree| number(&tree.modelled(&availabilities).unwrap().unwrap());
    let bounds = Dependence::of_series(&each);
    assert_eq!(number(&bounds.modelled), modelled(&series), "{}", vector.id);
    json!({
        "each": numbers(each),
        "measured_series": measured(&series),
        "modelled_product": modelled(&series),
        "upper_bound_min": number(&bounds.highest),
        "lower_bound_1_minus_sum": number(&bounds.lowest),
        "measured_parallel": measured(&parallel),
        "modelled_parallel": modelled(&parallel),
    })
}

fn supported(vector: &Vector) -> Value {
    let slos: Vec<Target> = list(vector.at("series_slo")).iter().map(target).collect();
    let shares: Vec<Fraction> = slos.iter().map(|slo| slo.good()).collect();
    let composed = Dependence::of_series(&shares);
    let supports = list(vector.at("sla_candidates")).iter().map(|candidate| {
        (text_of(candidate).to_owned(), Value::Bool(composed.supports(target(candidate))))
    });
    json!({
        "composed": number(&composed.modelled),
        "supports": supports.collect::<Map<String, Value>>(),
        "budget_sum_bound": number(&composed.lowest),
    })
}
