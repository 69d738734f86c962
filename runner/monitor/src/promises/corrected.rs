//! What people said afterwards about a time, as it holds.

use jiff::Timestamp;
use runner_health::calendar::Span;
use runner_health::series::{ExcludedBy, Exclusion};
use runner_store::{Correction, CorrectionKind};

/// What people said afterwards about the times of an objective, as it holds: what was said later
/// goes before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Corrected(Vec<Piece>);

/// A time that does not count, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    exclusion: Exclusion,
    why: String,
}

impl Corrected {
    /// By corrections in the order in which they were said.
    pub(super) fn by<'a>(corrections: impl IntoIterator<Item = &'a Correction>) -> Self {
        corrections.into_iter().fold(Self::default(), Self::and)
    }

    /// By one more.
    fn and(self, said: &Correction) -> Self {
        let span = Span { from: said.since, until: said.until };
        let mut pieces: Vec<Piece> = Vec::new();
        for piece in self.0 {
            let old = piece.exclusion.span;
            let before = Span { from: old.from, until: old.until.min(span.from) };
            let after = Span { from: old.from.max(span.until), until: old.until };
            let left = [before, after].into_iter().filter(|part| part.from < part.until);
            pieces.extend(left.map(|span| Piece {
                exclusion: Exclusion { span, ..piece.exclusion },
                why: piece.why.clone(),
            }));
        }
        let by = match said.kind {
            CorrectionKind::Maintenance => Some(ExcludedBy::Maintenance),
            CorrectionKind::Customer => Some(ExcludedBy::Customer),
            CorrectionKind::Counted => None,
        };
        let corrected =
            by.map(|by| Piece { exclusion: Exclusion { span, by }, why: said.why.clone() });
        pieces.extend(corrected);
        Self(pieces)
    }

    /// What does not count.
    pub(super) fn exclusions(&self) -> impl Iterator<Item = Exclusion> + '_ {
        self.0.iter().map(|piece| piece.exclusion)
    }

    /// Why a moment was corrected.
    pub(super) fn why(&self, at: Timestamp) -> Option<&str> {
        let found = self.0.iter().find(|piece| piece.exclusion.span.contains(at));
        found.map(|piece| piece.why.as_str())
    }
}

#[cfg(test)]
mod tests {
    use runner_store::Json;

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn said(since: i64, until: i64, kind: CorrectionKind, why: &str) -> Correction {
        Correction {
            at: at(1_000),
            objective: "open".try_into().unwrap(),
            since: at(since),
            until: at(until),
            kind,
            why: why.to_owned(),
            who: "ada".to_owned(),
            effect: Json::of(&()).unwrap(),
        }
    }

    fn held(corrected: &Corrected) -> Vec<(i64, i64, ExcludedBy)> {
        let spans = corrected.exclusions().map(|exclusion| {
            let Exclusion { span, by } = exclusion;
            (span.from.as_second(), span.until.as_second(), by)
        });
        spans.collect()
    }

    #[test]
    fn what_was_said_later_goes_before() {
        let corrected = Corrected::by(&[
            said(0, 100, CorrectionKind::Maintenance, "a"),
            said(40, 60, CorrectionKind::Counted, "b"),
            said(90, 120, CorrectionKind::Customer, "c"),
        ]);
        assert_eq!(
            held(&corrected),
            [
                (0, 40, ExcludedBy::Maintenance),
                (60, 90, ExcludedBy::Maintenance),
                (90, 120, ExcludedBy::Customer),
            ]
        );
        assert_eq!(corrected.why(at(70)), Some("a"));
        assert_eq!(corrected.why(at(50)), None);
        assert_eq!(corrected.why(at(95)), Some("c"));
    }

    #[test]
    fn a_correction_can_be_taken_back() {
        let corrected = Corrected::by(&[
            said(0, 100, CorrectionKind::Maintenance, "a"),
            said(0, 100, CorrectionKind::Counted, "it was not announced"),
        ]);
        assert_eq!(held(&corrected), []);
    }
}
