//! The project file, and the files it includes, as one [`Project`].
//!
//! Lives here: every key of the project file but what is within `environments`.
//! May touch: nothing but the trees. Lives elsewhere: finding the files (`load`); environments
//! (`environment`).

mod dependencies;
mod parts;
mod services;

pub(crate) use parts::{included, project};
