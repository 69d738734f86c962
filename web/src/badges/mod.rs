//! Badges: how a monitor is, as a small picture for a README or a wiki, and as what shields.io makes
//! pictures of.
//!
//! What no status page tells is told to nobody but those who may look at the pages.

mod badge;
mod handlers;
mod picture;

pub(crate) use badge::{Badge, Kind};
pub(crate) use handlers::routes;
