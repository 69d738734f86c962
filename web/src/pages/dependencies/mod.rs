//! Dependencies: how promises are made of others, measured and modelled, and what they would be.

mod inferred;
mod page;
mod supposed;
mod tree;

pub(crate) use inferred::{Host, Inferred};
pub(crate) use page::{Dependencies, Key, show};
