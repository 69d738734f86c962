//! One mistake: its code, its place, the way out.
//!
//! Lives here: [`Diagnostic`], the list of all [`Code`]s, how they are shown and mended.
//! Lives elsewhere: finding mistakes (`yaml`, `read`, `check`).

mod code;
mod diagnostic;
mod excerpt;
mod fix;
mod github;
mod json;
mod lines;
mod order;
mod render;

pub use code::Code;
pub use diagnostic::{Diagnostic, Edit, Severity};
pub use fix::apply;
pub use github::to_github;
pub use json::to_json;
pub use order::in_order;
pub use render::render;
