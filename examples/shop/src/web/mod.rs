//! What every service needs to speak HTTP: who asks, what was sent, and how to say no.
//!
//! Lives here: extractors, and problems as answers.
//! Lives elsewhere: the endpoints (`api`), the rules (`store`).

mod customer;
mod idempotency;
mod json_body;
mod now;
mod origin;
mod page;
mod problem;
mod query;
mod site;
mod tongue;

pub(crate) use customer::{Customer, SESSION_COOKIE};
pub(crate) use idempotency::{IdempotencyKey, REPLAYED};
pub(crate) use json_body::JsonBody;
pub(crate) use now::{Now, moment, stamp};
pub(crate) use origin::Origin;
pub(crate) use page::PageQuery;
pub(crate) use problem::{Complaints, Problem};
pub(crate) use query::QueryOf;
pub(crate) use site::{Outages, Releases, Site, suffer};
