//! From paths to everything that is known.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::command::{Command, written};
use super::display::shown;
use super::find::{is_suite, suites_at};
use super::folder::files_below;
use super::join::{Join, used};
use super::monitored::find_monitored;
use super::parallel::in_parallel;
use super::project::{ReadProject, read_project};
use super::project_file::project_file;
use super::request::{LoadRequest, Loaded};
use super::suites::{ReadSuite, Reading, same_id};
use crate::check::{self, Names, Unread, Whole};
use crate::diagnostics::{Code, Diagnostic, in_order};
use crate::language::{DataFile, Suite};
use crate::read::suggest::{did_you_mean, listed, nearest};
use crate::read::{Reader, environment, resolved};
use crate::source::Sources;

/// Reads and checks everything that a command is about. What is wrong is among the diagnostics;
/// what can be read is there all the same.
pub fn load(request: &LoadRequest) -> Loaded {
    let mut loader = Loader {
        request,
        command: Command::new(request),
        sources: Sources::default(),
        diagnostics: Vec::new(),
    };
    let mut project = loader.project();
    if let Some(project) = &mut project {
        find_monitored(project, &loader.sources, &mut loader.diagnostics);
    }
    let paths = loader.paths(project.as_ref());
    let root = project.as_ref().map_or(&request.current_dir, |read| &read.project.root);
    let read = loader.read(&paths, root);
    let joined = loader.joined(&paths, read);
    loader.checked(project, &paths, joined)
}

/// Suites with their flows.
struct Joined {
    /// Those that were asked for.
    suites: Vec<Arc<Suite>>,
    /// All that were read, and what of them could not be.
    all: Vec<(Arc<Suite>, Option<Unread>)>,
    /// Those that are used as flows, by path.
    flows: BTreeMap<PathBuf, Arc<Suite>>,
}

struct Loader<'r> {
    request: &'r LoadRequest,
    command: Command<'r>,
    sources: Sources,
    diagnostics: Vec<Diagnostic>,
}

