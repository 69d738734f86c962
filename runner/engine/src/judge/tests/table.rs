//! The tables in `tests/checks`: an answer, then checks with what becomes of them.
//!
//! `+` holds, `-` does not, `!` cannot be judged and that is ours. What is said of the latter two
//! is in the snapshot beside the table.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use runner_model::{CheckResult, CheckVerdict, Place};
use suites::Check;

use super::answer::Told;
use super::stage::Stage;
use crate::fill::FillError;
use crate::judge::{holds, judge};

const HEAD: &str = r#"name: rows
vars:
  five: 5
  text: hello
  number_text: "12.50"
  limit: 500ms
  soon: soon
  largest: 1MB
  nothing: null
  yes: true
  when: "2026-07-31T11:00:00Z"
  order: { id: 4711, state: paid, lines: [ { sku: A-1 } ] }
  shape: { id: <uuid> }
  three: [1, 2, 3]
  unset_token: x
  sku: A-2
cases: [ { name: by card, method: card } ]
steps:
"#;

struct Row<'t> {
    verdict: char,
    check: &'t str,
    told: Told,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/checks")
}

fn rows(text: &str) -> Vec<Row<'_>> {
    let mut told = Told::plain();
    let mut rows = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match (line.as_bytes()[0], line.get(1..).unwrap_or_default()) {
            (b'#', _) => {}
            (b'@', rest) => told.tell(rest),
            (verdict @ (b'+' | b'-' | b'!'), check) => {
                let (verdict, check) = (char::from(verdict), check.trim());
                rows.push(Row { verdict, check, told: told.clone() });
            }
            _ => panic!("no row: {line}"),
        }
    }
    rows
}

fn stage(rows: &[Row<'_>]) -> Stage {
    let mut suite = HEAD.to_owned();
    for row in rows {
        let url = "https://shop.example.com/";
        write!(suite, "  - get: {url}\n    expect:\n      {}\n", row.check).unwrap();
    }
    Stage::of(&suite)
}

/// The characters under the caret.
fn pointed_at(place: &Place) -> String {
    let from = place.column as usize - 1;
    place.source.chars().skip(from).take(place.width as usize).collect()
}

fn told(result: &CheckResult) -> String {
    match &result.verdict {
        CheckVerdict::Held => String::new(),
        CheckVerdict::Broken { expected, got, hint } => {
            let hint = hint.as_ref().map(|hint| format!("\n    = {hint}")).unwrap_or_default();
            let pointed_at = pointed_at(&result.place);
            format!("\n    ^ {pointed_at}\n    expected {expected}, got {got}{hint}")
        }
    }
}

fn judged(stage: &Stage, check: &Check, told_of: &Told) -> (char, String) {
    let facts = stage.facts(told_of);
    let judged = judge(check, &facts);
    let held = holds(std::slice::from_ref(check), &facts).map(|broken| broken.is_none());
    match judged {
        Ok(result) => {
            assert_eq!(held, Ok(result.held()), "`holds` and `judge` agree on {}", check.text);
            (if result.held() { '+' } else { '-' }, told(&result))
        }
        Err(fault) => {
            assert!(held.is_err(), "`holds` and `judge` agree on {}", check.text);
            let at = pointed_at(&stage.loaded.sources.place(fault.span));
            let message = match fault.error {
                FillError::Unset(name) => format!("`{name}` was never set"),
                FillError::Errored(error) => error.to_string(),
                FillError::Unfit(message) => message,
            };
            ('!', format!("\n    ^ {at}\n    {message}"))
        }
    }
}

#[test]
fn every_table_comes_out_as_it_says() {
    let mut wrong = Vec::new();
    let mut judged_in_all = 0;
    let mut tables: Vec<PathBuf> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    tables.sort();
    for path in tables {
        let text = std::fs::read_to_string(&path).unwrap();
        let rows = rows(&text);
        let stage = stage(&rows);
        let mut said = String::new();
        for (row, step) in rows.iter().zip(&stage.suite().tests[0].steps) {
            let (verdict, sentence) = judged(&stage, &step.expect[0], &row.told);
            if verdict != row.verdict {
                wrong.push(format!("{}: {} is {verdict}{sentence}", row.verdict, row.check));
            }
            if verdict != '+' {
                writeln!(said, "{verdict} {}{sentence}", row.check).unwrap();
            }
        }
        judged_in_all += rows.len();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(folder());
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name, said));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(judged_in_all >= 150, "{judged_in_all}");
}
