//! The result, and how good it must be.

use std::time::Duration;

use benches::Grid;

use crate::dashboards::Watched200;
use crate::extent::Extent;
use crate::looks::{Kind, Look};

/// Bytes of a page, compressed; at most.
const PAGE: usize = 20 * 1024;

/// Bytes of what a dashboard is told at once; at most.
const TOLD: usize = 2 * 1024;

/// Of a core, for 200 dashboards while nothing happens; less than.
const QUIET: f64 = 0.05;

/// What an answer is waited for at most, in 95 of 100 looks.
pub(crate) const USUAL: Duration = Duration::from_millis(15);
/// The same with thousands of monitors.
pub(crate) const MANY: Duration = Duration::from_millis(100);

/// A table, and whether all in it is met.
pub(crate) struct Judged<const N: usize> {
    pub(crate) table: Grid<N>,
    pub(crate) met: bool,
}

/// How pages were answered; `within` is what they must be.
pub(crate) fn pages(looks: &[Look], within: Duration, extent: Extent) -> Judged<7> {
    let head = ["", "p50", "p95", "max", "Bytes", "Must be", "Met"];
    let mut judged = Judged { table: Grid::new(head), met: true };
    for Look { name, answered, kind } in looks {
        let (p95, size) = (answered.percentile(95), answered.size);
        let in_time = !extent.tells || p95 <= within;
        let small = answered.compressed && size <= PAGE;
        let time = format!("≤ {}", millis(within));
        let (must, met) = match kind {
            Kind::Page => (format!("{time}, ≤ {PAGE}"), Some(in_time && small)),
            Kind::FirstLook => (time, extent.tells.then_some(in_time)),
            Kind::List => (String::new(), None),
            Kind::Asset { most } => {
                (format!("≤ {most}"), Some(answered.compressed && size <= *most))
            }
        };
        judged.met &= met.unwrap_or(true);
        let [p50, p95, longest] = [answered.percentile(50), p95, answered.longest()].map(millis);
        judged.table.push([name.clone(), p50, p95, longest, size.to_string(), must, word(met)]);
    }
    judged
}

/// What dashboards cost.
pub(crate) fn dashboards(watched: Watched200, extent: Extent) -> Judged<4> {
    let Watched200 { quiet, busy, told, size } = watched;
    let mut judged = Judged { table: Grid::new(["", "Is", "Must be", "Met"]), met: true };
    let share = |part: f64| format!("{:.1} % of a core", part * 100.0);
    let open = format!("{} dashboards open", extent.dashboards);
    for (name, is, must, met) in [
        (
            format!("{open}, nothing happens"),
            share(quiet),
            format!("< {:.0} %", QUIET * 100.0),
            extent.tells.then_some(quiet < QUIET),
        ),
        (format!("{open}, a run each second"), share(busy), String::new(), None),
        (
            "each is told".to_owned(),
            format!("{told:.2} times a second"),
            "≤ 1.05".to_owned(),
            Some(told <= 1.05),
        ),
        ("at once".to_owned(), format!("{size} bytes"), format!("≤ {TOLD}"), Some(size <= TOLD)),
    ] {
        judged.met &= met.unwrap_or(true);
        judged.table.push([name, is, must, word(met)]);
    }
    judged
}

fn word(met: Option<bool>) -> String {
    met.map_or("", |met| if met { "yes" } else { "no" }).to_owned()
}

fn millis(duration: Duration) -> String {
    let millis = duration.as_secs_f64() * 1e3;
    format!("{millis:.*} ms", usize::from(millis < 99.95))
}
