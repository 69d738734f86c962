//! A suite, read from text, with everything that its checks may refer to.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use runner_model::Masker;
use serde_json::Value;
use suites::{LoadRequest, Loaded, Severity, Suite, ValueTemplate};

use super::answer::{Told, now};
use crate::fill::{Filler, Seed};
use crate::identity;
use crate::judge::{Facts, Schemas};
use crate::request::Addresses;
use crate::scope::{Frame, Origin, RunFacts, World};
use crate::secrets::Secrets;

const PROJECT: &str = "\
version: 1
environments:
  staging:
    vars: { currency: EUR }
    matrix:
      tenant:
        - { name: canary-eu, canary: true, region: eu, email: canary-eu@example.com }
        - { name: vip, email: vip@example.com, phone: \"112\" }
  production:
    vars: { currency: USD }
";

const SCHEMA: &str = r#"{
  "type": "object",
  "required": ["id", "total"],
  "properties": {
    "id": { "type": "string" },
    "total": { "type": "number", "minimum": 0 },
    "lines": { "type": "array", "items": { "required": ["sku"] } }
  }
}"#;

/// Where checks are judged.
pub(super) struct Stage {
    pub(super) loaded: Loaded,
    world: World,
    frame: Frame,
    schemas: Schemas,
    _folder: tempfile::TempDir,
}

impl Stage {
    /// Reads a suite; it must have nothing wrong with it.
    pub(super) fn of(suite: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let write =
            |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write("tripline.yaml", PROJECT);
        write("rows.trip.yaml", suite);
        write("order.json", SCHEMA);
        write("big.json", r#"{ "enum": [12345678901234567890123, 0.1] }"#);
        let loaded = suites::load::load(&LoadRequest {
            paths: vec![PathBuf::from("rows.trip.yaml")],
            current_dir: folder.path().to_owned(),
            services: Vec::new(),
        });
        let errors: Vec<String> = loaded
            .diagnostics
            .iter()
            .filter(|told| told.severity() == Severity::Error)
            .map(|told| format!("{}\n{}", loaded.sources.place(told.span).source, told.message))
            .collect();
        assert!(errors.is_empty(), "{}", errors.join("\n"));
        let stage = Self {
            world: world(&loaded),
            frame: Frame::default(),
            schemas: Schemas::default(),
            loaded,
            _folder: folder,
        };
        for var in &stage.suite().vars {
            // Those stay out: they are the ones that were never set.
            if !var.name.value.starts_with("unset") {
                let value = stage.filler().value(&var.value).unwrap();
                stage.frame.set(&var.name.value, value, Origin::Declared);
            }
        }
        stage
    }

    pub(super) fn suite(&self) -> &Suite {
        &self.loaded.suites[0]
    }

    pub(super) fn masker(&self) -> &Masker {
        &self.world.masker
    }

    pub(super) fn filler(&self) -> Filler<'_> {
        Filler {
            world: &self.world,
            frame: &self.frame,
            seed: Seed::new(7),
            now: now(),
            request: None,
            folder: Path::new(""),
            depth: 0,
        }
    }

    pub(super) fn facts<'f>(&'f self, told: &'f Told) -> Facts<'f> {
        Facts {
            exchange: told.exchange.as_ref(),
            body: &told.body,
            sent: &told.sent,
            cookies: &told.cookies,
            took: told.took,
            filler: self.filler(),
            sources: &self.loaded.sources,
            schemas: Some(&self.schemas),
            json: OnceCell::new(),
            sent_json: OnceCell::new(),
        }
    }
}

fn world(loaded: &Loaded) -> World {
    let environment = &loaded.environments[0];
    let tenant = &environment.matrix[0];
    let card = |text: &str| ValueTemplate::Fixed(Value::from(text));
    World {
        environment: Some(Arc::new(environment.clone())),
        case: vec![("name".to_owned(), card("by card")), ("method".to_owned(), card("card"))],
        entries: BTreeMap::from([(tenant.name.clone(), tenant.entries[0].clone())]),
        secrets: Arc::new(Secrets::default()),
        masker: Arc::new(Masker::new([])),
        run: RunFacts {
            id: identity::fresh_run(now()),
            started: now(),
            version: "0".to_owned(),
            url: String::new(),
        },
        seed: 7,
        given: Arc::default(),
        addresses: Addresses::default(),
    }
}
