//! Where things stand: whole states, each replaced by the next.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use runner_model::Series;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use crate::reading::Columns;
use crate::series::Ids;
use crate::{Json, ReadError, Store};

const SET_SERIES: &str = "INSERT INTO series_states (series, json) ";
const SET_SERIES_END: &str = " ON CONFLICT (series) DO UPDATE SET json = excluded.json";
const REMOVE_SERIES: &str = "DELETE FROM series_states WHERE series = $1";
const ALL_SERIES: &str = "SELECT series, json FROM series_states";

const SET: &str = "INSERT INTO states (kind, key, json) VALUES ($1, $2, $3)
    ON CONFLICT (kind, key) DO UPDATE SET json = excluded.json";
const REMOVE: &str = "DELETE FROM states WHERE kind = $1 AND key = $2";
const OF_KIND: &str = "SELECT key, json FROM states WHERE kind = $1 ORDER BY key";
const ONE: &str = "SELECT json FROM states WHERE kind = $1 AND key = $2";

/// Rows that are written by one statement.
const ROWS: usize = 100;

/// Where a series stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesState {
    /// Which.
    pub series: Series,
    /// Its state; `None` forgets it.
    pub json: Option<Json>,
}

/// What a state belongs to: `heartbeat`, `certificate`, `channel`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StateKind(&'static str);

impl StateKind {
    /// The kind that `word` names; part of what is stored, so it stays as it is.
    pub const fn new(word: &'static str) -> Self {
        Self(word)
    }
}

/// Where something stands that is not a series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateChange {
    /// What kind of thing.
    pub kind: StateKind,
    /// Which of them; empty when there is only one.
    pub key: String,
    /// Its state; `None` forgets it.
    pub json: Option<Json>,
}

/// States, as they were last recorded.
#[derive(Clone, Copy, Debug)]
pub struct States<'a>(pub(crate) &'a Store);

impl States<'_> {
    /// The state of every series that has one.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn of_series(&self) -> Result<HashMap<Arc<Series>, Json>, ReadError> {
        let rows = sqlx::query(ALL_SERIES).fetch_all(self.0.readers()).await?;
        let names = self.0.names().all().await?;
        rows.iter().map(|row| Ok((names.series(row.at(0)?)?, json(row)?))).collect()
    }

    /// The states of a kind, by key.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn of_kind(&self, kind: StateKind) -> Result<BTreeMap<String, Json>, ReadError> {
        let rows = sqlx::query(OF_KIND).bind(kind.0).fetch_all(self.0.readers()).await?;
        rows.iter().map(|row| Ok((row.at(0)?, json(row)?))).collect()
    }

    /// The state of one thing.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn one(&self, kind: StateKind, key: &str) -> Result<Option<Json>, ReadError> {
        let query = sqlx::query(ONE).bind(kind.0).bind(key.to_owned());
        let row = query.fetch_optional(self.0.readers()).await?;
        row.map(|row| Ok(Json::stored(row.at(0)?))).transpose()
    }
}

fn json(row: &sqlx::sqlite::SqliteRow) -> Result<Json, ReadError> {
    Ok(Json::stored(row.at(1)?))
}

/// Replaces the states of series; of two for the same series the later one counts.
pub(crate) async fn set_of_series(
    at: &mut SqliteConnection,
    ids: &Ids<'_>,
    states: impl Iterator<Item = &SeriesState>,
) -> Result<(), sqlx::Error> {
    let last: BTreeMap<i64, &SeriesState> =
        states.map(|state| (ids.of(&state.series), state)).collect();
    let (kept, removed): (Vec<_>, Vec<_>) =
        last.into_iter().partition(|(_, state)| state.json.is_some());
    for rows in kept.chunks(ROWS) {
        let mut query = QueryBuilder::<Sqlite>::new(SET_SERIES);
        query.push_values(rows, |mut row, (series, state)| {
            row.push_bind(*series);
            row.push_bind(state.json.as_ref().map(|json| json.as_str().to_owned()));
        });
        query.push(SET_SERIES_END).build().execute(&mut *at).await?;
    }
    for (series, _) in removed {
        sqlx::query(REMOVE_SERIES).bind(series).execute(&mut *at).await?;
    }
    Ok(())
}

/// Replaces states.
pub(crate) async fn set(
    at: &mut SqliteConnection,
    changes: impl Iterator<Item = &StateChange>,
) -> Result<(), sqlx::Error> {
    for StateChange { kind, key, json } in changes {
        let query = match json {
            Some(json) => {
                sqlx::query(SET).bind(kind.0).bind(key.clone()).bind(json.as_str().to_owned())
            }
            None => sqlx::query(REMOVE).bind(kind.0).bind(key.clone()),
        };
        query.execute(&mut *at).await?;
    }
    Ok(())
}
