//! The bar: links to the pages that there are.

use serde::Serialize;
use suites::StatusPage;

use crate::pages::link;
use crate::pages::standings::Standings;

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
    /// Not in the bar.
    Elsewhere,
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

const FIRST: &[Entry] = &[
    Entry::new(Place::Overview, "/", "home", "Overview", Some("Overview")),
    Entry::new(Place::Suites, "/s", "suite", "Suites", Some("Suites")),
    Entry::new(Place::Environments, "/env", "grid", "Environments", None),
    Entry::new(Place::Runs, "/runs", "run", "Runs", None),
    Entry::new(Place::Incidents, "/i", "inc", "Incidents", Some("Incidents")),
];

const RELIABILITY: &[Entry] = &[
    Entry::new(Place::Objectives, "/slo", "slo", "Error budgets", Some("Budgets")),
    Entry::new(Place::Dependencies, "/deps", "dep", "Dependencies", None),
    Entry::new(Place::Deploys, "/d", "ship", "Deploys", None),
];

const SYSTEM: &[Entry] = &[Entry::new(Place::Settings, "/settings", "gear", "Settings", None)];

/// So many status pages have a link of their own.
const PUBLISHED: usize = 4;

/// The links of every page.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Bar {
    groups: Vec<Group>,
    /// Those in the bar of phones.
    on_phones: Vec<Link>,
    /// The others, which a phone shows when asked to.
    more: Vec<Link>,
    /// The page is one of those.
    in_more: bool,
}

#[derive(Clone, Debug, Serialize)]
struct Group {
    title: Option<&'static str>,
    links: Vec<Link>,
}

#[derive(Clone, Debug, Serialize)]
struct Link {
    href: String,
    icon: &'static str,
    label: String,
    current: bool,
    count: Option<usize>,
    /// The count is one of things that are wrong.
    bad: bool,
}

impl Bar {
    /// Of a page that is at `place`; links carry `carried` along.
    pub(super) fn of(place: Place, carried: &str, standings: &Standings) -> Self {
        let link = |entry: &Entry, label: &str| Link {
            href: format!("{}{carried}", entry.href),
            icon: entry.icon,
            label: label.to_owned(),
            current: entry.place == place,
            count: standings.count(entry.place),
            bad: entry.place == Place::Incidents,
        };
        let group = |title, entries: &[Entry]| Group {
            title,
            links: entries.iter().map(|entry| link(entry, entry.label)).collect(),
        };
        let published = Group { title: Some("Publish"), links: published(standings) };
        let entries = || FIRST.iter().chain(RELIABILITY).chain(SYSTEM);
        let others = entries().filter(|entry| entry.on_phones.is_none());
        let (settings, others): (Vec<_>, Vec<_>) =
            others.partition(|entry| entry.place == Place::Settings);
        let others = others.into_iter().map(|entry| link(entry, entry.label));
        let settings = settings.into_iter().map(|entry| link(entry, entry.label));
        let more: Vec<Link> =
            others.chain(published.links.iter().cloned()).chain(settings).collect();
        Self {
            on_phones: entries().filter_map(|entry| Some(link(entry, entry.on_phones?))).collect(),
            in_more: more.iter().any(|link| link.current),
            more,
            groups: vec![
                group(None, FIRST),
                group(Some("Reliability"), RELIABILITY),
                published,
                group(Some("System"), SYSTEM),
            ],
        }
    }
}

/// Every page of the bar: what it is called, its icon, and where it is.
pub(crate) fn pages(standings: &Standings) -> Vec<(String, &'static str, String)> {
    let entries = FIRST.iter().chain(RELIABILITY).chain(SYSTEM);
    let own = entries.map(|entry| (entry.label.to_owned(), entry.icon, entry.href.to_owned()));
    let published = published(standings).into_iter();
    own.chain(published.map(|link| (link.label, link.icon, link.href))).collect()
}

/// The public pages that the project declares, and the page for a screen on the wall.
fn published(standings: &Standings) -> Vec<Link> {
    let pages: &[StatusPage] =
        standings.watch.as_ref().map(|w| w.project.status_pages.as_slice()).unwrap_or_default();
    let link = |href: String, icon, label: String| Link {
        href,
        icon,
        label,
        current: false,
        count: None,
        bad: false,
    };
    let label = |page: &StatusPage| match pages.len() {
        1 => "Status page".to_owned(),
        _ => page.title.clone(),
    };
    let pages = pages.iter().take(PUBLISHED);
    let pages = pages.map(|page| link(link::status_page(&page.name.value), "globe", label(page)));
    pages.chain([link("/tv".to_owned(), "tv", "TV mode".to_owned())]).collect()
}
