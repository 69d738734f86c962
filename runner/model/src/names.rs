//! Names and ids.
//!
//! Lives here: every identifier that crosses a crate border. Thousands of monitors are known by
//! name in a dozen places, so a copy of a name is the same text.
//! May touch: std, serde. No clock, no I/O.
//! Lives elsewhere: finding a thing by its id (`suites` for files, the store for runs).

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The text cannot be a name of this kind.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("`{text}` is not a name for {kind}: {rule}")]
pub struct InvalidName {
    /// What was to be named: `a service`.
    pub kind: &'static str,
    /// What a name of this kind looks like.
    pub rule: &'static str,
    /// The text that is none.
    pub text: String,
}

macro_rules! name {
    ($(#[$doc:meta])* $name:ident, $kind:literal, $rule:literal, $legal:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidName;

            fn try_from(text: String) -> Result<Self, InvalidName> {
                Self::try_from(text.as_str())
            }
        }

        impl TryFrom<&str> for $name {
            type Error = InvalidName;

            fn try_from(text: &str) -> Result<Self, InvalidName> {
                let legal: fn(&str) -> bool = $legal;
                if legal(text) {
                    Ok(Self(text.into()))
                } else {
                    Err(InvalidName { kind: $kind, rule: $rule, text: text.to_owned() })
                }
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.as_str().to_owned()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

/// Letters, digits, `-`, `_` and `.`, beginning with a letter or digit.
fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

name!(
    /// Names a suite within a project: its path below the project root without the suffix
    /// (`suites/checkout`), or its `id`.
    SuiteId, "a suite", "it is one line of text, not empty",
    |text| !text.trim().is_empty() && !text.contains(['\n', '\r'])
);
name!(
    /// Names a test within a suite: its key below `tests`, or `main`.
    TestName, "a test", "it is one line of text, not empty",
    |text| !text.trim().is_empty() && !text.contains(['\n', '\r'])
);
name!(
    /// Names a service of a project: `orders`, as in `service://orders/`.
    ServiceName, "a service", "use letters, digits, `-`, `_` and `.`, starting with a letter or digit",
    is_word
);
name!(
    /// Names an environment: `staging`, or `staging+ios` when an overlay is added.
    EnvironmentName, "an environment",
    "use letters, digits, `-`, `_` and `.`, starting with a letter or digit; add overlays with `+`",
    |text| text.split('+').all(is_word)
);
name!(
    /// Names a secret of an environment, as in `{{secret.NAME}}`.
    SecretName, "a secret", "use letters, digits, `-` and `_`, starting with a letter or digit",
    |text| is_word(text) && !text.contains('.')
);
name!(
    /// Names a monitor of a project: `checkout`, as below `monitors`.
    MonitorName, "a monitor", "use letters, digits, `-`, `_` and `.`, starting with a letter or digit",
    is_word
);
name!(
    /// Names a way to reach people, as below `channels`.
    ChannelName, "a channel", "use letters, digits, `-`, `_` and `.`, starting with a letter or digit",
    is_word
);
name!(
    /// Names an objective, as below `slos`.
    ObjectiveName, "an objective", "use letters, digits, `-`, `_` and `.`, starting with a letter or digit",
    is_word
);
name!(
    /// Names a job that must report, as below `heartbeats`.
    HeartbeatName, "a heartbeat", "use letters, digits, `-`, `_` and `.`, starting with a letter or digit",
    is_word
);
name!(
    /// Names a list of rules that say who is told, as below `notify`.
    NotifyName, "a list of rules", "use letters, digits, `-`, `_` and `.`, starting with a letter or digit",
    is_word
);
name!(
    /// Names a promise that is made of others, as below `composition`.
    CompositionName, "a composition", "use letters, digits, `-`, `_` and `.`, starting with a letter or digit",
    is_word
);
name!(
    /// Names a page for users, as below `status_pages`; part of its URL.
    StatusPageName, "a status page", "use letters, digits, `-`, `_` and `.`, starting with a letter or digit",
    is_word
);
name!(
    /// Names a place from which monitors run: `eu-west`.
    LocationName, "a location", "use letters, digits, `-`, `_` and `.`, starting with a letter or digit",
    is_word
);
name!(
    /// Identifies one run: 32 lower-case hexadecimal digits.
    RunId, "a run", "it is 32 lower-case hexadecimal digits",
    |text| is_hex(text, 32)
);
name!(
    /// Identifies one trace, as in the W3C `traceparent` header: 32 lower-case hexadecimal digits.
    TraceId, "a trace", "it is 32 lower-case hexadecimal digits, not all zero",
    |text| is_hex(text, 32) && text.contains(|c| c != '0')
);

/// Identifies an incident: counted from 1, short enough to be typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct IncidentId(pub u64);

impl fmt::Display for IncidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_environment_may_carry_overlays() {
        assert!(EnvironmentName::try_from("staging+ios").is_ok());
        assert!(EnvironmentName::try_from("staging+").is_err());
        assert!(EnvironmentName::try_from("").is_err());
    }

    #[test]
    fn a_service_name_fits_a_url_host() {
        assert!(ServiceName::try_from("payments-eu").is_ok());
        assert!(ServiceName::try_from("pay ments").is_err());
        assert!(ServiceName::try_from("-x").is_err());
    }

    #[test]
    fn a_name_read_from_json_is_checked_too() {
        assert!(serde_json::from_str::<ServiceName>("\"a b\"").is_err());
    }
}
