//! One file a command.

pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod demo;
pub(crate) mod env;
pub(crate) mod new;
pub(crate) mod run;
pub(crate) mod schema;
mod sensitive;
