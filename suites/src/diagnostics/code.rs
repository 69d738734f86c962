//! Every mistake that tripline knows by number.

use super::Severity;

macro_rules! codes {
    ($($code:ident = $what:literal),* $(,)?) => {
        /// A mistake's number: E1xx YAML, E2xx structure, E3xx variables and safety, E4xx
        /// environments, E5xx monitors and objectives; W is a warning. Stable: add, never renumber.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = $what] $code,)*
        }

        impl Code {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$code,)*];

            /// `E101`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$code => stringify!($code),)* }
            }

            /// The mistake in a few words, for the list of codes.
            pub fn what(self) -> &'static str {
                match self { $(Self::$code => $what,)* }
            }
        }
    };
}

codes! {
    E100 = "the YAML cannot be read here",
    E101 = "`{{…}}` without quotes",
    E102 = "a path with `[` inside `{ }` without quotes",
    E103 = "an operator where YAML means something else",
    E104 = "` #` begins a comment",
    E105 = "`: ` inside text without quotes",
    E106 = "an empty value",
    E107 = "the same key twice",
    E108 = "a bad escape in double quotes",
    E109 = "a tab where YAML wants spaces",
    E110 = "too large, too deep, or two documents",
    E111 = "a number as no JSON has it",
    E112 = "double quotes inside double quotes",
    E113 = "a tag, or an alias that cannot be resolved",
    E114 = "not text: a binary file, or not UTF-8",
    E115 = "an empty file",
    E116 = "a file that cannot be read",
    W110 = "a number or word that loses its spelling",
    W112 = "a space beside `{{…}}` makes it text",
    E201 = "a name defined twice",
    E202 = "an unknown key",
    E203 = "an unknown matcher",
    E204 = "a value of the wrong type",
    E205 = "a number without its unit, or an unknown unit",
    E206 = "not a JSONPath (RFC 9535)",
    E207 = "a variable with a helper's name",
    E208 = "a key that is missing",
    E209 = "keys that exclude each other",
    E210 = "a template that cannot be read",
    E211 = "something that must not be empty",
    E212 = "a value that is not one of those allowed",
    E213 = "a regular expression or CSS selector that cannot be read",
    E214 = "an unknown subject",
    E215 = "a name that cannot be one",
    E216 = "a URL that cannot be one",
    E217 = "more combinations of cases and matrix than allowed",
    E218 = "a file that is named and not there, or not usable",
    E219 = "flows that use each other in a circle",
    E220 = "not supported yet",
    E221 = "a key that has no effect here",
    E301 = "a variable used before it is saved",
    E302 = "an unknown variable",
    E303 = "an unknown helper, or wrong arguments",
    E304 = "an input that is required and not given, or not known",
    E310 = "repeating it could do the work twice",
    W301 = "a value that is saved and never used",
    W302 = "a fixed wait",
    W303 = "a value that a skipped step may leave unset",
    W320 = "credentials that will not be sent to an undeclared host",
    E401 = "an unknown service, or no host for it here",
    E402 = "a write in a protected environment",
    E403 = "an unknown environment, or one that cannot be run",
    E404 = "environments that extend each other in a circle, or disagree",
    E405 = "a secret written out",
    E406 = "an unknown secret",
    E407 = "an unknown dimension or entry of the matrix",
    E408 = "services that depend on each other in a circle",
    E409 = "values of an environment that need each other in a circle",
    E501 = "an unknown monitor, or a test or step that it does not run",
    E502 = "an unknown channel, or one that cannot be used",
    E503 = "an unknown list of rules",
    E504 = "a monitor that runs nothing",
    E505 = "an unknown time zone",
    E506 = "a time that cannot be read, or never comes",
    E507 = "a target that cannot be one",
    E508 = "a rule that can never fire",
    E509 = "a retention that is too short",
    E510 = "a composition that contains itself, or an unknown part of one",
    E511 = "more needed than there are",
    E512 = "a message that cannot be read",
    E513 = "an objective that cannot be measured",
    W501 = "a run that may last into the next",
    W502 = "a rule that fires on one failed run",
}

impl Code {
    /// Whether a file can be run in spite of it.
    pub fn severity(self) -> Severity {
        if self.as_str().starts_with('W') { Severity::Warning } else { Severity::Error }
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
