//! The pages that people look at.
//!
//! Lives here: a folder for each page, with what it shows (plain data, made of facts by pure
//! functions) and the reading of these facts; what all pages share: the address (`asked`), the
//! frame around them (`frame`), templates, assets, drawings, and what is kept between two looks
//! (`kept`).
//! May touch: the store and what the project says. What people do is offered as an order.
//! Lives elsewhere: who may look and change (`crate::admit`), the words of incidents and numbers
//! (`runner-health`, `reporters`).

pub(crate) mod answer;
mod asked;
pub(crate) mod assets;
mod changed;
pub(crate) mod dependencies;
pub(crate) mod deploys;
mod doing;
mod drawing;
mod environments;
mod events;
pub(crate) mod find;
mod frame;
mod headline;
pub(crate) mod incidents;
mod kept;
mod link;
mod mark;
pub(crate) mod objectives;
pub(crate) mod overview;
mod pager;
mod prose;
mod refusal;
mod routes;
pub(crate) mod run;
pub(crate) mod runs;
pub(crate) mod settings;
pub(crate) mod standings;
pub(crate) mod suite;
mod suites;
mod table;
pub(crate) mod templates;
pub(crate) mod times;
mod visit;
pub(crate) mod written;

pub(crate) use asked::Range;
pub(crate) use frame::card;
pub(crate) use overview::{title as incident_title, told_of};
pub(crate) use prose::{Piece, prose};
pub(crate) use refusal::as_pages;
pub(crate) use routes::{Pages, changes, for_all, routes, rulings};
pub(crate) use visit::Visit;
