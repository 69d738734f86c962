//! Secrets: fetched only when a selected test uses them, masked from then on.
//!
//! Lives here: `env` (fed by `dotenv`), `file` and `command`.
//! Lives elsewhere: which secrets a test mentions (`suites`), the masking itself (`runner-model`).

mod dotenv;
mod kept;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use jiff::Timestamp;
use runner_model::{MASK, Masker, SecretName, StepError};
use suites::{Environment, SecretSource};

pub(crate) use kept::KeptSecrets;

use crate::run::Lasting;

/// A command that gives a secret may take this long: a vault may ask a person to confirm.
const COMMAND_TIMEOUT: Duration = Duration::from_secs(30);

/// The secrets of a run, or why they are not to be had.
#[derive(Debug, Default)]
pub(crate) struct Secrets(BTreeMap<String, Result<String, StepError>>);

impl Secrets {
    /// Fetches the wanted secrets side by side and makes each known to the masker.
    ///
    pub(crate) async fn fetch(
        environment: Option<&Environment>,
        wanted: &BTreeSet<String>,
        variables: &BTreeMap<String, String>,
        masker: &Masker,
        lasting: &Lasting,
        now: Timestamp,
    ) -> Self {
        let Some(environment) = environment else { return Self::default() };
        let declared = environment.secrets.iter().filter(|s| wanted.contains(s.name.as_str()));
        let kept = lasting.secrets();
        let feed = Feed { variables, dotenv: std::sync::OnceLock::new(), environment, kept, now };
        let fetched = declared.map(|declaration| {
            let feed = &feed;
            async move {
                let value = match fetch(&declaration.source, feed).await {
                    Ok(value) => mask(&declaration.name, value, masker),
                    Err(cause) => {
                        Err(StepError::MissingSecret { name: declaration.name.clone(), cause })
                    }
                };
                (declaration.name.to_string(), value)
            }
        });
        Self(futures_util::future::join_all(fetched).await.into_iter().collect())
    }

    /// Every secret of an environment, as a mask.
    pub(crate) fn masked(environment: &Environment) -> Self {
        let names = environment.secrets.iter().map(|declared| declared.name.to_string());
        Self(names.map(|name| (name, Ok(MASK.to_owned()))).collect())
    }

    /// A secret's value.
    ///
    /// # Errors
    /// It could not be had, or this environment has none of that name.
    pub(crate) fn get(&self, name: &str) -> Result<String, StepError> {
        match self.0.get(name) {
            Some(value) => value.clone(),
            None => match SecretName::try_from(name) {
                Ok(name) => Err(StepError::MissingSecret {
                    name,
                    cause: "this environment has no secret of that name".to_owned(),
                }),
                Err(invalid) => Err(StepError::Internal(invalid.to_string())),
            },
        }
    }
}

fn mask(name: &SecretName, value: String, masker: &Masker) -> Result<String, StepError> {
    match masker.add(&value) {
        Ok(()) => Ok(value),
        Err(_) => Err(StepError::ShortSecret { name: name.to_string() }),
    }
}

/// Where `env` secrets come from.
struct Feed<'a> {
    /// Those of the operating system win over `dotenv` files.
    variables: &'a BTreeMap<String, String>,
    dotenv: std::sync::OnceLock<Result<BTreeMap<String, String>, String>>,
    environment: &'a Environment,
    kept: &'a KeptSecrets,
    now: Timestamp,
}

impl Feed<'_> {
    fn variable(&self, name: &str) -> Result<String, String> {
        if let Some(value) = self.variables.get(name) {
            return Ok(value.clone());
        }
        let files = self.dotenv.get_or_init(|| {
            let mut all = BTreeMap::new();
            for file in &self.environment.dotenv {
                all.extend(dotenv::read(&file.value)?);
            }
            Ok(all)
        });
        match files {
            Ok(all) => {
                all.get(name).cloned().ok_or_else(|| format!("the variable {name} is not set"))
            }
            Err(cause) => Err(format!("the variable {name} is not set, and {cause}")),
        }
    }
}

async fn fetch(source: &SecretSource, feed: &Feed<'_>) -> Result<String, String> {
    match source {
        SecretSource::Env(name) => feed.variable(name),
        SecretSource::File(path) => read(path),
        SecretSource::Command { args, cache } => {
            if let Some(value) = cache.and_then(|_| feed.kept.get(args, feed.now)) {
                return Ok(value);
            }
            let value = command(args).await?;
            if let Some(cache) = cache {
                feed.kept.put(args, &value, feed.now, *cache);
            }
            Ok(value)
        }
    }
}

fn read(path: &Path) -> Result<String, String> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    Ok(without_line_break(&text))
}

async fn command(args: &[String]) -> Result<String, String> {
    let Some((program, rest)) = args.split_first() else {
        return Err("its command is empty".to_owned());
    };
    let child = tokio::process::Command::new(program)
        .args(rest)
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output();
    let output = match tokio::time::timeout(COMMAND_TIMEOUT, child).await {
        Ok(Ok(output)) => output,
        Ok(Err(error)) => return Err(format!("`{program}` cannot be started: {error}")),
        Err(_) => {
            return Err(format!("`{program}` took over {} s", COMMAND_TIMEOUT.as_secs()));
        }
    };
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        return Err(format!("`{program}` ended with {}: {}", output.status, said.trim()));
    }
    let text = String::from_utf8(output.stdout)
        .map_err(|_| format!("what `{program}` printed is no text"))?;
    Ok(without_line_break(&text))
}

fn without_line_break(text: &str) -> String {
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.strip_suffix('\r').unwrap_or(text).to_owned()
}
