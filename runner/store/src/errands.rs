//! Runs that somebody asked for beside all monitors: how each stands. They are kept among other
//! states, and changed in the transaction of their results ([`crate::Record::states`]).

use runner_model::{ErrandRun, Order, RunId, Wanted};

use crate::states::{self, StateChange, StateKind};
use crate::{AuditEntry, Json, ReadError, Store, WriteError, audit, orders};

/// What errands are kept as, by the run that each is.
const ERRANDS: StateKind = StateKind::new("errand");

/// Runs that somebody asked for.
#[derive(Clone, Copy, Debug)]
pub struct Errands<'a>(pub(crate) &'a Store);

impl Errands<'_> {
    /// Offers an errand to the service, and notes who did. It is kept when this returns.
    ///
    /// # Errors
    /// It cannot be written.
    pub async fn offer(&self, asked: &ErrandRun) -> Result<(), WriteError> {
        let ErrandRun { run, at, by, errand, .. } = asked.clone();
        let what = format!("asked for a run of {errand}");
        let entry = AuditEntry { at, who: by.clone(), what };
        let order = Order { at, by, wanted: Wanted::Errand { run, errand } };
        let change = Self::change(asked);
        self.0
            .write(move |to| {
                let (entry, change, order) = (entry.clone(), change.clone(), order.clone());
                Box::pin(async move {
                    audit::add(to, entry).await?;
                    states::set(to, std::iter::once(&change)).await?;
                    orders::add(to, &order).await
                })
            })
            .await
    }

    /// How it stands, to be written with what it led to.
    pub fn change(asked: &ErrandRun) -> StateChange {
        let json = Json::of(asked).expect("an errand is text, and maps of text to text");
        StateChange { kind: ERRANDS, key: asked.run.to_string(), json: Some(json) }
    }

    /// The errand that a run is.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn by_run(&self, run: &RunId) -> Result<Option<ErrandRun>, ReadError> {
        let found = self.0.states().one(ERRANDS, run.as_str()).await?;
        found.as_ref().map(read).transpose()
    }

    /// Those that are not over, and that no service will find among the orders: whoever took them
    /// is gone.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn forsaken(&self) -> Result<Vec<ErrandRun>, ReadError> {
        let all = self.0.states().of_kind(ERRANDS).await?;
        let mut open = Vec::new();
        for json in all.values() {
            let asked = read(json)?;
            if !asked.state.is_over() {
                open.push(asked);
            }
        }
        let offered = self.0.orders().open().await?;
        let is_offered = |asked: &ErrandRun| {
            offered.iter().any(|order| match &order.wanted {
                Wanted::Errand { run, .. } => *run == asked.run,
                Wanted::Run { .. }
                | Wanted::Acknowledge { .. }
                | Wanted::Note { .. }
                | Wanted::Beat { .. } => false,
            })
        };
        open.retain(|asked| !is_offered(asked));
        Ok(open)
    }
}

fn read(json: &Json) -> Result<ErrandRun, ReadError> {
    json.read().map_err(|error| ReadError::damaged("a run that somebody asked for", error))
}
