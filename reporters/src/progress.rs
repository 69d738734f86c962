//! The line that moves while a run is under way.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressFinish, ProgressState, ProgressStyle};
use runner_model::RunEvent;

use crate::console::one_line;
use crate::{Reporter, human};

/// How often it is redrawn in a second, at most.
const HZ: u8 = 10;

/// A line on a terminal that says how far a run is; nothing anywhere else.
///
/// A handle: clones move the same line. Give one to the [`Console`](crate::Console) of the same
/// terminal, so that they do not write over each other.
#[derive(Clone, Debug)]
pub struct Progress {
    bar: ProgressBar,
    /// Somebody can see it.
    seen: bool,
}

impl Progress {
    /// On the terminal that standard error is; nothing when it is none.
    pub fn on_stderr() -> Self {
        let progress = Self::drawn_on(ProgressDrawTarget::stderr_with_hz(HZ));
        if progress.seen {
            // Time goes on while nothing happens.
            progress.bar.enable_steady_tick(Duration::from_millis(1000 / u64::from(HZ)));
        }
        progress
    }

    /// Draws nothing.
    pub fn none() -> Self {
        Self::drawn_on(ProgressDrawTarget::hidden())
    }

    fn drawn_on(target: ProgressDrawTarget) -> Self {
        let bar = ProgressBar::with_draw_target(Some(0), target);
        if bar.is_hidden() {
            return Self { bar, seen: false };
        }
        let elapsed = |state: &ProgressState, out: &mut dyn std::fmt::Write| {
            // Whatever cannot be written is drawn again in a moment.
            let _drawn = out.write_str(&human::duration(whole_tenths(state.elapsed())));
        };
        let style =
            ProgressStyle::with_template("{spinner} {pos} of {suites} · {time} · {wide_msg}")
                .expect("the template is right")
                .with_key("suites", |state: &ProgressState, out: &mut dyn std::fmt::Write| {
                    let suites = usize::try_from(state.len().unwrap_or(0)).unwrap_or(usize::MAX);
                    let _drawn = out.write_str(&human::count(suites, "suite"));
                })
                .with_key("time", elapsed);
        Self { bar: bar.with_style(style).with_finish(ProgressFinish::AndClear), seen: true }
    }

    /// Clears the line, lets `write` write, and draws the line again.
    pub fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        self.bar.suspend(write)
    }
}

/// Hundredths that run past are not worth reading.
fn whole_tenths(time: Duration) -> Duration {
    Duration::from_millis((time.as_millis() / 100 * 100).try_into().unwrap_or(u64::MAX))
}

impl Reporter for Progress {
    fn on_event(&mut self, event: &RunEvent<'_>) -> std::io::Result<()> {
        if !self.seen {
            return Ok(());
        }
        match event {
            RunEvent::Started(plan) => {
                self.bar.set_length(plan.suites as u64);
                self.bar.reset_elapsed();
            }
            RunEvent::StepStarted { test, step } => {
                let name = one_line(test.suite.as_str());
                self.bar.set_message(format!("{name} › {}", one_line(step)));
            }
            RunEvent::StepDone { .. } => {}
            RunEvent::SuiteDone(_) => self.bar.inc(1),
            RunEvent::Done(_) => self.bar.finish_and_clear(),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use indicatif::{InMemoryTerm, TermLike as _};
    use runner_model::PlanSummary;

    use super::*;
    use crate::{Console, ConsoleOptions, sample};

    /// Writes to the terminal that the progress line is on.
    struct OnTerm(InMemoryTerm);

    impl io::Write for OnTerm {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let text = String::from_utf8_lossy(bytes).replace('\n', "\r\n");
            self.0.write_str(&text)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn plan() -> PlanSummary {
        PlanSummary { suites: 2, tests: 2, steps: 6, environment: None, seed: "81f3".into() }
    }

    #[test]
    fn the_line_steps_aside_and_leaves_nothing_behind() {
        let term = InMemoryTerm::new(20, 80);
        let target = ProgressDrawTarget::term_like_with_hz(Box::new(term.clone()), 255);
        let mut progress = Progress::drawn_on(target);
        let options = ConsoleOptions { width: 78, ..ConsoleOptions::default() };
        let mut console = Console::new(OnTerm(term.clone()), options).beside(&progress);
        let mut run = sample::run();
        run.suites.truncate(1);
        let test = run.suites[0].variants[0].tests[0].test.clone();

        let plan = plan();
        let started = RunEvent::Started(&plan);
        let step = RunEvent::StepStarted { test: &test, step: "list\x1b[2J orders" };
        let suite = RunEvent::SuiteDone(&run.suites[0]);
        for event in [started, step] {
            progress.on_event(&event).unwrap();
            console.on_event(&event).unwrap();
        }
        progress.bar.tick();
        let drawn = term.contents();
        assert!(drawn.contains("0 of 2 suites · 0 ms · "), "{drawn}");
        assert!(drawn.contains(r"suites/health › list\x1b[2J orders"), "{drawn}");

        console.on_event(&suite).unwrap();
        progress.on_event(&suite).unwrap();
        progress.bar.tick();
        let drawn = term.contents();
        let lines: Vec<_> = drawn.lines().collect();
        assert!(lines[0].starts_with("passed    The API is up"), "{drawn}");
        assert!(lines[1].contains("1 of 2 suites"), "{drawn}");

        let done = RunEvent::Done(&run);
        progress.on_event(&done).unwrap();
        console.on_event(&done).unwrap();
        let drawn = term.contents();
        assert!(!drawn.contains("of 2 suites"), "{drawn}");
        assert!(drawn.ends_with("seed 81f3"), "{drawn}");
    }

    #[test]
    fn without_a_terminal_there_is_no_line() {
        let mut progress = Progress::none();
        progress.on_event(&RunEvent::Started(&plan())).unwrap();
        assert!(progress.bar.is_hidden());
        assert_eq!(progress.aside(|| 5), 5);
    }
}
