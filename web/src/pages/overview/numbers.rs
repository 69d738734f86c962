//! The key numbers.

use runner_health::incident::MonitorStanding;
use serde::Serialize;

use super::spark::Spark;
use super::tally::Tally;
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
    /// How it went.
    pub(crate) spark: Option<Spark>,
    /// What it counts, each a dot.
    pub(crate) dots: Option<Dots>,
}

impl Number {
    /// Without anything to say of it.
    pub(crate) fn new(label: String, value: String, unit: String) -> Self {
        Self { label, value, unit, notes: Vec::new(), spark: None, dots: None }
    }

    /// It takes a while, and nobody waits for it.
    pub(crate) fn pending(label: String) -> Self {
        let notes = vec![Note::plain("being counted")];
        Self { notes, ..Self::new(label, "–".to_owned(), String::new()) }
    }
}

/// So many dots are drawn, in rows of so many; more suites are no picture.
const DOTS: usize = 48;
const A_ROW: usize = 12;

/// A dot for each suite, what is in trouble first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Dots {
    /// One for each colour: its class and the dots as one path.
    paths: Vec<(&'static str, String)>,
    sentence: String,
}

impl Dots {
    fn of(lines: &[&Line], sentence: String) -> Option<Self> {
        if lines.is_empty() || lines.len() > DOTS {
            return None;
        }
        let mut paths: Vec<(&'static str, String)> = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            let tone = Mark::of_standing(line.standing).tone;
            let (x, y) = ((at % A_ROW) * 8, (at / A_ROW) * 8);
            let dot = format!("M{x} {y}h6v6h-6z");
            match paths.iter_mut().find(|(known, _)| *known == tone) {
                Some((_, path)) => path.push_str(&dot),
                None => paths.push((tone, dot)),
            }
        }
        Some(Self { paths, sentence })
    }
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
    let tally = Tally::of(lines);
    let others = [
        (MonitorStanding::Down, tally.down),
        (MonitorStanding::Degraded, tally.degraded),
        (MonitorStanding::Unknown, tally.unknown),
        (MonitorStanding::Maintenance, tally.maintenance),
        (MonitorStanding::Paused, tally.paused),
        (MonitorStanding::NotRunYet, tally.not_run_yet),
    ];
    let notes = others.into_iter().filter_map(|(standing, count)| {
        let mark = Mark::of_standing(standing);
        let text = format!("{count} {}", mark.word.to_lowercase());
        (count > 0).then_some(Note { tone: mark.tone, text })
    });
    let mut notes: Vec<Note> = notes.collect();
    if notes.is_empty() && !lines.is_empty() {
        notes.push(Note { tone: "ok", text: "all of them".to_owned() });
    }
    let (value, unit) = (tally.up.to_string(), format!(" of {}", tally.all));
    let dots = Dots::of(lines, format!("Each dot is a suite: {value}{unit} passing"));
    Number { notes, dots, ..Number::new("Suites passing".to_owned(), value, unit) }
}
