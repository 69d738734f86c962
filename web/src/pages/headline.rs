//! The first line of a page: the verdict.

use serde::Serialize;

/// The verdict, as the first line of a page says it: a shape, a colour and a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Headline {
    /// The name of the shape in `icons.svg`.
    icon: &'static str,
    /// The class of its colour.
    tone: &'static str,
    sentence: String,
}

impl Headline {
    /// All is well.
    pub(crate) fn well(sentence: String) -> Self {
        Self { icon: "ok", tone: "ok", sentence }
    }

    /// Something is down, spent, worse.
    pub(crate) fn bad(sentence: String) -> Self {
        Self { icon: "bad", tone: "bad", sentence }
    }

    /// Something needs a look before it goes wrong.
    pub(crate) fn warning(sentence: String) -> Self {
        Self { icon: "warn", tone: "warn", sentence }
    }

    /// Too little is known: grey, never green.
    pub(crate) fn unsure(sentence: String) -> Self {
        Self { icon: "unsure", tone: "mute", sentence }
    }

    /// Of something that has a mark already.
    pub(crate) fn marked(mark: super::mark::Mark, sentence: String) -> Self {
        Self { icon: mark.icon, tone: mark.tone, sentence }
    }
}
