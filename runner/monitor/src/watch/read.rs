//! From the project's files to watched monitors.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use runner_engine::{Plan, Planning, Selection};
use suites::check::Names;
use suites::{
    Diagnostic, Environment, LoadRequest, Loaded, Monitor, Project, Severity, Sources, Suite,
};
use thiserror::Error;

use super::watched::{Watched, retain};
use crate::notify::wording_problems;

/// Everything that the project's files say about watching.
#[derive(Clone, Debug)]
pub struct Watch {
    /// The project.
    pub project: Arc<Project>,
    /// Its texts.
    pub sources: Arc<Sources>,
    /// Its monitors, in the order of the file.
    pub monitors: Vec<Arc<Watched>>,
    /// What else there is to be run.
    pub(crate) shelf: Arc<Shelf>,
    /// What its author should know although nothing is wrong.
    pub warnings: Vec<Diagnostic>,
}

/// All suites of a project, and where they can be run.
#[derive(Debug)]
pub(crate) struct Shelf {
    pub(crate) suites: Vec<Arc<Suite>>,
    /// The files that other suites use as flows.
    pub(crate) flows: BTreeSet<PathBuf>,
    /// The environments that can be run alone.
    pub(crate) environments: Vec<Arc<Environment>>,
    /// What the project and its environments define.
    pub(crate) names: Names,
}

/// The files cannot be watched by.
#[derive(Debug, Error)]
pub enum Refused {
    /// There is no project file.
    #[error("there is no `tripline.yaml` here or in the folders above")]
    NoProject,
    /// They have mistakes.
    #[error("the files have problems")]
    Problems {
        /// All of them, warnings included.
        diagnostics: Vec<Diagnostic>,
        /// The texts, for their places.
        sources: Arc<Sources>,
    },
}

impl Watch {
    /// Reads the project that `folder` belongs to, with all its suites, and plans every monitor.
    ///
    /// # Errors
    /// There is no project, or its files have mistakes.
    pub fn read(folder: &Path) -> Result<Self, Refused> {
        let request = LoadRequest { current_dir: folder.to_owned(), ..LoadRequest::default() };
        Self::of(suites::load::load(&request))
    }

    /// Whether the files say the same.
    pub fn is_same(&self, other: &Self) -> bool {
        let says = |watched: &Watched| {
            let suites: Vec<_> = watched.plan.suites.iter().map(|p| Arc::clone(&p.suite)).collect();
            (Arc::clone(&watched.monitor), watched.plan.environment.clone(), suites)
        };
        self.project == other.project
            && self.shelf.suites == other.shelf.suites
            && self.monitors.len() == other.monitors.len()
            && self.monitors.iter().zip(&other.monitors).all(|(a, b)| says(a) == says(b))
    }

    /// Plans the monitors of files that have been read.
    ///
    /// # Errors
    /// There is no project, or the files have mistakes.
    pub fn of(loaded: Loaded) -> Result<Self, Refused> {
        let mut diagnostics = loaded.diagnostics.clone();
        let Some(project) = &loaded.project else {
            return match loaded.has_errors() {
                true => Err(Refused::Problems { diagnostics, sources: loaded.sources.into() }),
                false => Err(Refused::NoProject),
            };
        };
        let environments = environments(project, &loaded, &mut diagnostics);
        let chosen: Vec<(Arc<Monitor>, Vec<Arc<Suite>>)> = project
            .monitors
            .iter()
            .map(|monitor| (Arc::clone(monitor), loaded.monitored(monitor)))
            .collect();
        for (monitor, suites) in &chosen {
            let environment = monitor.environment.as_ref();
            let environment = environment.and_then(|name| environments.get(name.value.as_str()));
            diagnostics.extend(problems(suites, environment.map(Arc::as_ref), &loaded));
        }
        diagnostics.extend(wording_problems(project));
        once_each(&mut diagnostics);
        if diagnostics.iter().any(|d| d.severity() == Severity::Error) {
            return Err(Refused::Problems { diagnostics, sources: loaded.sources.into() });
        }
        let project = Arc::new(project.clone());
        let sources = Arc::new(loaded.sources);
        let monitors = chosen.into_iter().map(|(monitor, suites)| {
            let environment = monitor.environment.as_ref();
            let environment = environment.and_then(|name| environments.get(name.value.as_str()));
            let planning = Planning {
                suites,
                environment: environment.cloned(),
                project: Some(Arc::clone(&project)),
                sources: Arc::clone(&sources),
                selection: Selection::default(),
                seed: String::new(),
                repeat: 1,
            };
            let mut plan = Plan::of(planning).expect("a selection of everything names nothing");
            retain(&mut plan.suites, |planned, _, index| {
                monitor.runs(&planned.suite, &planned.suite.tests[index])
            });
            Arc::new(Watched::new(monitor, plan))
        });
        let monitors = monitors.collect();
        let shelf = Shelf {
            suites: loaded.suites,
            flows: loaded.flows.into_keys().collect(),
            environments: loaded.environments.into_iter().map(Arc::new).collect(),
            names: loaded.names,
        };
        Ok(Self { project, sources, monitors, shelf: shelf.into(), warnings: diagnostics })
    }
}

/// The environments of monitors, by name as written.
fn environments(
    project: &Project,
    loaded: &Loaded,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Arc<Environment>> {
    let mut environments = BTreeMap::new();
    for name in project.monitors.iter().filter_map(|monitor| monitor.environment.as_ref()) {
        let name = name.value.as_str();
        if environments.contains_key(name) {
            continue;
        }
        match suites::environment::resolve(project, &loaded.sources, name) {
            Ok(environment) => {
                environments.insert(name.to_owned(), Arc::new(environment));
            }
            Err(found) => diagnostics.extend(found),
        }
    }
    environments
}

/// What is wrong with suites in the environment of their monitor.
fn problems(
    suites: &[Arc<Suite>],
    environment: Option<&Environment>,
    loaded: &Loaded,
) -> Vec<Diagnostic> {
    let place = suites::check::Place {
        environment,
        project: loaded.project.as_ref(),
        names: &loaded.names,
        sources: &loaded.sources,
        given: &[],
    };
    suites::check::environment(suites.iter().map(|suite| &**suite), &place)
}

/// Several monitors may run the same suite in the same environment.
fn once_each(diagnostics: &mut Vec<Diagnostic>) {
    let mut kept: Vec<Diagnostic> = Vec::new();
    for diagnostic in diagnostics.drain(..) {
        if !kept.contains(&diagnostic) {
            kept.push(diagnostic);
        }
    }
    *diagnostics = kept;
}
