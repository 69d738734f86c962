//! Something that nobody can guess.

use std::fmt::Write as _;

use runner_model::Secret;

/// 128 random bits, as 32 hexadecimal digits.
///
/// # Errors
/// The operating system has none.
pub(crate) fn fresh() -> Result<Secret<String>, getrandom::Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(Secret::new(hex(&bytes)))
}

/// Bytes as hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        write!(text, "{byte:02x}").expect("text takes everything");
        text
    })
}
