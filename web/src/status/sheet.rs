//! A page as HTML.

use serde::Serialize;

use super::bars::{self, Bar};
use super::facts::{Component, Facts, Outage};
use super::words;
use crate::pages::templates;
use crate::problem::Problem;

/// What the template is filled with.
#[derive(Serialize)]
struct Sheet {
    title: String,
    /// Before the name of every file that belongs to the page: `/status/shop/`, or nothing where it
    /// lies beside them.
    base: String,
    verdict: String,
    /// The worst standing: what the verdict looks like.
    worst: &'static str,
    at: Moment,
    components: Vec<Row>,
    open: Vec<Told>,
    maintenance: Vec<Planned>,
    over: Vec<Told>,
}

#[derive(Serialize)]
struct Moment {
    machine: String,
    text: String,
}

#[derive(Serialize)]
struct Row {
    name: String,
    standing: &'static str,
    kind: &'static str,
    since: Option<Moment>,
    share: Option<String>,
    known: Option<String>,
    label: String,
    width: usize,
    height: usize,
    foot: usize,
    bars: Vec<Bar>,
    first: String,
    /// Days on which not all was well, the latest first.
    days: Vec<Table>,
}

#[derive(Serialize)]
struct Table {
    date: String,
    words: String,
}

#[derive(Serialize)]
struct Told {
    number: u64,
    words: String,
    kind: &'static str,
    since: Moment,
    until: Option<Moment>,
    lasted: Option<String>,
    updates: Vec<Said>,
}

#[derive(Serialize)]
struct Said {
    at: Moment,
    text: String,
}

#[derive(Serialize)]
struct Planned {
    name: String,
    from: Moment,
    until: Option<Moment>,
    goes_on: bool,
}

/// The page, whose files lie below `base`.
///
/// # Errors
/// The template wants something that is not there; the log says what.
pub(super) fn html(facts: &Facts, base: &str) -> Result<String, Problem> {
    let worst = facts.components.iter().map(|component| component.standing).min();
    let sheet = Sheet {
        title: facts.title.clone(),
        base: base.to_owned(),
        verdict: words::verdict(facts),
        worst: worst.map_or("ok", kind),
        at: moment(facts.at),
        components: facts.components.iter().map(row).collect(),
        open: facts.open.iter().map(told).collect(),
        maintenance: facts
            .maintenance
            .iter()
            .map(|planned| Planned {
                name: planned.name.clone().unwrap_or_else(|| "Maintenance".to_owned()),
                from: moment(planned.from),
                until: planned.until.map(moment),
                goes_on: planned.from <= facts.at,
            })
            .collect(),
        over: facts.over.iter().map(told).collect(),
    };
    templates::fill("status_page", &sheet).map_err(|error| {
        tracing::error!(%error, "a status page could not be written");
        Problem::Unavailable { why: "the page cannot be written" }
    })
}

fn moment(at: jiff::Timestamp) -> Moment {
    let machine = at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    Moment { machine, text: words::moment(at) }
}

fn kind(standing: super::facts::Standing) -> &'static str {
    use super::facts::Standing;
    match standing {
        Standing::Down => "bad",
        Standing::Degraded => "warn",
        Standing::Maintenance => "info",
        Standing::Unknown => "mute",
        Standing::Up => "ok",
    }
}

fn row(component: &Component) -> Row {
    let (share, known) = words::shares(&component.days);
    let troubled = component.days.iter().rev().filter(|day| day.times.up != day.span.length());
    let troubled = troubled
        .map(|day| Table { date: words::date(day.span.from), words: words::day(&day.times) });
    Row {
        name: component.name.clone(),
        standing: words::standing(component.standing),
        kind: kind(component.standing),
        since: component.since.map(moment),
        share,
        known,
        label: words::label(component),
        width: bars::width(component.days.len()),
        height: bars::HEIGHT,
        foot: bars::HEIGHT - 3,
        bars: bars::bars(&component.days),
        first: component.days.first().map_or_else(String::new, |day| words::date(day.span.from)),
        days: troubled.collect(),
    }
}

fn told(outage: &Outage) -> Told {
    let lasted =
        outage.until.map(|until| words::exact(until.duration_since(outage.since).unsigned_abs()));
    let said =
        |update: &super::facts::Update| Said { at: moment(update.at), text: update.text.clone() };
    Told {
        number: outage.number,
        words: words::outage(outage),
        kind: if outage.is_down { "bad" } else { "warn" },
        since: moment(outage.since),
        until: outage.until.map(moment),
        lasted,
        updates: outage.updates.iter().rev().map(said).collect(),
    }
}
