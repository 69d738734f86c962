//! Deploys: what each did to the tests of its service.

mod judged;
mod page;

pub(crate) use page::{show, show_one};
