//! The variables in force.
//!
//! Lives here: [`Frame`], the names that a chain has set, and [`World`], what is the same for all
//! tests of a variant: environment, case, matrix entries, secrets.
//! Lives elsewhere: filling templates with them (`fill`).

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard};

use jiff::Timestamp;
use runner_model::{Masker, RunId};
use serde_json::Value;
use suites::{Environment, MatrixEntry, ValueTemplate};

use crate::request::Addresses;
use crate::secrets::Secrets;

/// Whether a value came from the files or from an answer: credentials travel only to hosts that
/// come from the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// An input, a var, an environment, a case.
    Declared,
    /// Saved from an answer.
    Saved,
}

/// A variable's value.
#[derive(Clone, Debug)]
pub(crate) struct Variable {
    pub(crate) value: Value,
    pub(crate) origin: Origin,
}

/// Names set by a chain. An iteration of a loop has a frame of its own inside that of the chain;
/// a flow has one without a parent, because nothing leaks in or out.
#[derive(Debug, Default)]
pub(crate) struct Frame {
    names: Mutex<HashMap<String, Variable>>,
    parent: Option<Arc<Frame>>,
}

impl Frame {
    /// An empty frame inside `parent`.
    pub(crate) fn inside(parent: &Arc<Self>) -> Arc<Self> {
        Arc::new(Self { names: Mutex::default(), parent: Some(Arc::clone(parent)) })
    }

    /// A frame of its own with the same names: a test begins with what setup has set.
    pub(crate) fn copy(&self) -> Arc<Self> {
        Arc::new(Self { names: Mutex::new(self.lock().clone()), parent: self.parent.clone() })
    }

    /// Sets a name here.
    pub(crate) fn set(&self, name: &str, value: Value, origin: Origin) {
        self.lock().insert(name.to_owned(), Variable { value, origin });
    }

    /// The nearest value of that name.
    pub(crate) fn get(&self, name: &str) -> Option<Variable> {
        let here = self.lock().get(name).cloned();
        here.or_else(|| self.parent.as_ref()?.get(name))
    }

    /// The value that was set in this very frame.
    pub(crate) fn own(&self, name: &str) -> Option<Variable> {
        self.lock().get(name).cloned()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Variable>> {
        self.names.lock().expect("nobody panics while setting a name")
    }
}

/// What a run tells its templates about itself: `{{run.id}}`.
#[derive(Clone, Debug)]
pub(crate) struct RunFacts {
    pub(crate) id: RunId,
    pub(crate) started: Timestamp,
    pub(crate) version: String,
    pub(crate) url: String,
}

/// What is the same for all tests of a variant.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) environment: Option<Arc<Environment>>,
    /// Values of the case; those with templates are filled when they are looked up.
    pub(crate) case: Vec<(String, ValueTemplate)>,
    /// The chosen entry of each dimension over which the suite fans out.
    pub(crate) entries: BTreeMap<String, MatrixEntry>,
    pub(crate) secrets: Arc<Secrets>,
    pub(crate) masker: Arc<Masker>,
    pub(crate) run: RunFacts,
    /// Beginning of every random value.
    pub(crate) seed: u64,
    /// Values given from outside, which beat inputs' defaults and environments.
    pub(crate) given: Arc<BTreeMap<String, String>>,
    pub(crate) addresses: Addresses,
}

impl World {
    /// The name of the environment, as the subject `environment` sees it: without overlays.
    pub(crate) fn environment_name(&self) -> Option<&str> {
        let name = self.environment.as_ref()?.name.as_str();
        Some(name.split('+').next().unwrap_or(name))
    }
}
