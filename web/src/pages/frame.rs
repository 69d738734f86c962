//! What stands around every page: the bar on the left, on phones the one below; environment and
//! range.

use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use runner_store::Role;
use serde::Serialize;

use super::answer::Page;
use super::asked::Range;
use super::standings::Standings;
use super::visit::Visit;
use super::{assets, doing, templates};
use crate::people::{Visitor, Who};
use crate::problem::Problem;
use crate::router::Inside;

/// Where in the bar a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Overview,
    Suites,
    Environments,
    Runs,
    Incidents,
    Objectives,
    Dependencies,
    Deploys,
    Settings,
}

/// A link of the bar.
struct Entry {
    place: Place,
    href: &'static str,
    icon: &'static str,
    label: &'static str,
    /// What it is called on a phone, when it is in the bar there.
    on_phones: Option<&'static str>,
}

impl Entry {
    const fn new(
        place: Place,
        href: &'static str,
        icon: &'static str,
        label: &'static str,
        on_phones: Option<&'static str>,
    ) -> Self {
        Self { place, href, icon, label, on_phones }
    }
}

/// The bar: groups of links, with their titles.
const BAR: &[(Option<&str>, &[Entry])] = &[
    (
        None,
        &[
            Entry::new(Place::Overview, "/", "home", "Overview", Some("Overview")),
            Entry::new(Place::Suites, "/s", "suite", "Suites", Some("Suites")),
            Entry::new(Place::Environments, "/env", "grid", "Environments", None),
            Entry::new(Place::Runs, "/runs", "run", "Runs", None),
            Entry::new(Place::Incidents, "/i", "inc", "Incidents", Some("Incidents")),
        ],
    ),
    (
        Some("Reliability"),
        &[
            Entry::new(Place::Objectives, "/slo", "slo", "Error budgets", Some("Budgets")),
            Entry::new(Place::Dependencies, "/deps", "dep", "Dependencies", None),
            Entry::new(Place::Deploys, "/d", "ship", "Deploys", None),
        ],
    ),
    (Some("System"), &[Entry::new(Place::Settings, "/settings", "gear", "Settings", None)]),
];

/// A page before it is put into its frame.
pub(crate) struct Sheet<T> {
    pub(crate) place: Place,
    /// For the tab of the browser: `checkout`.
    pub(crate) title: String,
    /// The way to the page, itself last.
    pub(crate) crumbs: Vec<Crumb>,
    /// What it shows depends on the environment that is chosen.
    pub(crate) by_environment: bool,
    /// What it shows depends on the range that is chosen.
    pub(crate) by_range: bool,
    pub(crate) template: &'static str,
    pub(crate) data: T,
}

/// A step on the way to a page.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Crumb {
    pub(crate) text: String,
    /// `None`: the page itself.
    pub(crate) href: Option<String>,
}

impl Crumb {
    /// A page above it.
    pub(crate) fn to(text: impl Into<String>, href: String) -> Self {
        Self { text: text.into(), href: Some(href) }
    }

    /// The page itself.
    pub(crate) fn here(text: impl Into<String>) -> Self {
        Self { text: text.into(), href: None }
    }
}

/// What templates know beside the page itself, as `frame`.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Frame {
    title: String,
    theme: Option<&'static str>,
    other_theme: &'static str,
    style: String,
    script: String,
    mark: String,
    /// Behind every link: environment and range that are looked at.
    carried: String,
    groups: Vec<Links>,
    on_phones: Vec<Link>,
    project: String,
    crumbs: Vec<Crumb>,
    environments: Vec<Choice>,
    ranges: Vec<Choice>,
    foot: String,
    visitor: Option<String>,
    /// What forms send back, in the field `form_token`.
    form_token: Option<String>,
    /// They may ask for runs, acknowledge and write notes.
    may_change: bool,
    /// What was done just now.
    said: Option<&'static str>,
    /// This page, with all that its address says.
    here: String,
}

#[derive(Clone, Debug, Serialize)]
struct Links {
    title: Option<&'static str>,
    links: Vec<Link>,
}

#[derive(Clone, Debug, Serialize)]
struct Link {
    href: String,
    icon: &'static str,
    label: &'static str,
    current: bool,
    count: Option<usize>,
    /// The count is one of things that are wrong.
    bad: bool,
}

