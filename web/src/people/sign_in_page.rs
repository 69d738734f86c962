//! How the page for signing in looks.

use axum::response::Html;
use handlebars::Handlebars;
use serde_json::json;

use super::visitor::Visitor;

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

impl Said {
    fn words(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::SignedIn { name } => format!("You are signed in as {name}."),
            Self::NoUser => {
                "Nobody can sign in yet. On the machine that runs tripline: tripline user add NAME --role admin".to_owned()
            }
            Self::Wrong => "That name and password do not belong together.".to_owned(),
            Self::TooOften { seconds } => {
                format!("Too many tries from there. Try again in {seconds} s.")
            }
        }
    }
}

/// The page.
pub(super) fn shown(visitor: &Visitor, to: &str, said: &Said) -> Html<String> {
    let mut templates = Handlebars::new();
    templates.set_strict_mode(true);
    let data = json!({ "said": said.words(), "to": to, "form_token": visitor.form.as_str() });
    let text = templates.render_template(include_str!("../../templates/sign_in.hbs"), &data);
    Html(text.expect("the template and what is filled into it are ours"))
}
