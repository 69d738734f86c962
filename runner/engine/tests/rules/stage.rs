//! Where a rule is tried: suites in a folder, an origin to talk to, and a real run.
//!
//! In every file `ORIGIN` stands for the origin's URL, `HOST` for its host and port, `PORT` for
//! its port.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use runner_engine::{Lasting, Only, Options, Plan, Planning, Selection, Stop, Tools};
use runner_http::Http;
use runner_model::{Clock, Masker, RunEvent, SystemClock};
use runner_testkit::Origin;
use suites::{Environment, LoadRequest, Loaded, Severity};
use tempfile::TempDir;

use crate::ran::Ran;

/// The suite that is run when no other is named.
pub(crate) const SUITE: &str = "suite.trip.yaml";

/// Everything a run is made of.
pub(crate) struct Stage {
    pub(crate) origin: Origin,
    pub(crate) folder: TempDir,
    pub(crate) stop: Stop,
    pub(crate) lasting: Lasting,
    pub(crate) options: Options,
    pub(crate) selection: Selection,
    words: Vec<(String, String)>,
    paths: Vec<PathBuf>,
    environment: Option<String>,
    variables: BTreeMap<String, String>,
    clock: Arc<dyn Clock>,
    seed: String,
    repeat: u32,
}

/// Runs steps in which no setting but those of the steps themselves matters.
pub(crate) fn run(steps: &str) -> Ran {
    Stage::new().steps(steps).run()
}

impl Stage {
    /// An origin, and an empty folder.
    pub(crate) fn new() -> Self {
        let origin = Origin::start();
        let host = origin.addr().to_string();
        let words = vec![
            ("ORIGIN".into(), format!("http://{host}")),
            ("HOST".into(), host),
            ("PORT".into(), origin.port().to_string()),
        ];
        Self {
            origin,
            folder: tempfile::tempdir().unwrap(),
            stop: Stop::default(),
            lasting: Lasting::default(),
            options: Options::default(),
            selection: Selection::default(),
            words,
            paths: Vec::new(),
            environment: None,
            variables: BTreeMap::new(),
            clock: Arc::new(SystemClock),
            seed: "81f3".into(),
            repeat: 1,
        }
    }

    /// What a word stands for in files that are written from here on.
    pub(crate) fn word(mut self, word: &str, meaning: impl Into<String>) -> Self {
        // The newest first, so that it may have one of the others in it.
        self.words.insert(0, (word.into(), meaning.into()));
        self
    }

    /// Writes a file; YAML may be indented as a whole.
    pub(crate) fn file(self, path: &str, text: &str) -> Self {
        let text = self
            .words
            .iter()
            .fold(dedented(text), |text, (word, meaning)| text.replace(word.as_str(), meaning));
        self.bytes(path, text.as_bytes())
    }

    /// Writes a file as it is.
    pub(crate) fn bytes(self, path: &str, bytes: &[u8]) -> Self {
        let path = self.folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
        self
    }

    /// The suite that is run.
    pub(crate) fn suite(self, text: &str) -> Self {
        self.file(SUITE, text)
    }

    /// The suite that is run, when its steps are all that matters.
    pub(crate) fn steps(self, steps: &str) -> Self {
        self.suite(&format!("name: A rule\nsteps:\n{}", indented(&dedented(steps), 2)))
    }

    /// The project file.
    pub(crate) fn project(self, text: &str) -> Self {
        self.file("tripline.yaml", text)
    }

    /// A project with the services `shop` and `orders`, whose only environment, `local`, says
    /// this; the run is in it.
    pub(crate) fn local(self, environment: &str) -> Self {
        let project = "version: 1\nservices: { shop: {}, orders: {} }\nenvironments:\n  local:\n";
        let environment = indented(&dedented(environment), 4);
        self.project(&format!("{project}{environment}")).environment("local")
    }

    /// The steps, in a suite of the service `shop`, which is the origin.
    pub(crate) fn shop(self, steps: &str) -> Self {
        let steps = indented(&dedented(steps), 2);
        self.local("services: { shop: ORIGIN }")
            .suite(&format!("name: A rule\nservice: shop\nsteps:\n{steps}"))
    }

    /// `-e NAME`
    pub(crate) fn environment(mut self, name: &str) -> Self {
        self.environment = Some(name.into());
        self
    }

    /// Which files are run, instead of [`SUITE`].
    pub(crate) fn paths(mut self, paths: &[&str]) -> Self {
        self.paths = paths.iter().map(PathBuf::from).collect();
        self
    }

    /// `--set NAME=VALUE`
    pub(crate) fn set(mut self, name: &str, value: &str) -> Self {
        self.options.given.insert(name.into(), value.into());
        self
    }

