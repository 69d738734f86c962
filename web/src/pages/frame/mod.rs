//! What stands around every page.
//!
//! Lives here: the bar on the left and the one below on phones (`bar`), a page before it is put
//! into its frame (`sheet`), the frame (`around`), and what stands without one: a card in the
//! middle (`card`), where somebody signs in or is told no before they have.
//! Lives elsewhere: what the pages show.

mod around;
mod bar;
mod card;
mod sheet;

pub(crate) use bar::{Place, pages};
pub(crate) use card::card;
pub(crate) use sheet::{Choice, Crumb, Sheet};
