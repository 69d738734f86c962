//! JSON that others have written, read safely and compared exactly.
//!
//! Lives here: bodies to values, and what is wrong with a body; numbers as decimals of any size.
//! May touch: nothing. Lives elsewhere: paths into values (`jsonpath`), claims about them (`judge`).

mod decimal;
mod equal;
mod parse;
mod reserved;
#[cfg(test)]
pub(crate) mod testing;

pub(crate) use decimal::{Decimal, compare, sign_of_sum};
pub(crate) use equal::{canonical, equal};
pub(crate) use parse::parse;
