//! Who looks at a page.

use runner_store::Role;

use super::form_token::FormToken;

/// Who looks at a page.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    /// Who that is.
    pub(crate) who: Who,
    /// What the forms of the page must show when they are sent.
    pub(crate) form: FormToken,
}

/// Who somebody is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// Somebody who would have to sign in.
    Stranger,
    /// Whoever it is, they are let in.
    LetIn,
    /// Somebody who has signed in.
    User {
        /// Their name.
        name: String,
        /// What they may do.
        role: Role,
    },
}

impl Visitor {
    /// Whether they may do what needs `role`.
    pub(crate) fn may(&self, role: Role) -> bool {
        match &self.who {
            Who::Stranger => false,
            Who::LetIn => true,
            Who::User { role: own, .. } => *own >= role,
        }
    }
}
