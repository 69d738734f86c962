//! An environment as it is filled, for showing: secrets stand as a mask, nothing is fetched.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use runner_model::Masker;
use serde_json::Value;
use suites::{Environment, Span};

use crate::fill::{FillError, Filler, Seed};
use crate::identity;
use crate::request::Addresses;
use crate::scope::{Frame, RunFacts, World};
use crate::secrets::Secrets;

/// An environment's values.
#[derive(Clone, Debug)]
pub struct Preview {
    /// Variables, in order.
    pub vars: Vec<Shown>,
    /// Base URLs of services, in order.
    pub services: Vec<Shown>,
}

/// A value, or why it cannot be filled outside a run.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The variable or service.
    pub name: String,
    /// Secrets in it stand as a mask.
    pub value: Result<Value, String>,
    /// Where it is written, in whichever ancestor or overlay.
    pub span: Span,
}

/// Fills an environment's variables and service URLs.
pub fn preview(environment: &Environment, now: Timestamp) -> Preview {
    let world = World {
        environment: Some(Arc::new(environment.clone())),
        case: Vec::new(),
        entries: BTreeMap::new(),
        secrets: Arc::new(Secrets::masked(environment)),
        masker: Arc::new(Masker::new([])),
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
    let frame = Frame::default();
    let filler = Filler {
        world: &world,
        frame: &frame,
        seed: Seed::new(0),
        now,
        request: None,
        folder: Path::new(""),
        depth: 0,
    };
    let vars = environment.vars.iter().map(|var| Shown {
        name: var.name.value.clone(),
        value: filler.value(&var.value).map_err(FillError::in_words),
        span: var.span,
    });
    let services = environment.services.iter().map(|endpoint| Shown {
        name: endpoint.service.to_string(),
        value: filler.text(&endpoint.url).map(Value::String).map_err(FillError::in_words),
        span: endpoint.span,
    });
    Preview { vars: vars.collect(), services: services.collect() }
}
