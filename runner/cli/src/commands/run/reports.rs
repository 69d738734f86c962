//! Who hears of a run: `--report json=run.json --report junit=run.xml`.

use std::io::{self, Write};
use std::path::Path;
use std::str::FromStr;

use reporters::{
    Console, ConsoleOptions, GithubAnnotations, GithubSummary, Html, Json, Jsonl, Junit, Progress,
    ReportKind, Reporters, Tap, Verbosity, to_end_of_file, to_file, to_file_as_it_goes,
};

use runner_engine::Detail;

use crate::args::RunArgs;
use crate::exit::Exit;
use crate::outside::Outside;
use crate::say;

/// Builds the reporters that the command line asks for. The console is among them unless another
/// report takes standard output.
pub(super) fn of(args: &RunArgs, outside: &Outside) -> Result<Reporters, Exit> {
    let mut wanted = Vec::new();
    for text in &args.report {
        let (kind, path) = match text.split_once('=') {
            Some((kind, path)) => (kind, Some(path)),
            None => (text.as_str(), None),
        };
        let kind = ReportKind::from_str(kind).map_err(|unknown| {
            say::error(unknown, None);
            Exit::Usage
        })?;
        if path.is_some_and(str::is_empty) {
            say::error(format_args!("`--report {text}` names no file"), None);
            return Err(Exit::Usage);
        }
        wanted.push((kind, path.map(Path::new)));
    }
    let asked = |among: &[ReportKind]| {
        wanted.iter().filter(|(kind, path)| path.is_none() && among.contains(kind)).count()
    };
    // Annotations are lines for GitHub that stand behind those of the console.
    let consoles = asked(&[ReportKind::Console]);
    let annotations = asked(&[ReportKind::Github]);
    let others = asked(&ReportKind::ALL) - consoles - annotations;
    if consoles.max(annotations) + others > 1 {
        let help = "give the others a file: `--report json=run.json`";
        say::error("only one report can go to standard output", Some(help));
        return Err(Exit::Usage);
    }
    if consoles + others == 0 {
        wanted.insert(0, (ReportKind::Console, None));
    }
    build(&wanted, args, outside)
}

/// What the reports show of steps that passed.
pub(super) fn detail(args: &RunArgs) -> Detail {
    let kinds = args.report.iter().map(|text| text.split('=').next().unwrap_or(text));
    let mut kinds = kinds.map(ReportKind::from_str);
    let outline = |kind: &ReportKind| match kind {
        ReportKind::Console | ReportKind::Junit | ReportKind::Tap | ReportKind::Github => true,
        ReportKind::Json | ReportKind::Jsonl | ReportKind::Html => false,
    };
    let outlined = kinds.all(|kind| kind.as_ref().is_ok_and(outline));
    if outlined && !args.verbose { Detail::Outline } else { Detail::Whole }
}

fn build(
    wanted: &[(ReportKind, Option<&Path>)],
    args: &RunArgs,
    outside: &Outside,
) -> Result<Reporters, Exit> {
    let verbosity = if args.verbose { Verbosity::Verbose } else { Verbosity::Normal };
    let plain = ConsoleOptions { colour: false, verbosity, width: outside.width };
    let coloured = ConsoleOptions { colour: outside.colour, ..plain };
    let progress = if args.verbose { Progress::none() } else { Progress::on_stderr() };
    let mut all = Reporters::new();
    for (kind, path) in wanted {
        let made = match path {
            Some(path) => in_file(&mut all, *kind, path, plain),
            None => on_stdout(&mut all, *kind, coloured, &progress, outside),
        };
        if let Err(cause) = made {
            say::error(format_args!("the report cannot be written: {cause}"), None);
            return Err(Exit::Usage);
        }
    }
    all.add(progress);
    Ok(all)
}

fn on_stdout(
    all: &mut Reporters,
    kind: ReportKind,
    coloured: ConsoleOptions,
    progress: &Progress,
    outside: &Outside,
) -> io::Result<()> {
    match kind {
        ReportKind::Console => all.add(Console::new(stdout(), coloured).beside(progress)),
        ReportKind::Json => all.add(Json::new(stdout())),
        ReportKind::Jsonl => all.add(Jsonl::new(stdout())),
        ReportKind::Junit => all.add(Junit::new(stdout())),
        ReportKind::Tap => all.add(Tap::new(stdout())),
        ReportKind::Html => all.add(Html::new(stdout())),
        ReportKind::Github => {
            all.add(GithubAnnotations::new(stdout()));
            if let Some(summary) = &outside.step_summary {
                all.add(to_end_of_file(summary, GithubSummary::new)?);
            }
        }
    }
    Ok(())
}

fn in_file(
    all: &mut Reporters,
    kind: ReportKind,
    path: &Path,
    plain: ConsoleOptions,
) -> io::Result<()> {
    match kind {
        ReportKind::Console => all.add(to_file(path, |file| Console::new(file, plain))?),
        ReportKind::Json => all.add(to_file(path, Json::new)?),
        // Read while it grows, and worth something when the run is killed.
        ReportKind::Jsonl => all.add(to_file_as_it_goes(path, Jsonl::new)?),
        ReportKind::Junit => all.add(to_file(path, Junit::new)?),
        ReportKind::Tap => all.add(to_file(path, Tap::new)?),
        ReportKind::Html => all.add(to_file(path, Html::new)?),
        ReportKind::Github => all.add(to_file(path, GithubSummary::new)?),
    }
    Ok(())
}

fn stdout() -> impl Write + Send {
    io::BufWriter::new(io::stdout())
}
