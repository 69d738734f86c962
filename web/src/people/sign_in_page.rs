//! How the page for signing in looks.

use axum::response::{Html, IntoResponse as _, Response};
use serde::Serialize;

use super::visitor::Visitor;
use crate::pages::{Piece, Visit, card, prose};
use crate::problem::Problem;

/// What the page says above the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// It is shown for the first time.
    Nothing,
    /// They have signed in, and may sign in as somebody else.
    SignedIn {
        /// As whom.
        name: String,
    },
    /// Nobody can sign in.
    NoUser,
    /// The name, or the password.
    Wrong,
    /// Somebody guesses.
    TooOften {
        /// For how long nothing is looked at.
        seconds: u64,
    },
}

/// What the template is filled with.
#[derive(Serialize)]
struct Shown<'s> {
    /// What is said; nothing the first time.
    said: Option<Vec<Piece>>,
    tone: &'static str,
    /// `alert`: it is read out at once; `status`: when there is time.
    role: &'static str,
    signed_in: bool,
    /// There is somebody who could sign in.
    may_try: bool,
    /// The page to go to, one of ours.
    to: &'s str,
    form_token: &'s str,
}

impl Said {
    fn words(&self) -> Option<String> {
        Some(match self {
            Self::Nothing => return None,
            Self::SignedIn { name } => format!("You are signed in as {name}."),
            Self::NoUser => {
                "There is no user yet. On the machine that runs tripline: `tripline user add NAME --role admin`".to_owned()
            }
            Self::Wrong => "That name and password do not belong together.".to_owned(),
            Self::TooOften { seconds } => {
                format!("Too many tries from there. Try again in {seconds} s.")
            }
        })
    }

    fn tone(&self) -> (&'static str, &'static str) {
        match self {
            Self::Nothing | Self::SignedIn { .. } => ("ok", "status"),
            Self::NoUser => ("info", "status"),
            Self::Wrong | Self::TooOften { .. } => ("bad", "alert"),
        }
    }

    fn may_try(&self) -> bool {
        match self {
            Self::Nothing | Self::SignedIn { .. } | Self::Wrong | Self::TooOften { .. } => true,
            Self::NoUser => false,
        }
    }
}

/// The page.
pub(super) fn shown(visit: &Visit, visitor: &Visitor, to: &str, said: &Said) -> Response {
    let (tone, role) = said.tone();
    let signed_in = match said {
        Said::SignedIn { .. } => true,
        Said::Nothing | Said::NoUser | Said::Wrong | Said::TooOften { .. } => false,
    };
    let data = Shown {
        said: said.words().map(|words| prose(&words)),
        tone,
        role,
        signed_in,
        may_try: said.may_try(),
        to,
        form_token: visitor.form.as_str(),
    };
    match card(visit, "Sign in", "sign_in", &data) {
        Ok(html) => Html(html).into_response(),
        Err(error) => {
            tracing::error!(%error, "the page for signing in could not be written");
            Problem::Unavailable { why: "the page cannot be written" }.into_response()
        }
    }
}