impl Loader<'_> {
    /// The project of the first path that belongs to one, else that of the folder.
    fn project(&mut self) -> Option<ReadProject> {
        let file = self.request.paths.iter().find_map(|path| {
            let path = resolved(&self.request.current_dir, &written(path));
            project_file(if path.is_dir() { &path } else { path.parent()? })
        });
        let file = file.or_else(|| project_file(&self.request.current_dir))?;
        read_project(&file, &self.request.current_dir, &mut self.sources, &mut self.diagnostics)
    }

    /// The files of the suites that are asked for, sorted, each once.
    fn paths(&mut self, project: Option<&ReadProject>) -> Vec<PathBuf> {
        let mut paths = match project {
            _ if !self.request.paths.is_empty() => self.paths_given(project),
            Some(project) => self.paths_of(project),
            None => self.paths_below(),
        };
        paths.sort();
        paths.dedup();
        paths
    }

    fn paths_given(&mut self, project: Option<&ReadProject>) -> Vec<PathBuf> {
        let mut paths = Vec::new();
        for (index, path) in self.request.paths.iter().enumerate() {
            match suites_at(&self.request.current_dir, &written(path)) {
                Ok(found) => {
                    if let Some(stranger) = found.iter().find(|path| is_of_another(path, project)) {
                        let message = format!(
                            "`{}` belongs to another project than the paths before",
                            shown(stranger, &self.request.current_dir)
                        );
                        let diagnostic = self.command.path(index, &mut self.sources, message);
                        let help = "name the suites of one project at a time";
                        self.diagnostics.push(diagnostic.help(help));
                    }
                    paths.extend(found.into_iter().filter(|path| !is_of_another(path, project)));
                }
                Err(why) => {
                    let mut diagnostic = self.command.path(index, &mut self.sources, why.message);
                    diagnostic.help = why.help;
                    self.diagnostics.push(diagnostic);
                }
            }
        }
        paths
    }

    /// The suites of the project; those of projects within it are not.
    fn paths_of(&mut self, read: &ReadProject) -> Vec<PathBuf> {
        let mut paths = Vec::new();
        for (index, glob) in read.project.suites.iter().enumerate() {
            match suites_at(&read.project.root, glob) {
                Ok(found) => {
                    paths.extend(found.into_iter().filter(|path| !is_of_another(path, Some(read))));
                }
                Err(why) => {
                    let span = read.glob_place(index);
                    let mut diagnostic = Diagnostic::new(Code::E218, span, why.message);
                    diagnostic.help = why.help;
                    self.diagnostics.push(diagnostic);
                }
            }
        }
        paths
    }

    /// All suites below the folder.
    fn paths_below(&mut self) -> Vec<PathBuf> {
        let found = files_below(&self.request.current_dir, is_suite);
        if found.is_empty() {
            let message = "there is no suite here or below";
            let diagnostic = self.command.path(0, &mut self.sources, message);
            let help = "name a file, or begin with one that is called `NAME.trip.yaml`";
            self.diagnostics.push(diagnostic.help(help));
        }
        found
    }

    /// Reads the suites at `paths`, the flows they use, and the flows that those use.
    fn read(&mut self, paths: &[PathBuf], root: &Path) -> BTreeMap<PathBuf, ReadSuite> {
        let reading = Reading { root, current_dir: &self.request.current_dir };
        let mut read: BTreeMap<PathBuf, Option<ReadSuite>> = BTreeMap::new();
        let mut waiting = paths.to_vec();
        while !waiting.is_empty() {
            let mut suites = reading.read(&waiting, &mut self.sources, &mut self.diagnostics);
            let files: Vec<DataFile> =
                suites.iter_mut().flatten().flat_map(|read| used(&mut read.suite)).collect();
            read.extend(waiting.into_iter().zip(suites));
            waiting = Vec::new();
            for file in files {
                // That a file is not there is said once for each place that names it.
                let file = Reader::new(&self.sources, &mut self.diagnostics)
                    .data_file(&file.written, file.span);
                if !read.contains_key(&file.path) && file.path.is_file() {
                    waiting.push(file.path);
                }
            }
            waiting.sort();
            waiting.dedup();
        }
        read.into_iter().filter_map(|(path, suite)| Some((path, suite?))).collect()
    }

    /// The suites, with flows joined.
    fn joined(&mut self, paths: &[PathBuf], read: BTreeMap<PathBuf, ReadSuite>) -> Joined {
        let mut unread = BTreeMap::new();
        let mut waiting = BTreeMap::new();
        for (path, read) in read {
            unread.insert(path.clone(), read.unread);
            waiting.insert(path, read.suite);
        }
        let mut join = Join {
            waiting,
            done: BTreeMap::new(),
            flows: BTreeMap::new(),
            current_dir: &self.request.current_dir,
            diagnostics: &mut self.diagnostics,
        };
        let suites = paths.iter().filter_map(|path| join.suite(path)).collect();
        let all =
            unread.into_iter().filter_map(|(path, unread)| Some((join.suite(&path)?, unread)));
        Joined { suites, all: all.collect(), flows: join.flows }
    }

    /// Looks at everything as a whole.
    fn checked(
        mut self,
        project: Option<ReadProject>,
        paths: &[PathBuf],
        joined: Joined,
    ) -> Loaded {
        let Joined { suites, all, flows } = joined;
        let project = project.map(|read| read.project);
        let mut names = Names::default();
        let mut environments = Vec::new();
        if let Some(project) = &project {
            let (found, diagnostics) = environment::all(project, &self.sources);
            names = Names::of(project, &found);
            environments = found;
            self.diagnostics.extend(diagnostics);
            self.diagnostics.extend(check::good_when(project));
        }
        self.services(&mut names);
        let sources = &self.sources;
        let found = in_parallel(&all, |(suite, unread)| {
            check::suite(suite, &names, sources, unread.as_ref())
        });
        self.diagnostics.extend(found.into_iter().flatten());
        self.diagnostics.extend(same_id(all.iter().map(|(suite, _)| &**suite)));
        if let Some(project) = project.as_ref().filter(|_| self.request.paths.is_empty()) {
            let (flows, environments) = (&flows, environments.as_slice());
            let (suites, names) = (suites.as_slice(), &names);
            let whole = Whole { project, environments, paths, suites, flows, names, sources };
            self.diagnostics.extend(check::monitors(&whole));
        }
        let diagnostics = in_order(&self.diagnostics, &self.sources).into_iter().cloned().collect();
        let sources = self.sources;
        Loaded { sources, project, environments, suites, flows, names, diagnostics }
    }

    /// Services that the command names. Without a project they need not be declared.
    fn services(&mut self, names: &mut Names) {
        let known: Vec<String> = names.services().map(str::to_owned).collect();
        for (index, service) in self.request.services.iter().enumerate() {
            if known.is_empty() || known.contains(service) {
                names.add_service(service);
                continue;
            }
            let message = format!("unknown service `{service}`");
            let diagnostic = self.command.service(index, &mut self.sources, message);
            let known = known.iter().map(String::as_str);
            self.diagnostics.push(diagnostic.help(match nearest(service, known.clone()) {
                Some(near) => did_you_mean(near),
                None => format!("the services are {}", listed(known)),
            }));
        }
    }
}

/// A nearer project file than that of `project` says how this suite is run.
pub(super) fn is_of_another(path: &Path, project: Option<&ReadProject>) -> bool {
    let own = path.parent().and_then(project_file);
    let own = own.as_deref().and_then(Path::parent);
    own.is_some_and(|own| project.is_none_or(|read| read.project.root != own))
}
