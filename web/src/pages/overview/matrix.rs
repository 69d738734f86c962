//! Where it fails: a row for each place or test, a cell for each run, a line for each deploy.

use std::collections::BTreeMap;

use jiff::Timestamp;
use runner_health::incident::Incident;
use runner_model::{Outcome, Series, SeriesRun};
use runner_store::{Deploy, ReadError, Store};
use serde::Serialize;

use super::card::series_of;
use crate::pages::standings::Standings;
use crate::pages::table::Table;
use crate::pages::times::Moment;

/// So many runs are shown, and so many rows.
const CELLS: u32 = 24;
const ROWS: usize = 5;

/// Where things are, in the units of the drawing.
const LEFT: f64 = 96.0;
const PITCH: f64 = 14.4;
const CELL: f64 = 12.2;
const TOP: f64 = 18.0;
const ROW: f64 = 27.0;
const TALL: f64 = 20.0;

/// Where it fails.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Matrix {
    sentence: String,
    height: String,
    rows: Vec<Row>,
    deploy: Option<DeployLine>,
    axis: Vec<Label>,
    axis_y: String,
    table: Table,
}

#[derive(Clone, Debug, Serialize)]
struct Row {
    label: String,
    full: String,
    y: String,
    cells: Vec<Cell>,
}

#[derive(Clone, Debug, Serialize)]
struct Cell {
    x: String,
    y: String,
    tone: &'static str,
    /// Where the cross of a run that failed begins.
    cross: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
struct DeployLine {
    x: String,
    y2: String,
    label_x: String,
    anchor: &'static str,
    label: String,
}

#[derive(Clone, Debug, Serialize)]
struct Label {
    x: String,
    anchor: &'static str,
    text: String,
    machine: String,
    /// How the script writes it.
    form: &'static str,
}

impl Matrix {
    pub(crate) async fn read(
        store: &Store,
        incident: &Incident,
        standings: &Standings,
        now: Timestamp,
    ) -> Result<Option<Self>, ReadError> {
        let mut rows = Vec::new();
        for series in series_of(incident, standings, ROWS) {
            let page =
                store.runs().page(series, Timestamp::MIN, Timestamp::MAX, None, CELLS).await?;
            let mut runs = page.runs;
            runs.reverse();
            rows.push((series, runs));
        }
        let first = rows.iter().filter_map(|(_, runs)| runs.first()).map(|run| run.started).min();
        let Some(first) = first else { return Ok(None) };
        let deploys = store.deploys().between(first, now).await?;
        Ok(Some(Self::of(&rows, deploys.last(), now)))
    }

