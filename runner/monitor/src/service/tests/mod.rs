//! The service with time alone: no socket, no sleep. What runs find is scripted.
//!
//! Lives here: a project of a thousand monitors (`project`), what happens to its services
//! (`outages`), a loop that lets time pass (`clockwork`), and what people must hear of it, worked
//! out another way (`expected`).

mod away;
mod changes;
mod clock;
mod clockwork;
mod deploys;
mod expected;
mod hour;
mod many;
mod outages;
mod project;
mod promised;
mod silence;
