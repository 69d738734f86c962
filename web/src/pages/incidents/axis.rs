//! Incidents as bars on one axis of time.

use jiff::Timestamp;
use serde::Serialize;

use crate::pages::times;

const WIDTH: f64 = 1000.0;
const DAY: f64 = 86_400.0;

/// Incidents as bars on one axis of time.
#[derive(Debug, Serialize)]
pub(super) struct Axis {
    bars: Vec<Bar>,
    labels: Vec<Label>,
    sentence: String,
}

#[derive(Debug, Serialize)]
struct Bar {
    x: String,
    width: String,
    tone: &'static str,
    href: String,
    title: String,
}

#[derive(Debug, Serialize)]
struct Label {
    x: String,
    anchor: &'static str,
    text: String,
}

/// What is drawn of an incident.
pub(super) struct Lasting {
    pub(super) from: Timestamp,
    pub(super) until: Timestamp,
    pub(super) is_open: bool,
    pub(super) href: String,
    pub(super) title: String,
}

impl Axis {
    /// The last `days` days.
    pub(super) fn of(incidents: &[Lasting], days: u32, now: Timestamp) -> Self {
        let length = f64::from(days) * DAY;
        let place = |at: Timestamp| {
            let ago = times::since(at, now).as_secs_f64();
            (WIDTH * (1.0 - ago / length)).clamp(0.0, WIDTH)
        };
        let bars = incidents.iter().map(|incident| {
            let (from, until) = (place(incident.from), place(incident.until));
            // One that was short is still to be seen.
            let width = (until - from).max(3.0);
            Bar {
                x: format!("{:.1}", from.min(WIDTH - width)),
                width: format!("{width:.1}"),
                tone: if incident.is_open { "bad" } else { "warn" },
                href: incident.href.clone(),
                title: incident.title.clone(),
            }
        });
        let labels = [(days, "start"), (days * 2 / 3, "middle"), (days / 3, "middle"), (0, "end")];
        let labels = labels.map(|(ago, anchor)| Label {
            x: format!("{:.0}", WIDTH * (1.0 - f64::from(ago) / f64::from(days))),
            anchor,
            text: if ago == 0 { "today".to_owned() } else { format!("{ago} days ago") },
        });
        let count = runner_model::human::count(incidents.len(), "incident");
        Self {
            bars: bars.collect(),
            labels: labels.into(),
            sentence: format!("{count} in {days} days; the list below names them"),
        }
    }
}
