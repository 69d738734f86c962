//! What tests of the real binary share: a project in a temporary folder with an origin beside it
//! ([`Project`]), a process under way ([`Started`]), and what came of it (`Ended`).

mod ended;
mod pipe;
mod project;
mod started;

pub(crate) use ended::Ended;
pub(crate) use project::Project;
pub(crate) use started::Started;
