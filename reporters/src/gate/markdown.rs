//! The verdict as Markdown: a comment on a pull request, the page of a job.

use runner_health::deploy::{CAVEAT, DeployVerdict};
use runner_model::human;

use super::console::{heading, since_when, told};
use super::report::word;
use super::{Difference, GateReport, GateTest, Runs};
use crate::github::{as_html, inline};

/// How many rows the table has.
const ROWS: usize = 100;
/// How many tests have a block of their own.
const BLOCKS: usize = 20;

/// The report as Markdown.
pub fn markdown(report: &GateReport) -> String {
    let mut out = format!("### {} {}\n\n", sign(report.verdict), inline(&report.what()));
    out.push_str(&format!("**{}**\n\n", inline(&report.sentence)));
    let facts = facts(report);
    if !facts.is_empty() {
        out.push_str(&format!("{}\n\n", facts.join(" · ")));
    }
    let tests = report.worst_first();
    if !tests.is_empty() {
        out.push_str("| | Test | Before | After | Why |\n|---|---|--:|--:|---|\n");
        tests.iter().take(ROWS).for_each(|test| out.push_str(&row(test)));
        if let Some(more) = tests.len().checked_sub(ROWS).filter(|more| *more > 0) {
            out.push_str(&format!("| | … {} more | | | |\n", human::thousands(more)));
        }
        out.push('\n');
    }
    let troubled = tests.iter().filter(|test| test.verdict != DeployVerdict::Passed);
    troubled.take(BLOCKS).for_each(|test| out.push_str(&block(test, report)));
    for note in &report.notes {
        out.push_str(&format!("* {}\n", inline(note)));
    }
    if !tests.is_empty() {
        out.push_str(&format!("\n<sub>{}</sub>\n", as_html(CAVEAT)));
    }
    out
}

fn facts(report: &GateReport) -> Vec<String> {
    let commit = report.deploy.commit.as_deref().map(|commit| format!("commit {}", inline(commit)));
    let url = report.deploy.url.as_deref().map(inline);
    commit.into_iter().chain(url).collect()
}

fn row(test: &GateTest) -> String {
    format!(
        "| {} {} | {} | {} | {} | {} |\n",
        sign(test.verdict),
        word(test.verdict),
        inline(&test.name),
        counted(test.before),
        counted(test.after),
        inline(&test.sentence),
    )
}

/// `2 of 5 failed, 143 ms`
fn counted(runs: Runs) -> String {
    if runs.valid == 0 {
        return "no runs".to_owned();
    }
    let took = runs.median.map(|median| format!(", {}", human::duration(median)));
    format!("{} of {} failed{}", runs.failed, runs.valid, took.unwrap_or_default())
}

fn block(test: &GateTest, report: &GateReport) -> String {
    let mut inside = String::new();
    if let Some(since) = test.since {
        inside.push_str(&format!("{}\n\n", inline(&since_when(since, report))));
    }
    if let Some(finding) = &test.finding {
        inside.push_str(&format!("{}\n\n", inline(&told(finding))));
    }
    if let Some(difference) = &test.difference {
        inside.push_str(&table(difference, report));
    }
    if let Some(finding) = &test.finding {
        inside.push_str(&crate::github::fenced(&finding.rerun));
    }
    if inside.is_empty() {
        return String::new();
    }
    let title = format!("{}: {}", word(test.verdict), test.name);
    format!(
        "<details><summary>{}</summary>\n\n{}\n\n</details>\n\n",
        as_html(&title),
        inside.trim_end()
    )
}

fn table(difference: &Difference, report: &GateReport) -> String {
    let mut out = format!("{}\n\n", inline(&heading(difference, report)));
    if difference.changes.is_empty() {
        return out;
    }
    out.push_str("| | When it last passed | After the deploy |\n|---|---|---|\n");
    for change in &difference.changes {
        let side = |value: &Option<String>| inline(value.as_deref().unwrap_or("nothing"));
        let (before, after) = (side(&change.before), side(&change.after));
        out.push_str(&format!("| {} | {before} | {after} |\n", inline(&change.what)));
    }
    if difference.more > 0 {
        out.push_str(&format!("| … and {} more | | |\n", difference.more));
    }
    out.push('\n');
    out
}

/// A verdict at a glance; the word stands beside it.
fn sign(verdict: DeployVerdict) -> &'static str {
    match verdict {
        DeployVerdict::Passed => "✅",
        DeployVerdict::AlreadyFailing => "⚠️",
        DeployVerdict::Slower => "🐢",
        DeployVerdict::CannotTell => "❔",
        DeployVerdict::Worse => "❌",
    }
}
