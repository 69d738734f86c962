//! The key numbers.

use runner_health::incident::MonitorStanding;
use serde::Serialize;

use crate::pages::mark::Mark;
use crate::pages::standings::Line;

/// A key number.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Number {
    pub(crate) label: String,
    /// The number as text; `–` when nothing is known.
    pub(crate) value: String,
    pub(crate) unit: String,
    /// What to say of it.
    pub(crate) notes: Vec<Note>,
}

/// A few words below a number.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Note {
    pub(crate) tone: &'static str,
    pub(crate) text: String,
}

impl Note {
    pub(crate) fn plain(text: impl Into<String>) -> Self {
        Self { tone: "mute", text: text.into() }
    }
}

/// How many suites pass.
pub(crate) fn passing(lines: &[&Line]) -> Number {
    let is = |standing| lines.iter().filter(|line| line.standing == standing).count();
    let others = [
        MonitorStanding::Down,
        MonitorStanding::Degraded,
        MonitorStanding::Unknown,
        MonitorStanding::Paused,
        MonitorStanding::NotRunYet,
    ];
    let notes = others.into_iter().filter_map(|standing| {
        let (count, mark) = (is(standing), Mark::of_standing(standing));
        let text = format!("{count} {}", mark.word.to_lowercase());
        (count > 0).then_some(Note { tone: mark.tone, text })
    });
    let mut notes: Vec<Note> = notes.collect();
    if notes.is_empty() && !lines.is_empty() {
        notes.push(Note { tone: "ok", text: "all of them".to_owned() });
    }
    Number {
        label: "Suites passing".to_owned(),
        value: is(MonitorStanding::Up).to_string(),
        unit: format!(" of {}", lines.len()),
        notes,
    }
}
