//! Steps: their verbs, and the keys beside them.
//!
//! Lives here: which keys belong together, and what they make.
//! Lives elsewhere: the keys themselves (`keys`), checks (`checks`), settings (`settings`), whether
//! variables and repeats make sense (`check`).

mod body;
mod flow;
mod http;
mod kind;
mod list;
mod multipart;
mod place;
mod save;
mod until;
