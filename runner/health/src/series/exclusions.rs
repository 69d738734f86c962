//! Times that do not count.

use jiff::Timestamp;

use super::ExcludedBy;
use crate::calendar::{Hours, Span};

/// A time that does not count, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exclusion {
    /// When.
    pub span: Span,
    /// Why.
    pub by: ExcludedBy,
}

/// All times that do not count: in order, none twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exclusions(Vec<Exclusion>);

impl Exclusions {
    /// Puts exclusions in order. Where several overlap, the first of operating hours, maintenance
    /// and customer is the reason.
    pub fn new(exclusions: impl IntoIterator<Item = Exclusion>) -> Self {
        let mut sorted: Vec<Exclusion> = exclusions
            .into_iter()
            .filter(|exclusion| exclusion.span.from < exclusion.span.until)
            .collect();
        sorted.sort_by_key(|exclusion| (exclusion.by, exclusion.span.from));
        let mut all = Self::default();
        for by in [ExcludedBy::Hours, ExcludedBy::Maintenance, ExcludedBy::Customer] {
            let these = sorted.iter().filter(|exclusion| exclusion.by == by);
            all = all.filled_with(these);
        }
        all
    }

    /// These, and what is left free of `later`, which is in order.
    fn filled_with<'a>(self, later: impl Iterator<Item = &'a Exclusion>) -> Self {
        let mut all = Vec::with_capacity(self.0.len());
        let mut taken = self.0.into_iter().peekable();
        let mut free_from = Timestamp::MIN;
        for exclusion in later {
            let mut from = exclusion.span.from.max(free_from);
            let until = exclusion.span.until;
            while let Some(next) = taken.next_if(|taken| taken.span.from < until) {
                push(&mut all, from, next.span.from, exclusion.by);
                from = from.max(next.span.until);
                all.push(next);
            }
            push(&mut all, from, until, exclusion.by);
            free_from = from.max(until);
        }
        all.extend(taken);
        Self(all)
    }

    /// What of `within` lies outside of the operating period.
    pub fn outside(hours: &Hours, within: Span) -> Vec<Exclusion> {
        let mut closed = Vec::new();
        let mut from = within.from;
        for open in hours.spans(within) {
            push(&mut closed, from, open.from, ExcludedBy::Hours);
            from = open.until;
        }
        push(&mut closed, from, within.until, ExcludedBy::Hours);
        closed
    }

    /// In order; none overlaps another.
    pub fn as_slice(&self) -> &[Exclusion] {
        &self.0
    }

    /// Why `at` does not count; `None` when it does.
    pub fn at(&self, at: Timestamp) -> Option<ExcludedBy> {
        let next = self.0.partition_point(|exclusion| exclusion.span.until <= at);
        self.0.get(next).filter(|exclusion| exclusion.span.contains(at)).map(|found| found.by)
    }
}

fn push(all: &mut Vec<Exclusion>, from: Timestamp, until: Timestamp, by: ExcludedBy) {
    if from < until {
        all.push(Exclusion { span: Span { from, until }, by });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::calendar::HoursSpan;

    fn exclusion(from: i64, until: i64, by: ExcludedBy) -> Exclusion {
        let at = |second| Timestamp::from_second(second).unwrap();
        Exclusion { span: Span { from: at(from), until: at(until) }, by }
    }

    #[test]
    fn a_maintenance_at_night_is_outside_of_the_hours_all_the_same() {
        let all = Exclusions::new([
            exclusion(50, 120, ExcludedBy::Maintenance),
            exclusion(0, 60, ExcludedBy::Hours),
            exclusion(100, 110, ExcludedBy::Hours),
        ]);
        assert_eq!(
            all.as_slice(),
            [
                exclusion(0, 60, ExcludedBy::Hours),
                exclusion(60, 100, ExcludedBy::Maintenance),
                exclusion(100, 110, ExcludedBy::Hours),
                exclusion(110, 120, ExcludedBy::Maintenance),
            ]
        );
    }

    #[test]
    fn what_lies_between_operating_hours_is_excluded() {
        use jiff::civil::Weekday;

        let office = HoursSpan { days: vec![Weekday::Thursday], from: 480, to: 1080 };
        let hours = Hours { spans: vec![office], zone: jiff::tz::TimeZone::UTC };
        let day = exclusion(0, 86_400, ExcludedBy::Hours).span;
        assert_eq!(
            Exclusions::outside(&hours, day),
            [exclusion(0, 28_800, ExcludedBy::Hours), exclusion(64_800, 86_400, ExcludedBy::Hours),]
        );
        let never = Hours { spans: vec![], zone: jiff::tz::TimeZone::UTC };
        assert_eq!(Exclusions::outside(&never, day), [exclusion(0, 86_400, ExcludedBy::Hours)]);
    }

    proptest! {
        #[test]
        fn a_moment_is_excluded_by_the_first_reason_that_holds_for_it(
            parts in prop::collection::vec((0i64..60, 0i64..20, 0usize..3), 0..12),
        ) {
            let reasons = [ExcludedBy::Hours, ExcludedBy::Maintenance, ExcludedBy::Customer];
            let parts: Vec<Exclusion> = parts
                .into_iter()
                .map(|(from, length, by)| exclusion(from, from + length, reasons[by]))
                .collect();
            let all = Exclusions::new(parts.clone());
            for second in 0..80 {
                let at = Timestamp::from_second(second).unwrap();
                let first = parts.iter().filter(|part| part.span.contains(at)).map(|part| part.by).min();
                prop_assert_eq!(all.at(at), first);
            }
            let ends_before = |pair: &[Exclusion]| pair[0].span.until <= pair[1].span.from;
            prop_assert!(all.as_slice().windows(2).all(ends_before));
        }
    }
}
