//! Who hears of a run: `--report json=run.json --report junit=run.xml`.

use std::io::{self, Write};
use std::path::Path;
use std::str::FromStr;

use reporters::{
    Console, ConsoleOptions, Json, Junit, Progress, ReportKind, Reporters, Verbosity, to_file,
};

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
    let on_stdout = wanted.iter().filter(|(_, path)| path.is_none()).count();
    if on_stdout > 1 {
        let help = "give the others a file: `--report json=run.json`";
        say::error("only one report can go to standard output", Some(help));
        return Err(Exit::Usage);
    }
    if on_stdout == 0 {
        wanted.push((ReportKind::Console, None));
    }
    build(&wanted, args, outside)
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
        let made: io::Result<()> = match (kind, path) {
            (ReportKind::Console, None) => {
                let console = Console::new(stdout(), coloured).beside(&progress);
                all.add(console);
                Ok(())
            }
            (ReportKind::Json, None) => {
                all.add(Json::new(stdout()));
                Ok(())
            }
            (ReportKind::Junit, None) => {
                all.add(Junit::new(stdout()));
                Ok(())
            }
            (ReportKind::Console, Some(path)) => {
                to_file(path, |file| Console::new(file, plain)).map(|report| all.add(report))
            }
            (ReportKind::Json, Some(path)) => {
                to_file(path, Json::new).map(|report| all.add(report))
            }
            (ReportKind::Junit, Some(path)) => {
                to_file(path, Junit::new).map(|report| all.add(report))
            }
        };
        if let Err(cause) = made {
            say::error(format_args!("the report cannot be written: {cause}"), None);
            return Err(Exit::Usage);
        }
    }
    all.add(progress);
    Ok(all)
}

fn stdout() -> impl Write + Send {
    io::BufWriter::new(io::stdout())
}
