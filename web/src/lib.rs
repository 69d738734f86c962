//! The door of the service.
//!
//! Lives here: taking connections and ending them ([`serve`]), who may come in, the probes
//! (`/healthz`, `/readyz`, `/metrics`), the API below `/api/v1`, the pages.
//! May touch: the listener and the store that it is given. What somebody wants the service to do
//! is offered in the store, and taken from there by the service: this crate never calls it.
//! Lives elsewhere: what the answers are made of (`runner-health`, `runner-store`), how the
//! service is (told by whoever makes the [`Door`]).

mod admit;
mod answers;
mod api;
mod badges;
mod compression;
mod connection;
mod connections;
mod door;
mod failures;
mod listen;
mod pages;
mod people;
mod probes;
mod problem;
mod rates;
mod remote;
mod router;
mod serve;
mod status;
mod tv;

pub use api::deploys::{Announced, GateRun, Noted, Spoken};
pub use api::history::{PastRun, TestHistory};
pub use api::triggers::{Triggered, TriggeredState};
pub use door::{Door, Known, Readiness};
pub use listen::{Refusal, may_listen};
pub use people::{Open, Unfit, hash_password};
pub use serve::serve;
pub use status::{ExportError, Exported, export_status_pages};
