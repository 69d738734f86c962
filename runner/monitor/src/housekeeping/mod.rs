//! Keeping house: what is done at fixed times, whatever the monitors do.
//!
//! Lives here: forgetting what is old and summing hours up (`tidying`), freezing the numbers of last
//! month (`crate::promises`), the digest (`digest`), and
//! the timetable of it ([`Housekeeping`]), which `tokio-cron-scheduler` keeps.
//! Lives elsewhere: when monitors run (`schedule`): with thousands of jobs that crate loses runs.
//! What is to be told of certificates (`judge`).

mod digest;
mod digest_due;
mod holding;
mod keeper;
mod tidying;

pub(crate) use holding::Holding;
pub(crate) use keeper::{Chest, Housekeeping, TimetableError};
