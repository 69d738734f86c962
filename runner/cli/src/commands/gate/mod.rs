//! `tripline gate`: whether a deploy made things worse.
//!
//! Lives here: waiting until the new version answers (`wait`), what is run (`subject`) and how often
//! (`rounds`), what it is compared with (`baseline`, `memory`), and what follows from the
//! verdict (`publish`, `rollback`, the exit code).
//! Lives elsewhere: the verdict (`runner-health`), its reports (`reporters`).

mod baseline;
mod clockwork;
mod command;
mod history;
mod judging;
mod memory;
mod outcome;
mod publish;
mod remembered;
mod request;
mod rollback;
mod rounds;
mod served;
mod subject;
mod summing_up;
mod tell;
mod test_run;
mod wait;

pub(crate) use command::gate;
