//! Names looked up: variables, namespaces, environments.

use serde_json::Value;
use suites::{Key, ValueTemplate, VarPath};

use super::filler::Filler;
use super::random::Seed;
use super::text::describe;
use super::unfilled::FillError;

impl Filler<'_> {
    /// A variable's value.
    pub(crate) fn lookup(&self, path: &VarPath) -> Result<Value, FillError> {
        let (value, rest) = self.root(path)?;
        descend(&value, rest).cloned().ok_or_else(|| FillError::Unfit(nothing_there(path, &value)))
    }

    /// A variable's value; `None` when the variable is set and has nothing there.
    pub(super) fn find(&self, path: &VarPath) -> Result<Option<Value>, FillError> {
        let (value, rest) = self.root(path)?;
        Ok(descend(&value, rest).cloned())
    }

    /// The value of the root (a namespace takes the next key with it), and the way down from it.
    fn root<'p>(&self, path: &'p VarPath) -> Result<(Value, &'p [Key]), FillError> {
        if let Some(variable) = self.frame.get(&path.root) {
            return Ok((variable.value, &path.rest));
        }
        if path.root == "request" {
            return self.request_fact(path);
        }
        let key = path.rest.first().and_then(|key| match key {
            Key::Name(name) => Some(name.as_str()),
            Key::Index(_) => None,
        });
        if let Some(value) = self.in_environment().namespace(&path.root, key) {
            return Ok((value?, path.rest.get(1..).unwrap_or_default()));
        }
        let value = self.environment_var(&path.root)?;
        Ok((value, &path.rest))
    }

    /// The filler for what an environment says: its random values do not depend on the step.
    fn in_environment(&self) -> Self {
        Self { seed: Seed::new(self.world.seed), request: None, depth: self.depth + 1, ..*self }
    }

    fn environment_var(&self, name: &str) -> Result<Value, FillError> {
        let environment = self.world.environment.as_deref();
        let var = environment.and_then(|e| e.vars.iter().find(|var| var.name.value == name));
        let Some(var) = var else { return Err(FillError::Unset(name.to_owned())) };
        if self.depth > 32 {
            return Err(FillError::Unfit(format!(
                "the environment's variable `{name}` is made of itself"
            )));
        }
        self.in_environment().value(&var.value)
    }

    fn request_fact<'p>(&self, path: &'p VarPath) -> Result<(Value, &'p [Key]), FillError> {
        let Some(request) = self.request else {
            return Err(FillError::unfit(
                "`request` is known only in headers, query and auth, after the body is filled",
            ));
        };
        let fact = match path.rest.first() {
            Some(Key::Name(name)) if name == "method" => &request.method,
            Some(Key::Name(name)) if name == "path" => &request.path,
            Some(Key::Name(name)) if name == "body" => request.body.as_ref().ok_or_else(|| {
                FillError::unfit("the body is no text, so `request.body` cannot stand for it")
            })?,
            _ => {
                return Err(FillError::unfit(
                    "`request` has `method`, `path` and `body`: `{{request.body}}`",
                ));
            }
        };
        Ok((Value::String(fact.clone()), path.rest.get(1..).unwrap_or_default()))
    }

    /// The value of a namespace's entry: `secret.x`, `case.x`, `tenant.x`, `run.x`; `None` when
    /// `root` is no namespace here.
    fn namespace(&self, root: &str, key: Option<&str>) -> Option<Result<Value, FillError>> {
        let unset =
            || FillError::Unset(key.map_or_else(|| root.to_owned(), |k| format!("{root}.{k}")));
        match root {
            "secret" => Some(match key {
                Some(name) => self.secret(name).map(Value::String),
                None => Err(FillError::unfit("name a secret: `{{secret.NAME}}`")),
            }),
            "run" => Some(self.run_fact(key).map(Value::String).ok_or_else(unset)),
            "case" if !self.world.case.is_empty() => Some(pick(&self.world.case, key, self, unset)),
            _ => {
                let entry = self.world.entries.get(root)?;
                Some(pick(&entry.values, key, self, unset))
            }
        }
    }

    fn run_fact(&self, key: Option<&str>) -> Option<String> {
        let run = &self.world.run;
        match key? {
            "id" => Some(run.id.to_string()),
            "url" => Some(run.url.clone()),
            "started" => Some(run.started.to_string()),
            "version" => Some(run.version.clone()),
            _ => None,
        }
    }

    fn secret(&self, name: &str) -> Result<String, FillError> {
        self.world.secrets.get(name).map_err(FillError::Errored)
    }
}

/// One value, or all of them as a map.
fn pick(
    values: &[(String, ValueTemplate)],
    key: Option<&str>,
    filler: &Filler<'_>,
    unset: impl Fn() -> FillError,
) -> Result<Value, FillError> {
    match key {
        Some(key) => {
            let found = values.iter().find(|(name, _)| name == key);
            found.map_or_else(|| Err(unset()), |(_, value)| filler.value(value))
        }
        None => values
            .iter()
            .map(|(name, value)| Ok((name.clone(), filler.value(value)?)))
            .collect::<Result<serde_json::Map<_, _>, FillError>>()
            .map(Value::Object),
    }
}

/// Down into a value.
fn descend<'v>(value: &'v Value, way: &[Key]) -> Option<&'v Value> {
    way.iter().try_fold(value, |value, key| match key {
        Key::Name(name) => match name.parse::<usize>() {
            Ok(index) if value.is_array() => value.get(index),
            _ => value.get(name),
        },
        Key::Index(index) => value.get(index),
    })
}

fn nothing_there(path: &VarPath, root: &Value) -> String {
    let mut exists = VarPath { root: path.root.clone(), rest: Vec::new() };
    let mut value = root;
    for key in &path.rest {
        match descend(value, std::slice::from_ref(key)) {
            Some(next) => {
                value = next;
                exists.rest.push(key.clone());
            }
            None => break,
        }
    }
    format!("there is no `{path}`: `{exists}` is {}", describe(value))
}
