//! The first line of a page: the verdict.

use runner_health::incident::MonitorStanding;
use runner_model::human;
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

    /// Of suites that stand so, what is worst first; nothing where there are none.
    pub(crate) fn of_suites(all: &[MonitorStanding]) -> Option<Self> {
        let is = |wanted| all.iter().filter(|standing| **standing == wanted).count();
        let (down, degraded) = (is(MonitorStanding::Down), is(MonitorStanding::Degraded));
        let passing = is(MonitorStanding::Up);
        let suites = human::count(all.len(), "suite");
        let verb = |count| if count == 1 { "is" } else { "are" };
        match (all.len(), down, degraded) {
            (0, _, _) => None,
            (_, 0, 0) if passing == all.len() => {
                Some(Self::well(format!("{passing} of {suites} passing")))
            }
            (_, 0, 0) => Some(Self::unsure(format!("{passing} of {suites} passing, none failing"))),
            (_, 0, count) => {
                let is = verb(count);
                Some(Self::warning(format!("{count} of {suites} {is} degraded, none failing")))
            }
            (_, count, _) => {
                Some(Self::bad(format!("{count} of {suites} {} failing", verb(count))))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use MonitorStanding::{Degraded, Down, NotRunYet, Up};

    use super::*;

    #[test]
    fn what_is_worst_is_said_and_what_is_not_known_is_never_green() {
        let said = |all: &[MonitorStanding]| {
            Headline::of_suites(all).map(|headline| (headline.tone, headline.sentence))
        };
        let is = |tone, sentence: &str| Some((tone, sentence.to_owned()));
        assert_eq!(said(&[]), None);
        assert_eq!(said(&[Up]), is("ok", "1 of 1 suite passing"));
        assert_eq!(said(&[Up, NotRunYet]), is("mute", "1 of 2 suites passing, none failing"));
        assert_eq!(said(&[Up, Degraded]), is("warn", "1 of 2 suites is degraded, none failing"));
        assert_eq!(said(&[Down, Degraded, Down]), is("bad", "2 of 3 suites are failing"));
    }
}
