//! Where checks stand, which decides what they can look at.

/// A place where checks stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// `expect`, `warn`, `until`, … of a step that sends a request.
    Answer,
    /// `expect` and `warn` of any other step.
    Step,
    /// `expect` of a suite.
    Test,
    /// `good_when` of an objective without `step`.
    Objective,
    /// `if` and `check`.
    Variables,
}

impl Place {
    /// What can be looked at here, for messages; `None`: everything.
    pub(crate) fn only(self) -> Option<&'static str> {
        match self {
            Self::Answer => None,
            Self::Step => Some(
                "a step that sends no request knows only `took`, `var NAME`, `environment` and `tenant NAME`",
            ),
            Self::Test => Some("of a whole test only `took` can be checked"),
            Self::Objective => Some("without `step` only `took` of a whole test can be checked"),
            Self::Variables => {
                Some("only `var NAME`, `environment` and `tenant NAME` can be checked here")
            }
        }
    }
}
