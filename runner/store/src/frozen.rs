//! The numbers of months that are over, as they were when they were frozen.

use jiff::Timestamp;
use sqlx::sqlite::SqliteRow;

use crate::reading::Columns;
use crate::stamp;
use crate::{Json, ReadError, Store, WriteError};

const ADD: &str = "INSERT INTO frozen (month, kind, name, at, json) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (month, kind, name) DO NOTHING";
const OF_MONTH: &str = "SELECT kind, name, at, json FROM frozen WHERE month = $1";

/// Of what numbers are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NumbersOf {
    /// An objective.
    Objective,
    /// A service.
    Service,
    /// A composition.
    Composition,
}

impl NumbersOf {
    /// The word, in lower case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Objective => "objective",
            Self::Service => "service",
            Self::Composition => "composition",
        }
    }

    fn of(word: &str) -> Option<Self> {
        [Self::Objective, Self::Service, Self::Composition]
            .into_iter()
            .find(|of| of.as_str() == word)
    }
}

/// Numbers of a month that is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrozenNumbers {
    /// Of what.
    pub of: NumbersOf,
    /// Its name.
    pub name: String,
    /// When they were frozen.
    pub at: Timestamp,
    /// The numbers.
    pub json: Json,
}

/// The numbers of months that are over.
#[derive(Clone, Copy, Debug)]
pub struct Frozen<'a>(pub(crate) &'a Store);

impl Frozen<'_> {
    /// Freezes numbers of a month: `2026-10`. What is frozen already stays as it is.
    ///
    /// # Errors
    /// They cannot be written.
    pub async fn add(&self, month: &str, numbers: Vec<FrozenNumbers>) -> Result<(), WriteError> {
        let month = month.to_owned();
        self.0
            .write(move |at| {
                let (month, numbers) = (month.clone(), numbers.clone());
                Box::pin(async move {
                    for FrozenNumbers { of, name, at: time, json } in numbers {
                        let query = sqlx::query(ADD).bind(month.clone()).bind(of.as_str());
                        let query = query.bind(name).bind(stamp::micros(time));
                        query.bind(json.as_str().to_owned()).execute(&mut *at).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// What is frozen of a month: `2026-10`.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn of_month(&self, month: &str) -> Result<Vec<FrozenNumbers>, ReadError> {
        let query = sqlx::query(OF_MONTH).bind(month.to_owned());
        query.fetch_all(self.0.readers()).await?.iter().map(numbers).collect()
    }
}

fn numbers(row: &SqliteRow) -> Result<FrozenNumbers, ReadError> {
    let word: &str = row.at(0)?;
    Ok(FrozenNumbers {
        of: NumbersOf::of(word).ok_or_else(|| ReadError::damaged("a kind of numbers", word))?,
        name: row.at(1)?,
        at: stamp::time(row.at(2)?)?,
        json: Json::stored(row.at(3)?),
    })
}
