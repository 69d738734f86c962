//! Where the report of a gate goes.

use std::io::Write as _;
use std::path::Path;

use reporters::ConsoleOptions;
use reporters::gate::{GateReport, GateReportKind, console, markdown};

use super::request::Request;
use crate::outside::Outside;
use crate::say;

/// Writes every report that was asked for; whether all could be written.
pub(super) fn publish(report: &GateReport, request: &Request, outside: &Outside) -> bool {
    let mut all = true;
    for (kind, path) in &request.reports {
        match (path, kind) {
            (Some(path), _) => all &= written(path, &text(report, *kind, None)),
            (None, GateReportKind::Github) => {
                // Beyond GitHub Actions there is no page to write to.
                if let Some(page) = &outside.step_summary {
                    all &= appended(page, &text(report, *kind, None));
                }
            }
            (None, _) => say::raw(&text(report, *kind, Some(outside))),
        }
    }
    all
}

/// The report; `on` is the terminal, when it goes to one.
fn text(report: &GateReport, kind: GateReportKind, on: Option<&Outside>) -> String {
    match kind {
        GateReportKind::Console => {
            let plain = ConsoleOptions::default();
            let options = on.map_or(plain, |outside| ConsoleOptions {
                colour: outside.colour,
                width: outside.width,
                ..plain
            });
            console(report, options)
        }
        GateReportKind::Json => report.json(),
        GateReportKind::Markdown | GateReportKind::Github => markdown(report),
    }
}

fn written(path: &Path, text: &str) -> bool {
    said(path, std::fs::write(path, text))
}

fn appended(path: &Path, text: &str) -> bool {
    let file = std::fs::OpenOptions::new().append(true).create(true).open(path);
    said(path, file.and_then(|mut file| file.write_all(text.as_bytes())))
}

fn said(path: &Path, result: std::io::Result<()>) -> bool {
    if let Err(cause) = &result {
        say::error(format_args!("cannot write the report {}: {cause}", path.display()), None);
    }
    result.is_ok()
}
