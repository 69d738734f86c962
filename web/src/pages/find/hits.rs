//! What is found by its name.

use runner_health::incident::Incident;
use runner_model::{IncidentId, MonitorName};

use crate::pages::frame::pages;
use crate::pages::link;
use crate::pages::mark::Mark;
use crate::pages::overview::title;
use crate::pages::standings::Standings;

/// So many of a kind are named.
const MOST: usize = 8;

/// What something that was found is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Suite,
    Run,
    Incident,
    Objective,
    Action,
    Page,
}

/// Things of one kind.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Hits {
    pub(crate) kind: Kind,
    pub(crate) hits: Vec<Hit>,
}

/// Something that was found.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    /// The name of the shape in `icons.svg`.
    pub(super) icon: &'static str,
    pub(crate) text: String,
    /// What there is to say of it; empty when its name says all.
    pub(crate) said: String,
    pub(crate) target: Target,
}

/// Where something that was found leads.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// A page, by its address.
    Page(String),
    /// Somebody looks after an incident.
    Acknowledge(IncidentId),
    /// A monitor runs at once.
    Run(MonitorName),
}

impl Hit {
    pub(super) fn page(icon: &'static str, text: String, said: String, href: String) -> Self {
        Self { icon, text, said, target: Target::Page(href) }
    }
}

/// What is looked for: words, all of which must be somewhere in what is found.
pub(super) struct Wanted(Vec<String>);

impl Wanted {
    pub(super) fn of(query: &str) -> Self {
        Self(query.split_whitespace().map(str::to_lowercase).collect())
    }

    pub(super) fn is_nothing(&self) -> bool {
        self.0.is_empty()
    }

    fn is_in(&self, texts: &[&str]) -> bool {
        let all = texts.join(" ").to_lowercase();
        self.0.iter().all(|word| all.contains(word.as_str()))
    }
}

pub(super) fn suites(wanted: &Wanted, standings: &Standings) -> Hits {
    let found = standings.lines.iter().filter(|line| {
        let environment = line.environment.as_deref().unwrap_or_default();
        wanted.is_in(&[&line.name, line.suite.as_str(), line.monitor.as_str(), environment])
    });
    let hit = |line: &crate::pages::standings::Line| {
        let mark = Mark::of_standing(line.standing);
        let place = line.environment.as_ref().map(|name| format!("{name}, "));
        let said = format!("{}{}", place.unwrap_or_default(), mark.word.to_lowercase());
        let href = link::watched_suite(&line.suite, &line.monitor);
        Hit::page(mark.icon, format!("{} · {}", line.name, line.monitor), said, href)
    };
    Hits { kind: Kind::Suite, hits: found.take(MOST).map(hit).collect() }
}

pub(super) fn incidents(wanted: &Wanted, incidents: &[Incident]) -> Hits {
    let name = |incident: &Incident| format!("incident {}", incident.id);
    let found =
        incidents.iter().filter(|incident| wanted.is_in(&[&name(incident), &title(incident)]));
    let hit = |incident: &Incident| {
        Hit::page("inc", title(incident), name(incident), link::incident(incident.id))
    };
    Hits { kind: Kind::Incident, hits: found.take(MOST).map(hit).collect() }
}

pub(super) fn promises(wanted: &Wanted, standings: &Standings) -> Hits {
    let names = standings.watch.iter().flat_map(|watch| watch.project.objectives.iter());
    let names = names.map(|promise| promise.name.value.as_str());
    let found = names.filter(|name| wanted.is_in(&["error budget objective", name]));
    let hit = |name: &str| {
        Hit::page("slo", name.to_owned(), "error budget".to_owned(), link::objective(name))
    };
    Hits { kind: Kind::Objective, hits: found.take(MOST).map(hit).collect() }
}

/// Pages, and lists of runs.
pub(super) fn places(wanted: &Wanted, standings: &Standings, carried: &str) -> Hits {
    let own = pages(standings).into_iter().filter(|(label, _, _)| wanted.is_in(&[label]));
    let own = own.map(|(label, icon, href)| {
        Hit::page(icon, label, "page".to_owned(), format!("{href}{carried}"))
    });
    let monitors = if wanted.is_nothing() { [].iter() } else { standings.lines.iter() };
    let runs = monitors.filter(|line| wanted.is_in(&["runs of", line.monitor.as_str()]));
    let runs = runs.map(|line| {
        let name = line.monitor.as_str();
        let href = format!("/runs?monitor={name}");
        Hit::page("run", format!("Runs of {name}"), "page".to_owned(), href)
    });
    let mut hits: Vec<Hit> = own.collect();
    for hit in runs.take(MOST) {
        // A monitor may run several suites.
        if !hits.contains(&hit) {
            hits.push(hit);
        }
    }
    Hits { kind: Kind::Page, hits }
}

/// What whoever may can do.
pub(super) fn actions(wanted: &Wanted, standings: &Standings) -> Hits {
    let mut hits = Vec::new();
    for incident in standings.open.iter().filter(|incident| !incident.is_acknowledged()) {
        let text = format!("Acknowledge incident {}", incident.id);
        let said = title(incident);
        if wanted.is_in(&[&text, &said]) {
            hits.push(Hit { icon: "check", text, said, target: Target::Acknowledge(incident.id) });
        }
    }
    if !wanted.is_nothing() {
        for line in &standings.lines {
            let text = format!("Run {} now", line.monitor);
            let target = Target::Run(line.monitor.clone());
            let hit = Hit { icon: "redo", text, said: String::new(), target };
            if wanted.is_in(&[&hit.text, &line.name]) && !hits.contains(&hit) {
                hits.push(hit);
            }
        }
    }
    hits.truncate(MOST);
    Hits { kind: Kind::Action, hits }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_must_be_somewhere() {
        let texts = ["Checkout", "suites/shop", "production"];
        assert!(Wanted::of("check PROD").is_in(&texts));
        assert!(!Wanted::of("check staging").is_in(&texts));
        assert!(Wanted::of("  ").is_in(&texts) && Wanted::of("  ").is_nothing());
    }
}
