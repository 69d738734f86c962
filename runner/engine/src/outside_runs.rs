//! Templates that stand outside any run: addresses and keys of channels, of mail, of metrics.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use runner_model::{EnvironmentName, Masker, Secret};
use serde_json::Value;
use suites::{Environment, Project, Settings, Span, Template, ValueTemplate, Writes};

use crate::fill::{FillError, Filler, Seed};
use crate::identity;
use crate::request::Addresses;
use crate::run::Lasting;
use crate::scope::{Frame, RunFacts, World};
use crate::secrets::Secrets;

/// The secrets of a project itself, and the templates that use them.
pub struct ProjectSecrets {
    world: World,
}

impl ProjectSecrets {
    /// Fetches all of them. One that is not to be had is an error where it is used.
    ///
    /// `variables` are those of the operating system.
    pub async fn fetch(
        project: &Project,
        variables: &BTreeMap<String, String>,
        lasting: &Lasting,
        now: Timestamp,
    ) -> Self {
        let environment = Environment {
            name: EnvironmentName::try_from("project").expect("it is a word"),
            vars: Vec::new(),
            services: Vec::new(),
            secrets: project.secrets.clone(),
            dotenv: Vec::new(),
            matrix: Vec::new(),
            protected: false,
            allow_writes: Writes::None,
            settings: Settings::default(),
            span: Span::default(),
        };
        let wanted: BTreeSet<String> =
            project.secrets.iter().map(|secret| secret.name.to_string()).collect();
        let masker = Arc::new(Masker::new([]));
        let secrets =
            Secrets::fetch(Some(&environment), &wanted, variables, &masker, lasting, now).await;
        let world = World {
            environment: Some(Arc::new(environment)),
            case: Vec::new(),
            entries: BTreeMap::new(),
            secrets: Arc::new(secrets),
            masker,
            run: RunFacts {
                id: identity::fresh_run(now),
                started: now,
                version: env!("CARGO_PKG_VERSION").to_owned(),
                url: String::new(),
            },
            seed: 0,
            given: Arc::default(),
            addresses: Addresses::default(),
        };
        Self { world }
    }

    /// Fills a template.
    ///
    /// # Errors
    /// Why it cannot be filled: a secret is not to be had.
    pub fn fill(&self, template: &Template) -> Result<Secret<String>, String> {
        let filled = self.filler(&Frame::default(), |filler| filler.text(template));
        filled.map(Secret::new).map_err(FillError::in_words)
    }

    /// Fills a value that is to be text.
    ///
    /// # Errors
    /// Why it cannot be filled, or is no text.
    pub fn fill_value(&self, template: &ValueTemplate) -> Result<Secret<String>, String> {
        let filled = self.filler(&Frame::default(), |filler| filler.value(template));
        match filled.map_err(FillError::in_words)? {
            Value::String(text) => Ok(Secret::new(text)),
            value @ (Value::Bool(_) | Value::Number(_)) => Ok(Secret::new(value.to_string())),
            Value::Null | Value::Array(_) | Value::Object(_) => {
                Err("it is neither text nor a number".to_owned())
            }
        }
    }

    fn filler<T>(&self, frame: &Frame, fill: impl FnOnce(Filler<'_>) -> T) -> T {
        fill(Filler {
            world: &self.world,
            frame,
            seed: Seed::new(0),
            now: self.world.run.started,
            request: None,
            folder: Path::new(""),
            depth: 0,
        })
    }

    /// One secret.
    ///
    /// # Errors
    /// Why it is not to be had.
    pub fn get(&self, name: &str) -> Result<Secret<String>, String> {
        self.world.secrets.get(name).map(Secret::new).map_err(|error| error.to_string())
    }
}
