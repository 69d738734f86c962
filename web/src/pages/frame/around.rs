//! The frame: the bar, the environment and the range that are looked at, who looks.

use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use runner_store::Role;
use serde::Serialize;

use super::bar::{Bar, Place};
use super::sheet::{Choice, Crumb, Sheet};
use crate::Open;
use crate::pages::answer::Page;
use crate::pages::asked::Range;
use crate::pages::standings::Standings;
use crate::pages::visit::Visit;
use crate::pages::{assets, doing, link, templates};
use crate::people::Who;
use crate::problem::Problem;
use crate::router::Inside;

/// What templates know beside the page itself, as `frame`.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Frame {
    title: String,
    theme: Option<&'static str>,
    other_theme: &'static str,
    to_other_theme: String,
    style: String,
    script: String,
    mark: String,
    /// Behind every link: environment and range that are looked at.
    carried: String,
    /// The same behind an address that asks for something itself: `&env=staging`.
    also: String,
    bar: Bar,
    project: String,
    crumbs: Vec<Crumb>,
    environments: Vec<Choice>,
    ranges: Vec<Choice>,
    foot: String,
    /// Something has run: there is something to be well.
    has_run: bool,
    signed_in: Option<SignedIn>,
    /// That nobody has to sign in.
    open: Option<&'static str>,
    /// Monitors to be run from here.
    runnable: Vec<String>,
    /// What forms send back, in the field `form_token`.
    form_token: Option<String>,
    /// They may ask for runs, acknowledge and write notes.
    may_change: bool,
    /// What was done just now.
    said: Option<&'static str>,
    /// This page, with all that its address says.
    here: String,
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

/// Whoever has signed in.
#[derive(Clone, Debug, Serialize)]
struct SignedIn {
    name: String,
    role: &'static str,
}

/// More monitors than that are no list to choose from; each suite's page runs it, too.
const RUNNABLE: usize = 50;

impl Frame {
    fn of<T>(sheet: &Sheet<T>, visit: &Visit, standings: &Standings, open: Open) -> Self {
        let Visit { asked, path, visitor, theme, .. } = visit;
        let carried = asked.carried();
        let other_theme = if *theme == Some("dark") { "light" } else { "dark" };
        let environments =
            if sheet.by_environment { environments(visit, standings) } else { vec![] };
        let ranges = Range::ALL.map(|range| Choice {
            text: range.words().to_owned(),
            href: format!("{path}{}", asked.with("range", Some(range.as_str()))),
            current: asked.range() == range,
        });
        let who = visitor.as_ref().map(|visitor| &visitor.who);
        let may_change = visitor.as_ref().is_some_and(|visitor| visitor.may(Role::Operator));
        let runs_here = may_change && sheet.place == Place::Overview;
        Self {
            title: sheet.title.clone(),
            theme: *theme,
            other_theme,
            // What is chosen holds from there on, whatever the address said before.
            to_other_theme: link::theme(
                other_theme,
                &format!("{path}{}", asked.without("theme").with("said", None)),
            ),
            style: assets::style(),
            script: assets::script(),
            mark: assets::mark(),
            bar: Bar::of(sheet.place, &carried, standings),
            project: standings.project.clone(),
            crumbs: sheet.crumbs.clone(),
            environments,
            ranges: if sheet.by_range { ranges.to_vec() } else { vec![] },
            foot: standings.foot(),
            has_run: standings.lines.iter().any(|line| !line.series.is_empty()),
            signed_in: who.and_then(signed_in),
            open: who.and_then(|who| said_of_open(who, open)),
            runnable: if runs_here { runnable(standings) } else { vec![] },
            form_token: visitor.as_ref().map(|visitor| visitor.form.as_str().to_owned()),
            may_change,
            said: asked.word("said").and_then(doing::said),
            here: format!("{path}{}", asked.with("said", None)),
            also: carried.replacen('?', "&", 1),
            carried,
        }
    }
}

/// Whoever has signed in.
fn signed_in(who: &Who) -> Option<SignedIn> {
    match who {
        Who::Stranger | Who::LetIn => None,
        Who::User { name, role } => Some(SignedIn { name: name.clone(), role: role.as_str() }),
    }
}

/// What somebody who did not have to sign in should know.
fn said_of_open(who: &Who, open: Open) -> Option<&'static str> {
    match (who, open) {
        (Who::Stranger | Who::User { .. }, _) | (Who::LetIn, Open::ToNobody) => None,
        (Who::LetIn, Open::ToThisMachine) => {
            Some("No sign-in: whoever uses this machine may do everything")
        }
        (Who::LetIn, Open::ToEverybody) => {
            Some("No sign-in: whoever reaches this page may do everything")
        }
    }
}

/// The monitors, in the order of the file, when they can be looked through.
fn runnable(standings: &Standings) -> Vec<String> {
    let mut monitors: Vec<String> = Vec::new();
    for line in &standings.lines {
        let name = line.monitor.as_str();
        if monitors.last().is_none_or(|last| last != name) {
            monitors.push(name.to_owned());
        }
    }
    if monitors.len() > RUNNABLE { Vec::new() } else { monitors }
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
        match self.framed(visit, sheet).await {
            Ok(html) => {
                let compressed = visit.compressed;
                Page { status: StatusCode::OK, html, compressed }.into_response()
            }
            Err(problem) => problem.into_response(),
        }
    }

    /// A page in its frame.
    pub(crate) async fn framed<T: Serialize>(
        &self,
        visit: &Visit,
        sheet: Sheet<T>,
    ) -> Result<String, Problem> {
        let standings = self.standings().await?;
        let frame = Frame::of(&sheet, visit, &standings, self.door.open);
        let body = templates::fill(sheet.template, &Filled { frame: &frame, page: &sheet.data });
        let html = body
            .and_then(|body| templates::fill("shell", &Document { frame: &frame, body: &body }));
        html.map_err(|error| {
            tracing::error!(%error, template = sheet.template, "a page could not be written");
            Problem::Unavailable { why: "the page cannot be written" }
        })
    }
}
