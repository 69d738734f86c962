//! `tripline run`: read, check, plan, carry out, report.

mod dry_run;
pub(crate) mod environment;
pub(crate) mod execute;
mod given;
pub(crate) mod interrupts;
mod reports;
mod targets;
mod watch;

use std::path::PathBuf;
use std::sync::Arc;

use runner_engine::{Options, Plan, Planning, Selection};
use suites::Loaded;
use suites::check::Names;

use crate::args::RunArgs;
use crate::exit::Exit;
use crate::files;
use crate::outside::Outside;
use crate::say;

/// Runs suites.
pub(crate) fn run(args: &RunArgs, outside: &Outside) -> Exit {
    if args.watch {
        return watch::watch(args, outside);
    }
    // Its threads come to life while the files are read.
    let runtime = match execute::runtime() {
        Ok(runtime) => runtime,
        Err(exit) => return exit,
    };
    match prepare(args, outside) {
        Ok(prepared) => execute::execute(runtime, prepared, args, outside),
        Err(Refused { exit, .. }) => exit,
    }
}

/// A plan that can be carried out.
pub(crate) struct Prepared {
    pub(crate) plan: Arc<Plan>,
    pub(crate) options: Options,
    /// What the project and its environments define.
    pub(crate) names: Names,
}

/// Why nothing was sent; it has been said.
pub(crate) struct Refused {
    pub(crate) exit: Exit,
    /// The files that were read, for `--watch`.
    pub(crate) files: Vec<PathBuf>,
}

/// Reads and checks everything before the first request.
pub(crate) fn prepare(args: &RunArgs, outside: &Outside) -> Result<Prepared, Refused> {
    let targets = targets::of(&args.paths, &outside.current_dir);
    let loaded = files::load(targets.paths, environment::service_names(args), outside);
    let files: Vec<PathBuf> = loaded.sources.files().map(|(_, file)| file.path.clone()).collect();
    prepare_loaded(args, loaded, targets.tests, outside).map_err(|exit| Refused { exit, files })
}

fn prepare_loaded(
    args: &RunArgs,
    loaded: Loaded,
    tests: Vec<(PathBuf, String)>,
    outside: &Outside,
) -> Result<Prepared, Exit> {
    let mut loaded = loaded;
    let named = given::names(&args.set)?;
    targets::leave_flows_to_their_callers(&mut loaded, &args.paths, &named, outside);
    let environment = environment::choose(args, &loaded, &named, outside)?;
    let mut diagnostics = loaded.diagnostics.clone();
    diagnostics.extend(environment::problems(&loaded, environment.as_ref(), &named));
    let count = files::print(&diagnostics, &loaded.sources, outside);
    if count.errors > 0 {
        say::err(format_args!("\n{count}; nothing was sent"));
        return Err(Exit::Invalid);
    }
    targets::check_tests(&tests, &loaded)?;
    let given = given::of(&args.set, &loaded)?;
    let selection = Selection {
        only: targets::only(&args.only)?,
        tags: args.tag.clone(),
        exclude_tags: args.exclude_tag.clone(),
        affected_by: environment::affecting(args, &loaded)?,
        tests,
    };
    let seed = args.seed.clone().unwrap_or_else(runner_engine::fresh_seed);
    let planning = Planning {
        suites: loaded.suites,
        environment: environment.map(Arc::new),
        project: loaded.project.map(Arc::new),
        sources: Arc::new(loaded.sources),
        selection,
        seed,
        repeat: args.repeat,
    };
    let plan = Plan::of(planning).map_err(|unknown| {
        say::error(unknown, None);
        Exit::Usage
    })?;
    if plan.suites.is_empty() {
        let help = "look at the paths, `--tag`, `--exclude-tag`, `--affected-by` and `--only`";
        say::error("no test is selected, so nothing was run", Some(help));
        return Err(Exit::Usage);
    }
    let options = Options {
        id: None,
        jobs: args.jobs,
        within: None,
        fail_fast: args.fail_fast,
        rerun_flags: targets::rerun_flags(args),
        given,
        passed: reports::detail(args),
    };
    Ok(Prepared { plan: Arc::new(plan), options, names: loaded.names })
}
