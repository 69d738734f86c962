//! Bytes to be sent.

use bytes::Bytes;
use runner_model::StepError;
use suites::DataFile;

use super::{Fault, Here};
use crate::fill::FillError;

/// A filled body.
#[derive(Debug)]
pub(super) struct Filled {
    pub(super) bytes: Bytes,
    /// Unless the step says otherwise.
    pub(super) content_type: Option<String>,
}

/// A file's bytes.
pub(super) fn read(file: &DataFile) -> Result<Bytes, Fault> {
    std::fs::read(&file.path)
        .map(Bytes::from)
        .map_err(|error| {
            let cause = error.to_string();
            FillError::Errored(StepError::File { path: file.written.clone(), cause })
        })
        .here(file.span)
}
