//! The project, and what is remembered of its runs.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use runner_health::budget::Window;
use runner_health::calendar::Span;
use runner_monitor::promises::{Books, BooksError, Memory, Promise, Recorded};
use runner_monitor::watch::{Refused, Watch};

use super::moment::moment;
use crate::args::service::StoreArgs;
use crate::args::slo::HistoryArgs;
use crate::commands::run::environment::NO_PROJECT;
use crate::commands::run::execute;
use crate::exit::Exit;
use crate::outside::Outside;
use crate::{awake, files, kept, say};

/// So far back is looked unless it is said otherwise.
const USUAL: Duration = Duration::from_secs(30 * 86_400);

/// The project, opened together with what is remembered of its runs.
pub(crate) struct History {
    pub(crate) books: Books,
    /// As of when.
    pub(crate) now: Timestamp,
}

/// Opens the project and its history, and does something with them.
pub(crate) fn with_history<W>(args: &HistoryArgs, outside: &Outside, work: W) -> Result<Exit, Exit>
where
    W: AsyncFnOnce(History) -> Result<Exit, Exit>,
{
    let watch = project(outside)?;
    let at = args.at.as_deref().map(|at| moment(at, &TimeZone::UTC)).transpose()?;
    if let Some(path) = &args.runs {
        let recorded = recorded(path, &watch, outside)?;
        let now = at.unwrap_or_else(|| recorded.until(&watch));
        let runtime = execute::runtime()?;
        let memory = Memory::File(Arc::new(recorded));
        return Ok(awake::block_on(&runtime, opened(&watch, memory, now, work)));
    }
    let now = at.unwrap_or_else(|| outside.clock.now());
    let store = StoreArgs { store: args.store.clone() };
    Ok(kept::with_store(&store, outside, |store| async move {
        opened(&watch, Memory::Store(store), now, work).await
    }))
}

async fn opened<W>(watch: &Watch, memory: Memory, now: Timestamp, work: W) -> Exit
where
    W: AsyncFnOnce(History) -> Result<Exit, Exit>,
{
    match Books::open(watch, memory, now).await.map_err(failed) {
        Ok(books) => work(History { books, now }).await.unwrap_or_else(|exit| exit),
        Err(exit) => exit,
    }
}

/// Reads runs from a file.
fn recorded(path: &Path, watch: &Watch, outside: &Outside) -> Result<Recorded, Exit> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(outside.current_dir.join(path)).map_err(|cause| {
        say::error(format_args!("{name} cannot be read: {cause}"), None);
        Exit::Usage
    })?;
    Recorded::read(&text, &name, watch).map_err(|error| {
        say::error(error, None);
        Exit::Invalid
    })
}

/// Reads the project; what is wrong is printed.
pub(crate) fn project(outside: &Outside) -> Result<Watch, Exit> {
    match Watch::read(&outside.current_dir) {
        Ok(watch) => Ok(watch),
        Err(Refused::NoProject) => {
            say::error("there is no project file, so nothing is promised", Some(NO_PROJECT));
            Err(Exit::Usage)
        }
        Err(Refused::Problems { diagnostics, sources }) => {
            let count = files::print(&diagnostics, &sources, outside);
            say::err(format_args!("\n{count}; no number was worked out"));
            Err(Exit::Invalid)
        }
    }
}

impl History {
    /// The promise of this name.
    pub(crate) fn promise(&self, name: &str) -> Result<&Promise, Exit> {
        self.books.promise(name).ok_or_else(|| {
            let names: Vec<&str> =
                self.books.promises.iter().map(|promise| promise.name.as_str()).collect();
            let help = match names.is_empty() {
                true => "write some below `slos` in `tripline.yaml`".to_owned(),
                false => format!("there are {}", names.join(", ")),
            };
            say::error(format_args!("there is no objective `{name}`"), Some(&help));
            Exit::Usage
        })
    }
}

/// Says why the books cannot be kept.
pub(crate) fn failed(error: BooksError) -> Exit {
    say::error(&error, None);
    match error {
        BooksError::NotMeasurable(_) => Exit::Invalid,
        BooksError::Survey(_) | BooksError::Month(_) => Exit::Usage,
        BooksError::Read(_)
        | BooksError::Write(_)
        | BooksError::History(_)
        | BooksError::Forgotten(_)
        | BooksError::Frozen { .. } => Exit::Unknown,
    }
}

/// There is no objective.
pub(crate) fn nothing_promised() -> Exit {
    let help = "write some below `slos` in `tripline.yaml`";
    say::error("the project promises nothing", Some(help));
    Exit::Usage
}

/// Nothing is remembered that a number could be made of.
pub(crate) fn nothing_remembered(of: &str) -> Exit {
    let help = "`tripline serve` remembers runs: name its file with `--store PATH`, or one of JSON \
                Lines with `--runs FILE`";
    say::error(format_args!("no run of {of} is remembered"), Some(help));
    Exit::Unknown
}

/// From when until when is to be looked at: 30 days up to now, unless it is said.
pub(crate) fn span(
    from: Option<&String>,
    to: Option<&String>,
    zone: &TimeZone,
    now: Timestamp,
) -> Result<Span, Exit> {
    let given = |text: Option<&String>| text.map(|text| moment(text, zone)).transpose();
    let until = given(to)?.unwrap_or(now);
    is_some_time(match given(from)? {
        Some(from) => Span { from, until },
        None => Span::ending(until, USUAL),
    })
}

/// A stretch of time that ends after it begins.
pub(crate) fn is_some_time(span: Span) -> Result<Span, Exit> {
    if span.from < span.until {
        return Ok(span);
    }
    let help = "write `--from` as the earlier of the two";
    say::error(format_args!("{} is not before {}", span.from, span.until), Some(help));
    Err(Exit::Usage)
}

/// The clock that a promise goes by.
pub(crate) fn zone(promise: &Promise) -> TimeZone {
    match &promise.window {
        Window::Month(zone) => zone.clone(),
        Window::Rolling(_) => TimeZone::UTC,
    }
}
