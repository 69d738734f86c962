//! `docs/slo.md`: what it shows is what is printed.

use std::path::{Path, PathBuf};

use crate::harness::Project;

const DOCUMENT: &str = "docs/slo.md";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn text() -> String {
    std::fs::read_to_string(root().join(DOCUMENT)).unwrap()
}

/// The project of the demo, the runs and the files of the document.
fn project() -> Project {
    let project = Project::bare();
    let ports = examples_shop::MonitoringPorts::DEMO;
    examples_shop::write_monitoring(&project.path(""), ports).unwrap();
    let runs = std::fs::read_to_string(root().join("docs/two-outages.jsonl")).unwrap();
    project.write("two-outages.jsonl", &runs);
    for block in blocks(&text(), "```yaml ") {
        let (name, rest) = block.split_once('\n').unwrap();
        project.write(name, rest);
    }
    project
}

/// What stands in blocks that begin so, without that.
fn blocks<'a>(text: &'a str, begins: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(begins).skip(1).map(|rest| rest.split_once("\n```").unwrap().0)
}

/// What a command of the document prints.
fn printed(project: &Project, command: &str) -> String {
    let words: Vec<&str> = command.strip_prefix("tripline ").unwrap().split(' ').collect();
    let ended = project.tripline(&words);
    assert_eq!(ended.stderr, "", "{command}");
    ended.stdout
}

#[test]
fn what_the_document_shows_is_what_is_printed() {
    let (project, text) = (project(), text());
    let mut right = text.clone();
    for block in blocks(&text, "```console\n$ ") {
        let (command, shown) = block.split_once('\n').unwrap_or((block, ""));
        let printed = printed(&project, command);
        if shown != printed.trim_end() {
            let new = format!("$ {command}\n{}\n```", printed.trim_end());
            right = right.replacen(&format!("$ {block}\n```"), &new, 1);
        }
    }
    #[expect(clippy::disallowed_methods, reason = "how whoever changes the document asks")]
    let update = std::env::var_os("UPDATE_DOCUMENTS").is_some();
    if update {
        std::fs::write(root().join(DOCUMENT), &right).unwrap();
    }
    assert_eq!(text, right, "UPDATE_DOCUMENTS=1 writes what is printed");
}

/// Seconds in a line of the ledger that ends so: `+5 s down`.
fn added(line: &str, state: &str) -> u64 {
    let found = line.split_once("  +").filter(|(_, rest)| rest.ends_with(&format!(" s {state}")));
    let nothing = line.split_once("nothing is known for ").filter(|_| state == "unknown");
    let words = found.or(nothing).map(|(_, rest)| rest.split(' ').next().unwrap());
    words.map_or(0, |seconds| seconds.parse().unwrap())
}

#[test]
fn the_ledger_of_the_document_adds_up_line_by_line() {
    let text = text();
    let ledger = blocks(&text, "```console\n$ tripline slo explain payments-open").next().unwrap();
    let sum = |state| ledger.lines().map(|line| added(line, state)).sum::<u64>();
    let (up, down, unknown) = (sum("up"), sum("down"), sum("unknown"));
    // Two outages of four runs, 5 s each.
    assert_eq!((up, down, unknown), (78, 40, 2));
    let runs = blocks(&text, "```console\n$ tripline slo explain orders-succeed").next().unwrap();
    let counted = runs.lines().filter(|line| line.ends_with("  +1 succeeded")).count();
    assert!(runs.contains(&format!("sum           succeeded {counted} · failed 0 ")), "{runs}");
    let share = |part: u64, all: u64| {
        let thousandths = part * 100_000 / all;
        format!("{}.{:03} %", thousandths / 1_000, thousandths % 1_000)
    };
    for line in [
        format!("sum           up {up} s · degraded 0 s · down {down} s · unknown {unknown} s"),
        format!("= {up} s / {} s = {}", up + down, share(up, up + down)),
        format!("coverage      known / (known + unknown) = {} s / 120 s", up + down),
        format!(" … {}, were all that is unknown", share(up + unknown, 120)),
        format!("{down} s spent here, {down} s in all, {} left", share(12_960 - down, 12_960)),
    ] {
        assert!(ledger.contains(&line), "{line}\n{ledger}");
    }
}
