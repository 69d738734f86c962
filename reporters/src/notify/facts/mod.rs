//! What templates can say of an alert.
//!
//! Lives here: [`Facts`], every name of which is always there, so that a template that names
//! something else is refused when it is read.
//! Lives elsewhere: the verdict (`story`), the layout (`templates/`).

mod affected;
mod known;
mod line;

pub(super) use known::Facts;
