//! The project file, and the files it includes, as one [`Project`].
//!
//! Lives here: every key of the project file but what is within `environments`.
//! May touch: nothing but the trees. Lives elsewhere: finding the files (`load`); environments
//! (`environment`).

mod address;
mod alert_policy;
mod channels;
mod clock;
mod compositions;
mod compositions_whole;
mod dependencies;
mod heartbeats;
mod hours;
mod maintenance;
mod messages;
mod monitors;
mod naming;
mod notify;
mod objectives;
mod parts;
mod promises;
mod references;
mod secrets;
mod serve;
mod server;
mod services;
mod smtp;
mod status_pages;
mod written;

pub(crate) use parts::{included, project};
