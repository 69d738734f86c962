//! Text on standard output and standard error.
//!
//! A reader that has gone away (`tripline … | head`) is no reason to panic.

use std::fmt::Display;
use std::io::Write as _;

/// A line on standard output.
pub(crate) fn out(line: impl Display) {
    let _ = writeln!(anstream::stdout(), "{line}");
}

/// Text on standard output, as it is.
pub(crate) fn raw(text: &str) {
    let mut stdout = anstream::stdout();
    let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
}

/// A line on standard error.
pub(crate) fn err(line: impl Display) {
    let _ = writeln!(anstream::stderr(), "{line}");
}

/// What is wrong, and the way out.
pub(crate) fn error(what: impl Display, help: Option<&str>) {
    err(format_args!("error: {what}"));
    if let Some(help) = help {
        err(format_args!("  = help: {help}"));
    }
}
