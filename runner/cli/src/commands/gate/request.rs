//! What is asked of a gate, read from the command line.

use std::path::PathBuf;

use reporters::gate::GateReportKind;
use runner_model::{LocationName, ServiceName};

use crate::args::RunArgs;
use crate::args::gate::GateArgs;
use crate::exit::Exit;
use crate::outside::Outside;
use crate::say;

/// What is asked of a gate.
pub(super) struct Request {
    pub(super) service: ServiceName,
    pub(super) location: LocationName,
    /// Each with its file; on standard output without one.
    pub(super) reports: Vec<(GateReportKind, Option<PathBuf>)>,
}

impl Request {
    pub(super) fn of(args: &GateArgs, outside: &Outside) -> Result<Self, Exit> {
        Ok(Self {
            service: named(args.service.as_str())?,
            location: named(args.location.as_str())?,
            reports: reports(args, outside)?,
        })
    }
}

fn named<'a, N: TryFrom<&'a str, Error: std::fmt::Display>>(name: &'a str) -> Result<N, Exit> {
    N::try_from(name).map_err(usage)
}

fn usage(what: impl std::fmt::Display) -> Exit {
    say::error(what, None);
    Exit::Usage
}

/// The console is among them unless another report takes standard output.
fn reports(
    args: &GateArgs,
    outside: &Outside,
) -> Result<Vec<(GateReportKind, Option<PathBuf>)>, Exit> {
    let mut wanted = Vec::new();
    for text in &args.report {
        let (kind, path) = match text.split_once('=') {
            Some((_, "")) => return Err(usage(format_args!("`--report {text}` names no file"))),
            Some((kind, path)) => (kind, Some(outside.current_dir.join(path))),
            None => (text.as_str(), None),
        };
        wanted.push((kind.parse().map_err(usage)?, path));
    }
    let on_stdout = wanted.iter().filter(|(kind, path)| path.is_none() && is_printed(*kind));
    match on_stdout.count() {
        0 => wanted.insert(0, (GateReportKind::Console, None)),
        1 => {}
        _ => {
            let help = "give the others a file: `--report json=gate.json`";
            say::error("only one report can go to standard output", Some(help));
            return Err(Exit::Usage);
        }
    }
    Ok(wanted)
}

/// Whether a report without a file goes to standard output.
fn is_printed(kind: GateReportKind) -> bool {
    match kind {
        GateReportKind::Console | GateReportKind::Json | GateReportKind::Markdown => true,
        GateReportKind::Github => false,
    }
}

/// What `run` is to be asked for to plan the tests of a gate.
pub(super) fn run_args(args: &GateArgs) -> RunArgs {
    RunArgs {
        paths: args.paths.clone(),
        environment: args.environment.clone(),
        set: args.set.clone(),
        only: args.only.clone(),
        tag: args.tag.clone(),
        exclude_tag: args.exclude_tag.clone(),
        jobs: args.jobs,
        per_host: args.per_host,
        repeat: 1,
        ..RunArgs::default()
    }
}
