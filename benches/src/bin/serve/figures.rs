//! The result, and how good it must be.

use std::time::Duration;

use benches::Grid;

use crate::extent::Extent;
use crate::project::{CHECKS_OF_A_RUN, Layout};
use crate::watching::Seen;

/// Checks for a second of CPU, requests and the store included; at least.
const CHECKS: f64 = 3_000.0;
/// Resident megabytes for a thousand monitors; at most.
const MEMORY: f64 = 10.0;
/// How late runs begin, of all but one in a hundred; less than.
const LATE: Duration = Duration::from_millis(20);
/// Bytes of the store for a run, indexes included; at most.
const STORED: f64 = 120.0;

/// What was found of one layout.
pub(crate) struct Figures {
    layout: Layout,
    runs_per_second: f64,
    memory: f64,
    late: Duration,
    stored: f64,
    /// How many monitors had their first slot within one interval.
    covered: usize,
    start_up: Duration,
    resident: [f64; 2],
}

impl Figures {
    pub(crate) fn of(layout: Layout, extent: Extent, few: &Seen, many: &Seen) -> Self {
        let runs = many.history.runs as f64;
        let resident = [few, many].map(|seen| seen.memory as f64 / 1e6);
        let first = many.history.first.values();
        let covered = first.filter(|slot| {
            let wait = slot.duration_since(many.started);
            Duration::try_from(wait).is_ok_and(|wait| wait <= extent.every) || wait.is_negative()
        });
        Self {
            layout,
            runs_per_second: runs / many.cpu.as_secs_f64().max(0.01),
            memory: (resident[1] - resident[0]) * 1_000.0 / (extent.many - extent.few) as f64,
            late: many.history.late_p99(),
            stored: many.grown as f64 / runs.max(1.0),
            covered: covered.count(),
            start_up: many.start_up,
            resident,
        }
    }

    fn checks_per_second(&self) -> f64 {
        self.runs_per_second * CHECKS_OF_A_RUN
    }

    /// One text for each row of the table.
    fn cells(&self, extent: Extent) -> [String; 6] {
        let [few, many] = self.resident;
        [
            format!("{:.0} (of {:.0} runs)", self.checks_per_second(), self.runs_per_second),
            format!("{:.1} MB ({few:.1} → {many:.1})", self.memory),
            millis(self.late),
            format!("{:.0} bytes", self.stored),
            format!("{} of {}", self.covered, extent.many),
            millis(self.start_up),
        ]
    }

    fn met(&self, extent: Extent) -> [bool; 5] {
        [
            self.checks_per_second() >= CHECKS,
            self.memory <= MEMORY,
            self.late < LATE,
            self.stored <= STORED,
            self.covered == extent.many,
        ]
    }
}

/// The table, and whether everything is met in every layout.
pub(crate) fn table(figures: &[Figures; 2], extent: Extent) -> (Grid<5>, bool) {
    let [own, one] = figures;
    let mut table = Grid::new(["", own.layout.name(), one.layout.name(), "Must be", "Met"]);
    let names = [
        ("checks per CPU-second", format!("≥ {CHECKS}")),
        ("memory per 1000 monitors", format!("≤ {MEMORY} MB")),
        ("lateness, p99", format!("< {}", millis(LATE))),
        ("stored per run", format!("≤ {STORED} bytes")),
        ("first run within one interval", "all".to_owned()),
        ("start-up", String::new()),
    ];
    let met: Vec<bool> =
        own.met(extent).iter().zip(one.met(extent)).map(|(own, one)| *own && one).collect();
    let cells = own.cells(extent).into_iter().zip(one.cells(extent));
    for (index, ((name, target), (own, one))) in names.into_iter().zip(cells).enumerate() {
        let met = met.get(index).filter(|_| extent.tells);
        let met = met.map_or("", |met| if *met { "yes" } else { "no" });
        table.push([name.to_owned(), own, one, target, met.to_owned()]);
    }
    (table, met.into_iter().all(|met| met))
}

fn millis(duration: Duration) -> String {
    let millis = duration.as_secs_f64() * 1e3;
    format!("{millis:.*} ms", usize::from(millis < 99.95))
}
