//! `tripline schema [suite|project]`

use crate::args::{SchemaArgs, SchemaOf};
use crate::exit::Exit;
use crate::say;

/// Prints a JSON Schema (2020-12).
pub(crate) fn schema(args: &SchemaArgs) -> Exit {
    let schema = match args.of {
        SchemaOf::Suite => suites::schema::suite(),
        SchemaOf::Project => suites::schema::project(),
    };
    say::out(format_args!("{schema:#}"));
    Exit::Passed
}