    fn of(rows: &[(&Series, Vec<SeriesRun>)], deploy: Option<&Deploy>, now: Timestamp) -> Self {
        let places: Vec<_> = rows.iter().map(|(series, _)| &series.location).collect();
        let one_place = places.iter().all(|place| *place == places[0]);
        let height = TOP + ROW * rows.len() as f64 + 14.0;
        let drawn = rows.iter().enumerate().map(|(number, (series, runs))| {
            let y = TOP + ROW * number as f64;
            let full = label(series, one_place);
            Row {
                label: shortened(&full),
                full: format!("{full}: {}", how(runs)),
                y: format!("{:.0}", y + 14.0),
                cells: cells(runs, y),
            }
        });
        let drawn: Vec<Row> = drawn.collect();
        let longest =
            rows.iter().max_by_key(|(_, runs)| runs.len()).map(|(_, runs)| runs.as_slice());
        let longest = longest.unwrap_or_default();
        let sentence = drawn.iter().map(|row| row.full.as_str()).collect::<Vec<_>>().join(". ");
        let line = deploy.and_then(|deploy| deploy_line(deploy, longest, height));
        Self {
            sentence: format!("The last runs. {sentence}."),
            height: format!("{height:.0}"),
            rows: drawn,
            deploy: line,
            axis: axis(longest, now),
            axis_y: format!("{:.0}", height - 2.0),
            table: table(rows, one_place),
        }
    }
}

/// A row for each time at which something was due, newest first, a column for each place.
fn table(rows: &[(&Series, Vec<SeriesRun>)], one_place: bool) -> Table {
    let places = rows.iter().map(|(series, _)| label(series, one_place));
    let mut table = Table::new(std::iter::once("Due".to_owned()).chain(places), 0);
    let mut times: BTreeMap<Timestamp, Vec<&str>> = BTreeMap::new();
    for (column, (_, runs)) in rows.iter().enumerate() {
        for run in runs {
            let words = times.entry(run.planned).or_insert_with(|| vec!["–"; rows.len()]);
            words[column] = run.outcome.as_str();
        }
    }
    for (planned, words) in times.iter().rev() {
        let due = planned.strftime("%Y-%m-%d %H:%M:%S UTC").to_string();
        let words = words.iter().map(|word| (*word).to_owned());
        table.add(std::iter::once(due).chain(words));
    }
    table
}

/// What tells the rows apart: the place, else the test.
fn label(series: &Series, one_place: bool) -> String {
    if one_place { series.to_string().replace("/main", "") } else { series.location.to_string() }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(16) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

/// `5 of 24 runs failed, the last one, too`
fn how(runs: &[SeriesRun]) -> String {
    let failed = runs.iter().filter(|run| run.outcome == Outcome::Failed).count();
    let last = runs.last().map_or("nothing ran", |run| match run.outcome {
        Outcome::Passed => "the last one passed",
        Outcome::Degraded => "the last one was degraded",
        Outcome::Failed => "the last one failed",
        Outcome::Errored | Outcome::Skipped => "the last one could not tell",
    });
    format!("{failed} of {} runs failed, {last}", runs.len())
}

/// Where the cell of a run is: the last run is on the right.
fn place(number: usize, of: usize) -> f64 {
    let free = (CELLS as usize).saturating_sub(of);
    LEFT + (free + number) as f64 * PITCH
}

fn cells(runs: &[SeriesRun], y: f64) -> Vec<Cell> {
    let cell = |(number, run): (usize, &SeriesRun)| {
        let x = place(number, runs.len());
        let failed = run.outcome == Outcome::Failed;
        Cell {
            x: format!("{x:.1}"),
            y: format!("{y:.0}"),
            tone: crate::pages::drawing::tone(run.outcome),
            cross: failed
                .then(|| format!("M{:.1} {:.1}", x + CELL / 2.0 - 2.2, y + TALL / 2.0 - 2.2)),
        }
    };
    runs.iter().enumerate().map(cell).collect()
}

fn deploy_line(deploy: &Deploy, runs: &[SeriesRun], height: f64) -> Option<DeployLine> {
    let after = runs.iter().position(|run| run.started >= deploy.at)?;
    let x = place(after, runs.len()) - (PITCH - CELL) / 2.0;
    // Its name goes where there is room for it.
    let is_late = x > LEFT + f64::from(CELLS) * PITCH / 2.0;
    Some(DeployLine {
        x: format!("{x:.1}"),
        y2: format!("{:.0}", height - 14.0),
        label_x: format!("{:.1}", if is_late { x - 3.0 } else { x + 3.0 }),
        anchor: if is_late { "end" } else { "start" },
        label: format!("deploy {}@{}", deploy.service, deploy.version),
    })
}

/// When the first and the last run began, and the first that failed.
fn axis(runs: &[SeriesRun], now: Timestamp) -> Vec<Label> {
    let label = |number: usize, anchor: &'static str| {
        let moment = Moment::to_minute(runs.get(number)?.started, now);
        let x = place(number, runs.len()) + if anchor == "end" { CELL } else { 0.0 };
        Some(Label {
            x: format!("{x:.1}"),
            anchor,
            text: moment.text.trim_end_matches(" UTC").to_owned(),
            machine: moment.machine,
            form: moment.form,
        })
    };
    let last = runs.len().saturating_sub(1);
    let bad = runs.iter().position(|run| run.outcome == Outcome::Failed);
    // Labels must not run into each other.
    let bad = bad.filter(|bad| *bad > 4 && *bad + 6 < runs.len());
    let labels = [label(0, "start"), bad.and_then(|bad| label(bad, "start"))];
    let end = if last > 5 { label(last, "end") } else { None };
    labels.into_iter().flatten().chain(end).collect()
}
