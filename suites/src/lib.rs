//! The suite language: YAML text in; suites, or diagnostics, out.
