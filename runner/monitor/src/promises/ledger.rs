//! Every run behind a number, and what each adds to it.

use std::time::Duration;

use jiff::Timestamp;
use runner_health::calendar::Span;
use runner_health::series::{ExcludedBy, History, RunCounts, Standing, State, StateTimes};
use runner_model::{RunId, Series, Trigger};

use super::course::{Course, Line};

/// Every run behind a number, in the order of time, and the sum.
#[derive(Clone, Debug)]
pub struct Ledger {
    /// The time that it is about.
    pub span: Span,
    /// In the order of time. A run that began before adds the time for which it holds into
    /// [`span`](Self::span), and is not among [`runs`](Self::runs).
    pub entries: Vec<Entry>,
    /// The times of all entries added up.
    pub times: StateTimes,
    /// The runs of all entries added up; those that should have been there and were not are
    /// unknown, and have no entry.
    pub runs: RunCounts,
}

/// A line of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A run.
    Run(Box<RunEntry>),
    /// No result holds.
    Nothing(Span),
    /// Nothing counts.
    Excluded {
        /// When.
        span: Span,
        /// Why.
        by: ExcludedBy,
        /// The name of the maintenance, or what somebody said afterwards.
        name: Option<String>,
    },
}

/// A run in the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunEntry {
    /// When it began.
    pub at: Timestamp,
    /// Of what.
    pub series: Series,
    /// Which.
    pub run: RunId,
    /// What it says.
    pub state: State,
    /// Why it took place.
    pub trigger: Trigger,
    /// Whether it counts, or why not.
    pub standing: Standing,
    /// For how long its result is that of the whole, in which state. Nothing while another test is
    /// worse, or as bad and named before it.
    pub times: StateTimes,
}

impl Entry {
    /// When it begins.
    pub fn at(&self) -> Timestamp {
        match self {
            Self::Run(run) => run.at,
            Self::Nothing(span) | Self::Excluded { span, .. } => span.from,
        }
    }

    /// What it adds.
    pub fn times(&self) -> StateTimes {
        let mut times = StateTimes::default();
        match self {
            Self::Run(run) => times = run.times,
            Self::Nothing(span) => times.add(State::Unknown, span.length()),
            Self::Excluded { span, by, .. } => times.add(State::Excluded(*by), span.length()),
        }
        times
    }
}

/// A moment at which something begins or ends, until the next.
struct Piece {
    span: Span,
    state: State,
    /// The run that decides, by line and place.
    run: Option<(usize, usize)>,
}

impl Ledger {
    /// Of a course. `runs` are all of its runs counted; `name` tells what a stretch of maintenance
    /// is called.
    pub(super) fn of(
        course: &Course,
        runs: RunCounts,
        name: impl Fn(&Series, Timestamp) -> Option<String>,
    ) -> Self {
        let pieces = pieces(course);
        let mut added: Vec<Vec<StateTimes>> =
            course.lines.iter().map(|line| vec![StateTimes::default(); line.seen.len()]).collect();
        let mut entries = Vec::new();
        for piece in pieces {
            match (piece.state, piece.run) {
                (State::Excluded(by), _) => exclude(&mut entries, piece.span, by),
                (state, Some((line, place))) => {
                    added[line][place].add(state, piece.span.length());
                }
                (_, None) => nothing(&mut entries, piece.span),
            }
        }
        if let Some(line) = course.lines.first() {
            for entry in &mut entries {
                if let Entry::Excluded { span, by, name: called } = entry
                    && *by != ExcludedBy::Hours
                {
                    *called = name(&line.series, span.from);
                }
            }
        }
        for (line, added) in course.lines.iter().zip(added) {
            entries.extend(run_entries(line, added, course.span));
        }
        // What ends where a run begins stands before it.
        entries.sort_by_key(|entry| (entry.at(), matches!(entry, Entry::Run(_))));
        let mut times = StateTimes::default();
        entries.iter().for_each(|entry| times += &entry.times());
        Self { span: course.span, entries, times, runs }
    }
}

/// Those that lie in `span`, and those before it that hold into it.
fn run_entries(
    line: &Line,
    added: Vec<StateTimes>,
    span: Span,
) -> impl Iterator<Item = Entry> + '_ {
    line.seen.iter().zip(added).filter_map(move |(seen, times)| {
        let holds_into = times != StateTimes::default();
        (span.contains(seen.sample.at) || holds_into).then(|| {
            Entry::Run(Box::new(RunEntry {
                at: seen.sample.at,
                series: line.series.clone(),
                run: seen.run.clone(),
                state: seen.state(),
                trigger: seen.sample.trigger,
                standing: line.standing(seen),
                times,
            }))
        })
    })
}

fn exclude(entries: &mut Vec<Entry>, span: Span, by: ExcludedBy) {
    match entries.last_mut() {
        Some(Entry::Excluded { span: last, by: before, .. })
            if last.until == span.from && *before == by =>
        {
            last.until = span.until;
        }
        Some(_) | None => entries.push(Entry::Excluded { span, by, name: None }),
    }
}

fn nothing(entries: &mut Vec<Entry>, span: Span) {
    match entries.last_mut() {
        Some(Entry::Nothing(last)) if last.until == span.from => last.until = span.until,
        Some(_) | None => entries.push(Entry::Nothing(span)),
    }
}

/// The time of a course, cut wherever anything begins or ends.
fn pieces(course: &Course) -> Vec<Piece> {
    let holding: Vec<Vec<Holding>> =
        course.lines.iter().map(|line| holding(line, course.hold, course.span)).collect();
    let slices = |history: &History| {
        let slices = history.slices().iter().map(|slice| slice.span.from);
        slices.collect::<Vec<_>>()
    };
    let mut cuts: Vec<Timestamp> = slices(&course.history);
    cuts.extend(course.lines.iter().flat_map(|line| slices(&line.history)));
    cuts.extend(holding.iter().flatten().flat_map(|run| [run.span.from, run.span.until]));
    cuts.push(course.span.until);
    cuts.retain(|cut| course.span.from <= *cut && *cut <= course.span.until);
    cuts.sort_unstable();
    cuts.dedup();
    let piece = |pair: &[Timestamp]| {
        let at = pair[0];
        let state = course.history.state_at(at);
        let mut lines = course.lines.iter().zip(&holding).enumerate();
        let run = lines.find_map(|(number, (line, holding))| {
            let next = holding.partition_point(|run| run.span.until <= at);
            let run = holding.get(next).filter(|run| run.span.contains(at))?;
            (line.history.state_at(at) == state).then_some((number, run.place))
        });
        Piece { span: Span { from: at, until: pair[1] }, state, run }
    };
    cuts.windows(2).map(piece).collect()
}

/// A run while its result holds.
struct Holding {
    span: Span,
    place: usize,
}

fn holding(line: &Line, hold: Duration, within: Span) -> Vec<Holding> {
    let counting = || {
        let seen = line.seen.iter().enumerate();
        seen.filter(|(_, seen)| seen.sample.trigger.counts())
    };
    let next = counting().skip(1).map(|(_, seen)| Some(seen.sample.at)).chain([None]);
    let held = counting().zip(next).filter_map(|((place, seen), next)| {
        let mut span = Span::starting(seen.sample.at, hold);
        span.until = next.map_or(span.until, |next| span.until.min(next));
        Some(Holding { span: span.within(within)?, place })
    });
    held.collect()
}
