//! `tripline check`: every mistake of every file, nothing sent.

use std::path::Path;

use runner_model::human;
use runner_monitor::promises::{NotMeasurable, not_measurable};
use runner_monitor::watch::Watch;
use suites::{Diagnostic, FileId, Loaded, Sources};

use super::run::environment;
use super::slo;
use crate::args::{CheckArgs, CheckFormat};
use crate::exit::Exit;
use crate::files::{self, Count};
use crate::outside::Outside;
use crate::say;

/// Looks for mistakes, and mends them when asked to.
pub(crate) fn check(args: &CheckArgs, outside: &Outside) -> Exit {
    if args.format == CheckFormat::Sarif {
        say::error("`--format sarif` is not supported yet", Some("use text, json or github"));
        return Exit::Usage;
    }
    checked(args, outside).unwrap_or_else(|exit| exit)
}

fn checked(args: &CheckArgs, outside: &Outside) -> Result<Exit, Exit> {
    let (mut loaded, mut diagnostics) = look(args, outside)?;
    if args.fix {
        let files = mend(&loaded.sources, &diagnostics)?;
        if files > 0 {
            say::err(format_args!("mended {}; what is left:", human::count(files, "file")));
            (loaded, diagnostics) = look(args, outside)?;
        }
    }
    Ok(report(args, &loaded, &diagnostics, outside))
}

fn look(args: &CheckArgs, outside: &Outside) -> Result<(Loaded, Vec<Diagnostic>), Exit> {
    let loaded = files::load(args.paths.clone(), Vec::new(), outside);
    let mut diagnostics = loaded.diagnostics.clone();
    if let Some(project) = &loaded.project {
        diagnostics.extend(runner_monitor::wording_problems(project));
    }
    let Some(name) = &args.environment else { return Ok((loaded, diagnostics)) };
    match &loaded.project {
        Some(project) => match suites::environment::resolve(project, &loaded.sources, name) {
            Ok(environment) => {
                diagnostics.extend(environment::problems(&loaded, Some(&environment), &[]));
            }
            Err(found) => diagnostics.extend(found),
        },
        // There may be one that cannot be read.
        None if loaded.has_errors() => {}
        None => return Err(environment::no_project(name)),
    }
    Ok((loaded, diagnostics))
}

fn report(
    args: &CheckArgs,
    loaded: &Loaded,
    diagnostics: &[Diagnostic],
    outside: &Outside,
) -> Exit {
    let sources = &loaded.sources;
    let mut count = Count::of(diagnostics);
    if args.paths.is_empty() && count.errors == 0 {
        let wrong = promised(loaded, outside);
        wrong.iter().for_each(|wrong| say::error(wrong, None));
        count.errors += wrong.len();
    }
    match args.format {
        CheckFormat::Text => {
            files::print(diagnostics, sources, outside);
            let suites = human::count(loaded.suites.len(), "suite");
            if count == Count::default() {
                say::out(format_args!("{suites} checked, nothing wrong"));
            } else {
                say::err(format_args!("\n{suites} checked: {count}"));
            }
            if let Some(project) = &loaded.project
                && count.errors == 0
                && args.paths.is_empty()
            {
                slo::outlook::print(project, outside.clock.now());
            }
        }
        CheckFormat::Json => {
            say::out(format_args!("{:#}", suites::diagnostics::to_json(diagnostics, sources)));
        }
        CheckFormat::Github => say::raw(&suites::diagnostics::to_github(diagnostics, sources)),
        CheckFormat::Sarif => {}
    }
    if count.errors > 0 { Exit::Invalid } else { Exit::Passed }
}

/// What of the objectives cannot be measured.
fn promised(loaded: &Loaded, outside: &Outside) -> Vec<NotMeasurable> {
    match &loaded.project {
        Some(project) if !project.objectives.is_empty() => {
            // What else is wrong has been told.
            Watch::read(&outside.current_dir).map_or_else(|_| Vec::new(), |w| not_measurable(&w))
        }
        Some(_) | None => Vec::new(),
    }
}

/// Applies every fix; how many files were changed.
fn mend(sources: &Sources, diagnostics: &[Diagnostic]) -> Result<usize, Exit> {
    let mut changed = 0;
    let ids: Vec<FileId> = sources.files().map(|(id, _)| id).collect();
    for id in ids {
        let Some(text) = suites::diagnostics::apply(sources, id, diagnostics) else { continue };
        let file = sources.file(id);
        if let Err(cause) = write_in_place(&file.path, &text) {
            say::error(format_args!("{} cannot be written: {cause}", file.name), None);
            return Err(Exit::Unknown);
        }
        changed += 1;
    }
    Ok(changed)
}

/// Whole or not at all: a full disk must not cost somebody a suite.
fn write_in_place(path: &Path, text: &str) -> std::io::Result<()> {
    let real = std::fs::canonicalize(path)?;
    let beside = real.with_extension("tripline-fix");
    std::fs::write(&beside, text)
        .and_then(|()| std::fs::set_permissions(&beside, std::fs::metadata(&real)?.permissions()))
        .and_then(|()| std::fs::rename(&beside, &real))
        .inspect_err(|_| drop(std::fs::remove_file(&beside)))
}