    /// `--only DIMENSION=VALUE`
    pub(crate) fn only(mut self, dimension: &str, value: &str) -> Self {
        self.selection.only.push(Only { dimension: dimension.into(), value: value.into() });
        self
    }

    /// `--tag TAG`
    pub(crate) fn tag(mut self, tag: &str) -> Self {
        self.selection.tags.push(tag.into());
        self
    }

    /// `PATH::TEST`
    pub(crate) fn test(mut self, path: &str, test: &str) -> Self {
        self.selection.tests.push((self.folder.path().join(path), test.into()));
        self
    }

    /// `--seed SEED`
    pub(crate) fn seed(mut self, seed: &str) -> Self {
        self.seed = seed.into();
        self
    }

    /// `--repeat N`
    pub(crate) fn repeat(mut self, repeat: u32) -> Self {
        self.repeat = repeat;
        self
    }

    /// A variable of the operating system.
    pub(crate) fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.insert(name.into(), value.into());
        self
    }

    /// What time it is.
    pub(crate) fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Reads, plans and carries out.
    pub(crate) fn run(&self) -> Ran {
        let plan = Arc::new(self.plan().expect("the selection means something"));
        let told = Arc::new(Mutex::new(Vec::new()));
        let ear = Arc::clone(&told);
        let hidden = plan.project.iter().flat_map(|project| project.mask.headers.clone());
        let tools = Tools {
            http: Http::new(Arc::clone(&self.clock)),
            clock: Arc::clone(&self.clock),
            masker: Arc::new(Masker::new(hidden)),
            variables: self.variables.clone().into(),
            listener: Arc::new(move |event: &RunEvent<'_>| {
                ear.lock().unwrap().push(format!("{event:?}"));
            }),
            stop: self.stop.clone(),
            lasting: self.lasting.clone(),
        };
        self.origin.forget();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let run = runtime.block_on(runner_engine::run(plan, tools, self.options.clone()));
        let told = std::mem::take(&mut *told.lock().unwrap());
        Ran { run, received: self.origin.received(), told }
    }

    /// What would be done, or why the selection is wrong.
    pub(crate) fn plan(&self) -> Result<Plan, String> {
        let loaded = self.load();
        let environment = self.environment.as_deref().map(|name| resolved(name, &loaded));
        let names: Vec<String> = self.options.given.keys().cloned().collect();
        let place = suites::check::Place {
            environment: environment.as_ref(),
            project: loaded.project.as_ref(),
            names: &loaded.names,
            sources: &loaded.sources,
            given: &names,
        };
        let mut diagnostics = loaded.diagnostics.clone();
        diagnostics.extend(suites::check::environment(loaded.suites.iter().map(|s| &**s), &place));
        diagnostics.retain(|diagnostic| diagnostic.severity() == Severity::Error);
        let shown = suites::diagnostics::render(&diagnostics, &loaded.sources, false);
        assert!(diagnostics.is_empty(), "the files of the test have problems:\n{shown}");
        let planning = Planning {
            suites: loaded.suites,
            environment: environment.map(Arc::new),
            project: loaded.project.map(Arc::new),
            sources: Arc::new(loaded.sources),
            selection: self.selection.clone(),
            seed: self.seed.clone(),
            repeat: self.repeat,
        };
        Plan::of(planning).map_err(|unknown| unknown.to_string())
    }

    fn load(&self) -> Loaded {
        let paths = if self.paths.is_empty() { vec![SUITE.into()] } else { self.paths.clone() };
        let current_dir = self.folder.path().to_path_buf();
        suites::load::load(&LoadRequest { paths, current_dir, services: Vec::new() })
    }
}

fn resolved(name: &str, loaded: &Loaded) -> Environment {
    let project = loaded.project.as_ref().expect("an environment needs a project");
    suites::environment::resolve(project, &loaded.sources, name).unwrap_or_else(|diagnostics| {
        let shown = suites::diagnostics::render(&diagnostics, &loaded.sources, false);
        panic!("the environment `{name}` has problems:\n{shown}")
    })
}

/// Without the indentation that all lines share.
fn dedented(text: &str) -> String {
    let text = text.strip_prefix('\n').unwrap_or(text);
    let filled = || text.lines().filter(|line| !line.trim().is_empty());
    let margin = filled().map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
    text.lines().map(|line| line.get(margin..).unwrap_or_default().to_owned() + "\n").collect()
}

fn indented(text: &str, by: usize) -> String {
    text.lines().map(|line| format!("{}{line}\n", " ".repeat(by))).collect()
}
