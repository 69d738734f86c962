//! What else people must hear of.
//!
//! Lives here: small states, each with what changes it: [`Sight`], a location that may be offline;
//! [`CertificateWatch`]; [`Pulse`], a monitor that may have stopped running; [`Heartbeat`], a job
//! that must report; [`ChannelState`], a channel that may not be reached; [`BudgetWatch`], a budget
//! that may burn too fast. Each is stored whole.
//! Lives elsewhere: who is told ([`Switchboard`](super::Switchboard)).

mod budget;
mod certificate;
mod channel;
mod heartbeat;
mod pulse;
mod sight;

pub use budget::{BudgetNews, BudgetOf, BudgetWatch, LookedAt};
pub use certificate::{CERTIFICATE_DAYS, CertificateNews, CertificateWatch};
pub use channel::{ChannelState, Delivery};
pub use heartbeat::{Heartbeat, Rhythm};
pub use pulse::Pulse;
pub use sight::Sight;
