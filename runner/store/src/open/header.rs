//! The first bytes of the file, read without the database: it repairs what it touches.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use super::OpenError;

/// How every SQLite file begins.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// Where the id of the application stands: four bytes, the highest first.
const APPLICATION: std::ops::Range<usize> = 68..72;

/// `trip`, in a database's header: it is ours.
pub(super) const TRIPLINE: u32 = u32::from_be_bytes(*b"trip");

/// Whether there is a store; `false` when there is no file, or an empty one.
pub(crate) fn check(path: &Path) -> Result<bool, OpenError> {
    let foreign =
        |cause: &str| OpenError::Foreign { path: path.to_owned(), cause: cause.to_owned() };
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(unreachable(path, &error)),
    };
    let mut header = [0; 100];
    let mut filled = 0;
    while filled < header.len() {
        match file.read(&mut header[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(unreachable(path, &error)),
        }
    }
    if filled == 0 {
        return Ok(false);
    }
    if !header.starts_with(MAGIC) {
        return Err(foreign("it does not begin like an SQLite database"));
    }
    if filled < header.len() {
        let cause = format!("it breaks off after {filled} bytes");
        return Err(OpenError::Damaged { path: path.to_owned(), cause });
    }
    let mut application = [0; 4];
    application.copy_from_slice(&header[APPLICATION]);
    match u32::from_be_bytes(application) {
        TRIPLINE => Ok(true),
        // What was only begun: the header is written with the first tables.
        0 => Ok(true),
        _ => Err(foreign("it is an SQLite database of another application")),
    }
}

fn unreachable(path: &Path, error: &std::io::Error) -> OpenError {
    OpenError::Unreachable { path: path.to_owned(), cause: error.to_string() }
}
