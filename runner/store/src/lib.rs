//! What is remembered.
//!
//! Lives here: one SQLite file with runs, states, incidents, what is to be told and has been told,
//! and all that people changed by hand; writing it in batches, reading it, keeping it small,
//! copying and checking it. Times are kept in microseconds since 1970, hours in hours since 1970.
//! May touch: the file it is given, and files beside it. No clock: every decision takes `now`.
//! Lives elsewhere: what runs mean (`runner-health`), when they take place (`runner-monitor`).
//!
//! [`Store`] is a small handle to be cloned; each table group has a handle of its own:
//! `store.runs()`, `store.incidents()`, `store.outbox()`, … Whatever is acknowledged is committed,
//! and stays even if the process is killed at that moment.

mod alone;
mod annotations;
mod audit;
mod backup;
mod check;
mod corrections;
mod deploys;
mod detail;
mod errands;
mod frozen;
mod housekeeping;
mod incidents;
mod json;
mod leb128;
mod missed;
mod open;
mod orders;
mod outbox;
mod pauses;
mod public_updates;
mod reading;
mod record;
mod rollups;
mod runs;
mod series;
mod sessions;
mod stamp;
mod states;
mod stats;
mod store;
mod tokens;
mod triggers;
mod users;
mod writer;

pub use alone::{Alone, NotAlone};
pub use annotations::{Annotation, AnnotationId, AnnotationKind, Annotations, NewAnnotation};
pub use audit::{Audit, AuditEntry};
pub use backup::BackupError;
pub use check::{CheckReport, check};
pub use corrections::{Correction, CorrectionKind, Corrections};
pub use deploys::{Deploy, DeployId, Deployed, Deploys, Judged, Marker};
pub use errands::Errands;
pub use frozen::{Frozen, FrozenNumbers, NumbersOf};
pub use housekeeping::{Policy, RulesOf, Tidied, TidyError};
pub use incidents::{Incident, IncidentChange, IncidentSpan, Incidents, Witness};
pub use json::Json;
pub use missed::{Missed, MissedSlot};
pub use open::OpenError;
pub use orders::Orders;
pub use outbox::{
    Attempt, AttemptEnd, ChannelStatus, Delivery, Message, MessageId, MessageState, NewMessage,
    Outbox,
};
pub use pauses::{Pause, Pauses};
pub use public_updates::{NewPublicUpdate, PublicUpdate, PublicUpdateId, PublicUpdates};
pub use reading::ReadError;
pub use record::Record;
pub use rollups::{HourlyRollup, RollupRules, Rollups};
pub use runs::{
    Cursor, LastFailure, Newest, Page, Position, Runs, SeriesStatus, Wanted as WantedRuns,
};
pub use sessions::{Sessions, SignedIn};
pub use states::{SeriesState, StateChange, StateKind, States};
pub use stats::Stats;
pub use store::Store;
pub use tokens::{NewToken, Token, TokenScope, Tokens};
pub use triggers::{NewTrigger, Trigger, Triggers};
pub use users::{NewUser, Role, User, Users};
pub use writer::{Condition, Obstacle, WriteError};
