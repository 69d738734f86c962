//! What promises say of what the overview shows.

use serde::Serialize;

use super::card::Card;
use super::numbers::{Note, Number};
use super::rows::Row;
use crate::pages::objectives::{BurnDown, Detail, Line};

/// What is left of the budget of a suite: of several promises the one that is closest to its end.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Budget {
    href: String,
    target: String,
    /// `12 %`
    left: Option<String>,
    /// How wide that is drawn, of 64.
    bar: String,
    tone: &'static str,
}

/// How fast the budget of something that fails burns.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Burning {
    href: String,
    /// `Burning 156×, spent in 8 min`
    text: String,
}

/// The promise of which the least is left.
#[derive(Debug, Serialize)]
pub(super) struct Tightest<'p> {
    line: &'p Line,
    burn_down: Option<&'p BurnDown>,
}

/// The promise of which the least is left; `lines` are in that order.
pub(crate) fn tightest(lines: &[Line]) -> Option<&Line> {
    lines.first()
}

/// The promise about a monitor of which the least is left; `lines` are in that order.
fn about<'l>(lines: &'l [Line], monitor: &str) -> Option<&'l Line> {
    lines.iter().find(|line| line.monitor() == monitor)
}

/// Says of each suite what is left of its budget.
pub(crate) fn complete(rows: &mut [Row], lines: &[Line]) {
    for row in rows {
        row.budget = about(lines, row.key.0.as_str()).map(|line| Budget {
            href: line.href.clone(),
            target: line.target.clone(),
            left: line.left.clone(),
            bar: line.bar.clone(),
            tone: line.tone,
        });
    }
}

/// Says of each incident whether a budget burns.
pub(super) fn burning(cards: &mut [Card], lines: &[Line]) {
    for card in cards {
        let mut all = card.monitors.iter().filter_map(|monitor| about(lines, monitor));
        card.burning = all.find(|line| line.fast).and_then(|line| {
            let rate = line.burn_1h.as_ref()?;
            let text = format!("Burning {rate}, budget {}", line.forecast);
            Some(Burning { href: line.href.clone(), text })
        });
    }
}

/// What is left of the tightest budget: `None` when nothing is promised.
pub(super) fn left(lines: Option<&[Line]>) -> Option<Number> {
    let label = "Error budget left".to_owned();
    let Some(lines) = lines else { return Some(Number::pending(label)) };
    let line = tightest(lines)?;
    let (value, unit) = match line.left.as_deref() {
        Some(left) => (left.trim_end_matches(['%', ' ']).to_owned(), " %".to_owned()),
        None => ("–".to_owned(), String::new()),
    };
    let whose = if lines.len() > 1 { "tightest: " } else { "" };
    let notes = vec![
        Note { tone: line.tone, text: line.spent.clone() },
        Note::plain(format!("{whose}{}", line.name)),
    ];
    Some(Number { notes, ..Number::new(label, value, unit) })
}

impl<'p> Tightest<'p> {
    /// With its course, when that is known by now.
    pub(super) fn of(lines: Option<&'p [Line]>, detail: Option<&'p Detail>) -> Option<Self> {
        let line = tightest(lines?)?;
        let burn_down = detail.map(Detail::burn_down);
        Some(Self { line, burn_down })
    }
}
