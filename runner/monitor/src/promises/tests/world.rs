//! A project, and a store that remembers scripted runs of it.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use runner_health::calendar::Span;
use runner_health::exact::Fraction;
use runner_model::{Outcome, RunId, Series, SeriesRun, StepMark, TestRef, Timings, Trigger};
use runner_store::{AnnotationKind, NewAnnotation, Record, Store};
use tempfile::TempDir;

use crate::promises::{
    Account, Books, BooksError, Burning, Effect, Ledger, Memory, MonthReport, Promise, Said, Survey,
};
use crate::watch::{Refused, Watch};

/// `checkout` with one test, `shop` with two, `night` only by day; each once a minute.
const PROJECT: &str = "\
version: 1
services: { web: {} }
environments:
  here: { services: { web: http://127.0.0.1:1 } }
monitors:
  checkout: { run: [checkout.trip.yaml], every: 1m }
  shop: { run: [shop.trip.yaml], every: 1m }
  office: { run: [checkout.trip.yaml], every: 1m, hours: 'Mon-Fri 10:05-18:00' }
retention: { runs: 100d }
";

const CHECKOUT: &str = "\
name: checkout
service: web
steps:
  - { name: enter, get: / }
  - { name: pay, get: /pay }
";

const SHOP: &str = "\
name: shop
service: web
tests:
  browse: { steps: [ { name: look, get: / } ] }
  search: { steps: [ { name: find, get: / } ] }
";

pub(super) struct World {
    folder: TempDir,
    pub(super) store: Store,
}

/// `10:02:10` on 20 November 2026.
pub(super) fn at(clock: &str) -> Timestamp {
    format!("2026-11-20T{clock}Z").parse().unwrap()
}

pub(super) fn span(from: &str, until: &str) -> Span {
    Span { from: at(from), until: at(until) }
}

/// A scripted run.
#[derive(Clone, Copy)]
pub(super) struct Scripted {
    pub(super) outcome: Outcome,
    pub(super) trigger: Trigger,
    pub(super) retried: bool,
}

/// What a letter stands for; nothing ran where there is none.
fn scripted(letter: char) -> Option<Scripted> {
    let run = |outcome| Scripted { outcome, trigger: Trigger::Schedule, retried: false };
    Some(match letter {
        '.' => run(Outcome::Passed),
        'w' => run(Outcome::Degraded),
        'x' => run(Outcome::Failed),
        '?' => run(Outcome::Errored),
        'r' => Scripted { retried: true, ..run(Outcome::Passed) },
        _ => return None,
    })
}

impl World {
    /// A project with these objectives.
    pub(super) async fn promising(slos: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("checkout.trip.yaml"), CHECKOUT).unwrap();
        std::fs::write(folder.path().join("shop.trip.yaml"), SHOP).unwrap();
        let store = Store::open(&folder.path().join("t.db")).await.unwrap();
        let world = Self { folder, store };
        world.promise(slos);
        world
    }

    /// Other objectives.
    pub(super) fn promise(&self, slos: &str) {
        let text = format!("{PROJECT}slos:\n{slos}");
        std::fs::write(self.folder.path().join("tripline.yaml"), text).unwrap();
    }

    pub(super) fn watch(&self) -> Watch {
        match Watch::read(self.folder.path()) {
            Ok(watch) => watch,
            Err(Refused::NoProject) => panic!("there is no project"),
            Err(Refused::Problems { diagnostics, sources }) => {
                panic!("{}", suites::diagnostics::render(&diagnostics, &sources, false))
            }
        }
    }

    fn series(monitor: &str, test: &str) -> Series {
        let suite = if monitor == "shop" { "shop" } else { "checkout" };
        Series {
            monitor: monitor.try_into().unwrap(),
            test: TestRef {
                suite: suite.try_into().unwrap(),
                test: test.try_into().unwrap(),
                variant: runner_model::Variant::default(),
            },
            location: "here".try_into().unwrap(),
        }
    }

    /// One run a minute, one for each letter; runs of one monitor at one minute are one turn.
    pub(super) async fn ran(&self, monitor: &str, test: &str, from: &str, letters: &str) {
        for (minute, letter) in (0..).zip(letters.chars()) {
            if let Some(run) = scripted(letter) {
                let began = at(from) + SignedDuration::from_mins(minute);
                self.ran_once(monitor, test, began, run).await;
            }
        }
    }

    pub(super) async fn ran_once(
        &self,
        monitor: &str,
        test: &str,
        began: Timestamp,
        run: Scripted,
    ) {
        let marks = |outcome, took| StepMark {
            outcome,
            took: Duration::from_millis(took),
            status: Some(200),
            timings: Some(Timings { wait: Duration::from_millis(took), ..Timings::default() }),
        };
        let run = SeriesRun {
            series: Self::series(monitor, test),
            run: RunId::at(began, [monitor.len() as u8; 10]),
            planned: began,
            started: began,
            took: Duration::from_millis(300),
            outcome: run.outcome,
            first_try: !run.retried,
            trigger: run.trigger,
            steps: vec![marks(run.outcome, 100), marks(Outcome::Skipped, 200)],
            detail: None,
        };
        self.store.record(Record { runs: vec![run], ..Record::default() }).await.unwrap();
    }

    /// Somebody put something under maintenance by hand.
    pub(super) async fn maintained(&self, from: &str, until: &str, why: &str) {
        let said = NewAnnotation {
            kind: AnnotationKind::Maintenance,
            monitor: None,
            since: at(from),
            until: Some(at(until)),
            text: why.to_owned(),
            who: "ada".to_owned(),
        };
        self.store.annotations().add(said, at(from)).await.unwrap();
    }

    async fn books(&self, now: Timestamp) -> Books {
        let opened = Books::open(&self.watch(), Memory::Store(self.store.clone()), now).await;
        opened.unwrap()
    }

    /// How the only promise stands.
    pub(super) async fn account(&self, now: &str) -> Account {
        let books = self.books(at(now)).await;
        books.account(&books.promises[0], at(now)).await.unwrap()
    }

    /// What the alarms of the only promise see.
    pub(super) async fn burning(&self, now: &str) -> Vec<Burning> {
        let books = self.books(at(now)).await;
        books.burning(&books.promises[0], at(now)).await.unwrap()
    }

    /// How a composition did, when these nodes are supposed to be as available as that.
    pub(super) async fn survey(
        &self,
        name: &str,
        span: Span,
        what_if: &[(&str, Fraction)],
    ) -> Survey {
        let books = self.books(span.until).await;
        let what_if = what_if.iter().map(|(node, share)| ((*node).to_owned(), share.clone()));
        books.survey(name, span, &what_if.collect()).await.unwrap().unwrap()
    }

    /// The numbers of a month.
    pub(super) async fn month(&self, month: &str, now: Timestamp) -> MonthReport {
        self.try_month(month, now).await.unwrap()
    }

    pub(super) async fn try_month(
        &self,
        month: &str,
        now: Timestamp,
    ) -> Result<MonthReport, BooksError> {
        let books = self.books(now).await;
        let mut report = books.month(month.parse().unwrap(), now).await?;
        books.freeze(&mut report, now).await?;
        Ok(report)
    }

    /// The service keeps house.
    pub(super) async fn keeps_house(&self, now: Timestamp) {
        self.books(now).await.freeze_last_month(now).await.unwrap();
    }

    /// Somebody says something afterwards about the only promise.
    pub(super) async fn correct(&self, said: Said, now: Timestamp) -> Vec<Effect> {
        let books = self.books(now).await;
        books.correct(&books.promises[0], said, now).await.unwrap()
    }

    /// The ledger of the only promise.
    pub(super) async fn ledger(&self, span: Span) -> Ledger {
        let books = self.books(span.until).await;
        let ledger = books.ledger(&books.promises[0], span).await.unwrap();
        assert_adds_up(&books.promises[0], &ledger);
        ledger
    }
}

/// Every moment of the time is in one line, and the sum is that of the lines.
fn assert_adds_up(promise: &Promise, ledger: &Ledger) {
    let total: Duration = ledger.entries.iter().map(|entry| entry.times().total()).sum();
    assert_eq!(total, ledger.span.length(), "{}", promise.name);
    assert_eq!(ledger.times.total(), total, "{}", promise.name);
}
