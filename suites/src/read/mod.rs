//! Trees to the types of [`crate::language`].
//!
//! Lives here: what every key means, by the one table of `keys`; templates, units, checks,
//! settings, steps, suites. Each mistake is reported and reading goes on; what was read stays as
//! whole as it can, so that later checks find more, and nothing twice.
//! May touch: the files that a suite names, to read them.
//! Lives elsewhere: YAML itself (`yaml`), JSONPath (`jsonpath`), finding files and the meaning of
//! the whole (`load`, `check`).

mod checks;
mod data_file;
pub mod environment;
mod expression;
mod fields;
mod helper;
pub(crate) mod keys;
mod name;
mod one_or_more;
pub(crate) mod project;
mod reader;
mod scalar;
mod settings;
mod step;
pub mod suggest;
mod suite;
mod template;
pub mod units;
mod url;
mod value;
mod var_path;

pub(crate) use data_file::resolved;
pub(crate) use fields::Fields;
pub(crate) use name::NAMESPACES;
pub(crate) use reader::Reader;
pub(crate) use settings::Level;
pub(crate) use suite::suite;

#[cfg(test)]
mod anything_tests;
#[cfg(test)]
pub(crate) mod tests;
