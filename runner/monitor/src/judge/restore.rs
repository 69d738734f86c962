//! Where things stood when the process ended.

use std::collections::BTreeMap;
use std::sync::Arc;

use runner_model::Series;
use runner_store::{Json, ReadError, StateKind, Store};
use serde::de::DeserializeOwned;
use thiserror::Error;

use super::budgets::BUDGETS;
use super::conditions::{CERTIFICATES, CHANNELS, HEARTBEATS, PULSES, SIGHT};
use super::keeping::{BOOK, INCIDENTS, SWITCHBOARD};
use super::{Conditions, Judge, Rulebook};

/// Where things stood cannot be read.
#[derive(Debug, Error)]
pub enum RestoreError {
    /// From the store.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Another version of tripline wrote it.
    #[error("what the store says about {what} cannot be understood: {cause}")]
    Unknown {
        /// What.
        what: String,
        /// Why.
        cause: String,
    },
}

impl Judge {
    /// Goes on where the process ended that wrote to this store last.
    ///
    /// # Errors
    /// That cannot be read.
    pub(crate) async fn restore(
        store: &Store,
        rulebook: Arc<Rulebook>,
        mut conditions: Conditions,
    ) -> Result<Self, RestoreError> {
        let states = store.states();
        conditions.certificates = all(store, CERTIFICATES).await?.collect::<Result<_, _>>()?;
        conditions.pulses = named(store, PULSES).await?.into_iter().collect();
        conditions.heartbeats = named(store, HEARTBEATS).await?;
        conditions.channels = named(store, CHANNELS).await?;
        let location = conditions.location.to_string();
        if let Some(json) = states.one(SIGHT, &location).await? {
            conditions.sight = read(&json, "this location")?;
        }
        let mut judge = Self::new(rulebook, conditions);
        judge.budgets.watches = named(store, BUDGETS).await?;
        if let Some(json) = states.one(BOOK, INCIDENTS).await? {
            judge.incidents = read(&json, "incidents")?;
        }
        if let Some(json) = states.one(BOOK, SWITCHBOARD).await? {
            judge.switchboard = read(&json, "messages")?;
        }
        for (series, json) in states.of_series().await? {
            let state = read(&json, &series.to_string())?;
            judge.stands(Series::clone(&series), state);
        }
        Ok(judge)
    }
}

async fn all<T: DeserializeOwned>(
    store: &Store,
    kind: StateKind,
) -> Result<impl Iterator<Item = Result<(String, T), RestoreError>>, RestoreError> {
    let found = store.states().of_kind(kind).await?;
    Ok(found.into_iter().map(|(key, json)| {
        let value = read(&json, &key)?;
        Ok((key, value))
    }))
}

/// The states of a kind by name; what has a name that is none is left out.
async fn named<N: TryFrom<String> + Ord, T: DeserializeOwned>(
    store: &Store,
    kind: StateKind,
) -> Result<BTreeMap<N, T>, RestoreError> {
    let found = all(store, kind).await?.collect::<Result<Vec<(String, T)>, _>>()?;
    Ok(found.into_iter().filter_map(|(key, value)| Some((N::try_from(key).ok()?, value))).collect())
}

fn read<T: DeserializeOwned>(json: &Json, what: &str) -> Result<T, RestoreError> {
    json.read()
        .map_err(|error| RestoreError::Unknown { what: what.to_owned(), cause: error.to_string() })
}