/// One of several things to look at.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Choice {
    pub(crate) text: String,
    pub(crate) href: String,
    pub(crate) current: bool,
}

/// What a template is filled with.
#[derive(Serialize)]
struct Filled<'d, T> {
    frame: &'d Frame,
    page: &'d T,
}

/// The whole document.
#[derive(Serialize)]
struct Document<'d> {
    frame: &'d Frame,
    body: &'d str,
}

impl Frame {
    fn of<T>(sheet: &Sheet<T>, visit: &Visit, standings: &Standings) -> Self {
        let Visit { asked, path, visitor, theme, .. } = visit;
        let carried = asked.carried();
        let link = |entry: &Entry, label| Link {
            href: format!("{}{carried}", entry.href),
            icon: entry.icon,
            label,
            current: entry.place == sheet.place,
            count: standings.count(entry.place),
            bad: entry.place == Place::Incidents,
        };
        let entries = BAR.iter().flat_map(|(_, entries)| entries.iter());
        let on_phones = entries.filter_map(|entry| Some(link(entry, entry.on_phones?))).collect();
        let groups = BAR.iter().map(|(title, entries)| Links {
            title: *title,
            links: entries.iter().map(|entry| link(entry, entry.label)).collect(),
        });
        let environments =
            if sheet.by_environment { environments(visit, standings) } else { vec![] };
        let ranges = Range::ALL.map(|range| Choice {
            text: range.words().to_owned(),
            href: format!("{path}{}", asked.with("range", Some(range.as_str()))),
            current: asked.range() == range,
        });
        Self {
            title: sheet.title.clone(),
            theme: *theme,
            other_theme: if *theme == Some("dark") { "light" } else { "dark" },
            style: assets::style(),
            script: assets::script(),
            mark: assets::mark(),
            groups: groups.collect(),
            on_phones,
            project: standings.project.clone(),
            crumbs: sheet.crumbs.clone(),
            environments,
            ranges: if sheet.by_range { ranges.to_vec() } else { vec![] },
            foot: standings.foot(),
            visitor: visitor.as_ref().and_then(name_of),
            form_token: visitor.as_ref().map(|visitor| visitor.form.as_str().to_owned()),
            may_change: visitor.as_ref().is_some_and(|visitor| visitor.may(Role::Operator)),
            said: asked.word("said").and_then(doing::said),
            here: format!("{path}{}", asked.with("said", None)),
            carried,
        }
    }
}

/// Whoever has signed in.
fn name_of(visitor: &Visitor) -> Option<String> {
    match &visitor.who {
        Who::Stranger | Who::LetIn => None,
        Who::User { name, .. } => Some(name.clone()),
    }
}

/// A switch, when there is more than one environment.
fn environments(visit: &Visit, standings: &Standings) -> Vec<Choice> {
    let Visit { asked, path, .. } = visit;
    let there = standings.environments();
    if there.len() < 2 {
        return Vec::new();
    }
    let choice = |text: String, value: Option<&str>| Choice {
        text,
        href: format!("{path}{}", asked.with("env", value)),
        current: asked.environment() == value,
    };
    let all = [choice("All".to_owned(), None)];
    there.iter().map(|name| choice(name.clone(), Some(name))).chain(all).collect()
}

impl Inside {
    /// Puts a page into its frame.
    pub(crate) async fn show<T: Serialize>(&self, visit: &Visit, sheet: Sheet<T>) -> Response {
        let standings = match self.standings().await {
            Ok(standings) => standings,
            Err(problem) => return problem.into_response(),
        };
        let frame = Frame::of(&sheet, visit, &standings);
        let body = templates::fill(sheet.template, &Filled { frame: &frame, page: &sheet.data });
        let html = body
            .and_then(|body| templates::fill("shell", &Document { frame: &frame, body: &body }));
        match html {
            Ok(html) => {
                let compressed = visit.compressed;
                Page { status: StatusCode::OK, html, compressed }.into_response()
            }
            Err(error) => {
                tracing::error!(%error, template = sheet.template, "a page could not be written");
                Problem::Unavailable { why: "the page cannot be written" }.into_response()
            }
        }
    }
}
