//! Monitors: suites on a schedule.

use std::time::Duration;

use runner_model::{EnvironmentName, TestName};

use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Confirm, IfStillRunning, Monitor, RunTarget, RunsOf, When};
use crate::read::keys::{CONFIRM, MONITOR, MONITOR_WHEN, RUN_TAGS};
use crate::read::one_or_more::one_or_more;
use crate::read::{Fields, Reader};
use crate::source::Spanned;
use crate::yaml::{Entry, Node};

/// Nothing is asked more often than once in that time.
const SHORTEST: Duration = Duration::from_secs(1);
/// The wait before a failed run is repeated.
const CONFIRM_AFTER: Duration = Duration::from_secs(10);

impl Reader<'_> {
    /// An entry of `monitors`. The environment stays open when `in` is not written.
    pub(super) fn monitor(&mut self, entry: &Entry) -> Option<Monitor> {
        let name = self.named(&entry.key.value, entry.key.span);
        let fields = self.fields(&entry.value, &MONITOR)?;
        let run = fields.get("run").map(|node| self.run_targets(node));
        let environment = fields.get("in").map(|node| self.name_at::<EnvironmentName>(node));
        let when = self.when(fields);
        let often = matches!(when, None | Some(When::Every(_)));
        let hours = fields.get("hours").and_then(|node| self.hours(node));
        let timeout = fields.get("timeout").and_then(|node| self.positive_duration(node));
        if let (Some(When::Every(every)), Some(timeout)) = (&when, timeout) {
            self.overlap(fields, *every, timeout);
        }
        let still = fields
            .get("if_still_running")
            .and_then(|node| self.word_of(node, IfStillRunning::ALL, IfStillRunning::as_str));
        let confirm = fields.get("confirm").and_then(|node| self.confirm(node));
        let down_after = fields.get("down_after").and_then(|node| self.runs_of(node));
        let up_after = fields.get("up_after").and_then(|node| self.runs(node));
        let severity = self.severity(fields);
        let runbook = self.page(fields, "runbook");
        let notify = self.names_at(fields, "notify");
        let default = if often { 2 } else { 1 };
        let environment = match environment {
            Some(named) => Some(named?),
            None => None,
        };
        Some(Monitor {
            name: name?,
            run: run?,
            environment,
            when: when?,
            hours,
            timeout,
            if_still_running: still.unwrap_or(IfStillRunning::Skip),
            confirm,
            down_after: down_after.unwrap_or(RunsOf { runs: default, last: default }),
            up_after: up_after.unwrap_or(default),
            severity,
            runbook,
            notify,
            span: entry.key.span,
        })
    }

    /// Exactly one of `every`, `cron` and `on`.
    fn when(&mut self, fields: Fields<'_>) -> Option<When> {
        let written: Vec<&Entry> = fields.of(MONITOR_WHEN).collect();
        let [one] = written.as_slice() else {
            match written.as_slice() {
                [first, second, ..] => self.report(
                    Diagnostic::new(Code::E209, second.key.span, "a monitor runs at one time")
                        .related(first.key.span, "the other one")
                        .help("keep one of them, or make two monitors"),
                ),
                _ => self.mistake(
                    Code::E208,
                    fields.span,
                    "a monitor needs to say when it runs".to_owned(),
                    "add `every: 1m`, `cron: \"30 2 * * *\"` or `on: deploy`",
                ),
            }
            return None;
        };
        if one.key.value == "cron" {
            return self.cron(fields).map(When::Cron);
        }
        if let Some(zone) = fields.entry("time_zone") {
            let message = "`time_zone` belongs to `cron`".to_owned();
            let help = "leave it out; `hours` has its own, behind its hours";
            self.mistake(Code::E221, zone.key.span, message, help);
        }
        if one.key.value == "on" {
            return self.word(&one.value, &[("deploy", ())]).map(|()| When::OnDeploy);
        }
        let every = self.positive_duration(&one.value)?;
        if every < SHORTEST {
            let message = "nothing is watched more often than once a second".to_owned();
            self.mistake(Code::E212, one.value.span, message, "write `every: 1s` or longer");
            return None;
        }
        Some(When::Every(every))
    }

    /// W501: a run may last until the next is due, which then is not begun or waits.
    fn overlap(&mut self, fields: Fields<'_>, every: Duration, timeout: Duration) {
        let stops = fields.get("if_still_running").and_then(Node::scalar);
        let stops = stops.is_some_and(|scalar| scalar.text == "stop");
        if let Some(entry) = fields.entry("timeout").filter(|_| timeout > every && !stops) {
            let message = "a run may last longer than until the next one is due";
            self.report(
                Diagnostic::new(Code::W501, entry.value.span, message)
                    .help("write a `timeout` no longer than `every`, or `if_still_running: stop`"),
            );
        }
    }

    /// What is run: one target, or a list of them.
    fn run_targets(&mut self, node: &Node) -> Vec<RunTarget> {
        let nodes = one_or_more(node);
        if nodes.is_empty() {
            let help = "name a file, a glob, or `{ tags: [smoke] }`";
            self.mistake(Code::E211, node.span, "`run` must not be empty".to_owned(), help);
        }
        let mut targets: Vec<_> =
            nodes.into_iter().filter_map(|node| self.run_target(node)).collect();
        // One of thousands of monitors has one.
        targets.shrink_to_fit();
        targets
    }

    fn run_target(&mut self, node: &Node) -> Option<RunTarget> {
        if node.entries().is_some() {
            let fields = self.fields(node, &RUN_TAGS)?;
            let tags = one_or_more(fields.get("tags")?);
            if tags.is_empty() {
                let help = "name at least one";
                self.mistake(Code::E211, node.span, "`tags` must not be empty".to_owned(), help);
            }
            let tags = tags.into_iter().filter_map(|node| self.some_text(node, "a tag"));
            return Some(RunTarget::Tags(tags.collect()));
        }
        let written = self.some_text(node, "`run`")?;
        let test = match written.value.rsplit_once("::") {
            Some((_, test)) => Some(self.named::<TestName>(test, written.span)?.value),
            None => None,
        };
        Some(RunTarget::Path { written, files: Vec::new(), test })
    }

    fn confirm(&mut self, node: &Node) -> Option<Confirm> {
        let fields = self.fields(node, &CONFIRM)?;
        let times = fields.get("times").and_then(|node| self.integer(node, 1));
        let after = fields.get("after").and_then(|node| self.duration(node));
        Some(Confirm { times: times?, after: after.unwrap_or(CONFIRM_AFTER) })
    }

    /// `2 of 3 runs`; `3 runs` is 3 of 3.
    fn runs_of(&mut self, node: &Node) -> Option<RunsOf> {
        let text = self.counted(node, " or `2 of 3 runs`")?;
        let words: Vec<&str> = text.value.split_whitespace().collect();
        let counts = match words.as_slice() {
            [runs, "runs" | "run"] => count(runs).map(|runs| (runs, runs)),
            [runs, "of", last, "runs" | "run"] => count(runs).zip(count(last)),
            _ => None,
        };
        let Some((runs, last)) = counts else {
            self.no_runs(&text, "`3 runs` or `2 of 3 runs`");
            return None;
        };
        if runs > last {
            let message = format!("{runs} of {last} runs can never be");
            let help = format!("write `{last} of {runs} runs`");
            self.mistake(Code::E511, text.span, message, &help);
            return None;
        }
        Some(RunsOf { runs, last })
    }

    /// `2 runs`
    fn runs(&mut self, node: &Node) -> Option<u32> {
        let text = self.counted(node, "")?;
        let words: Vec<&str> = text.value.split_whitespace().collect();
        let runs = match words.as_slice() {
            [runs, "runs" | "run"] => count(runs),
            _ => None,
        };
        if runs.is_none() {
            self.no_runs(&text, "`2 runs`");
        }
        runs
    }

    /// Text; a bare number is asked what it counts.
    fn counted(&mut self, node: &Node, or: &str) -> Option<Spanned<String>> {
        let bare = node.scalar().filter(|scalar| scalar.value().is_number());
        if let Some(scalar) = bare {
            let meant = format!("{} runs", scalar.text);
            self.report(
                Diagnostic::new(Code::E205, node.span, format!("{} what?", scalar.text))
                    .help(format!("write `{meant}`{or}"))
                    .fix(node.span, meant),
            );
            return None;
        }
        self.some_text(node, "a number of runs")
    }

    fn no_runs(&mut self, text: &Spanned<String>, help: &str) {
        let message = format!("`{}` is no number of runs", text.value);
        self.mistake(Code::E212, text.span, message, &format!("write {help}"));
    }
}

/// A count of at least 1.
fn count(text: &str) -> Option<u32> {
    text.parse().ok().filter(|count| *count > 0)
}
