//! Who looks at pages, and what they may do there.
//!
//! Lives here: passwords, sessions in cookies, tokens in forms, who is let in without signing in.
//! Lives elsewhere: the tokens of the API (`crate::admit`), what is remembered of users and
//! sessions (`runner-store`).

mod cookies;
mod filled;
mod form_token;
mod fresh;
mod here;
mod need;
mod open;
mod origin;
mod password;
mod sign_in;
mod sign_in_page;
mod visit;
mod visitor;

pub use open::Open;
pub use password::{Unfit, hash_password};

pub(crate) use cookies::is_secure;
pub(crate) use filled::Filled;
pub(crate) use fresh::fresh;
pub(crate) use need::{Need, need};
pub(crate) use password::Gatekeeper;
pub(crate) use sign_in::{sign_in, sign_in_page, sign_out};
pub(crate) use visit::{MayLook, find_out, visit};
pub(crate) use visitor::{Visitor, Who};
