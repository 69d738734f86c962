//! What somebody wants the service to do: offered here by whoever wants it, taken by the loop that
//! runs monitors.

use jiff::Timestamp;
use runner_model::Order;
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use crate::reading::Columns;
use crate::stamp;
use crate::{ReadError, Store, WriteError};

const ADD: &str = "INSERT INTO orders (at, json) VALUES ($1, $2)";

const ANY: &str = "SELECT EXISTS (SELECT 1 FROM orders WHERE claimed IS NULL)";

const OPEN: &str = "SELECT json FROM orders WHERE claimed IS NULL ORDER BY id";

const CLAIM: &str = "UPDATE orders SET claimed = $1 WHERE claimed IS NULL RETURNING json, id";

/// What somebody wants the service to do.
#[derive(Debug)]
pub struct Orders<'a>(pub(crate) &'a Store);

impl Orders<'_> {
    /// Offers an order. It is kept when this returns, and carried out when the service takes it.
    ///
    /// # Errors
    /// It cannot be written.
    pub async fn offer(&self, order: &Order) -> Result<(), WriteError> {
        let order = order.clone();
        self.0
            .write(move |to| {
                let order = order.clone();
                Box::pin(async move { add(to, &order).await })
            })
            .await
    }

    /// Those that nobody has taken, oldest first.
    pub(crate) async fn open(&self) -> Result<Vec<Order>, ReadError> {
        sqlx::query(OPEN).fetch_all(self.0.readers()).await?.iter().map(order).collect()
    }

    /// Takes all orders that nobody has taken, oldest first. Each is given out once.
    ///
    /// # Errors
    /// That they are taken cannot be written.
    pub async fn claim(&self, now: Timestamp) -> Result<Vec<Order>, WriteError> {
        let refused = |error: ReadError| WriteError::Refused { cause: error.to_string() };
        // Asked often, and mostly in vain: what only reads keeps nobody from writing.
        let any = sqlx::query(ANY).fetch_one(self.0.readers()).await;
        if !any.map_err(ReadError::from).and_then(|row| row.at::<bool>(0)).map_err(refused)? {
            return Ok(Vec::new());
        }
        let rows = self.0.write(move |at| {
            let query = sqlx::query(CLAIM).bind(stamp::micros(now));
            Box::pin(async move { query.fetch_all(at).await })
        });
        let rows = rows.await?;
        let claimed = rows.iter().map(|row| Ok((row.at::<i64>(1)?, order(row)?)));
        let mut claimed = claimed.collect::<Result<Vec<_>, ReadError>>().map_err(refused)?;
        claimed.sort_by_key(|(id, _)| *id);
        Ok(claimed.into_iter().map(|(_, order)| order).collect())
    }
}

/// Offers an order in the transaction of what belongs to it.
pub(crate) async fn add(to: &mut SqliteConnection, order: &Order) -> Result<(), sqlx::Error> {
    let json = serde_json::to_string(order).expect("an order has a JSON form");
    let query = sqlx::query(ADD).bind(stamp::micros(order.at)).bind(json);
    query.execute(to).await.map(|_| ())
}

fn order(row: &SqliteRow) -> Result<Order, ReadError> {
    serde_json::from_str(row.at(0)?).map_err(|error| ReadError::damaged("an order", error))
}
