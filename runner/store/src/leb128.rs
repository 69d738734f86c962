//! Numbers that take few bytes when they are small: LEB128, seven bits a byte, the lowest first;
//! the eighth bit says that more follow.

use crate::ReadError;

/// Appends `number`.
pub(crate) fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Takes bytes apart that should be `what`.
#[derive(Debug)]
pub(crate) struct Bytes<'a> {
    rest: &'a [u8],
    what: &'static str,
}

impl<'a> Bytes<'a> {
    /// What stands behind the first byte, which must be `version`.
    pub(crate) fn versioned(
        bytes: &'a [u8],
        version: u8,
        what: &'static str,
    ) -> Result<Self, ReadError> {
        match bytes.split_first() {
            Some((found, rest)) if *found == version => Ok(Self { rest, what }),
            Some((found, _)) => {
                Err(ReadError::damaged(what, format!("the form {found} is not known")))
            }
            None => Err(ReadError::damaged(what, "nothing is there")),
        }
    }

    /// What is left.
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    pub(crate) fn byte(&mut self) -> Result<u8, ReadError> {
        let (first, others) = self
            .rest
            .split_first()
            .ok_or_else(|| ReadError::damaged(self.what, "it breaks off"))?;
        self.rest = others;
        Ok(*first)
    }

    pub(crate) fn number(&mut self) -> Result<u64, ReadError> {
        let mut number = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let byte = self.byte()?;
            let part = u64::from(byte & 0x7f);
            if part << shift >> shift != part {
                break;
            }
            number |= part << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(ReadError::damaged(self.what, "a number is too large"))
    }
}
