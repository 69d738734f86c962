//! The course of a budget over its window, beside an even pace.

use jiff::Timestamp;
use runner_health::calendar::Span;
use runner_health::exact::{Fraction, seconds, whole};

use super::line::rough;
use super::part::Part;

/// So many places the course has: what is spent within one of them is one point.
const PLACES: u32 = 1_600;

/// How a budget went down.
#[derive(Clone, Debug)]
pub(crate) struct Course {
    /// All of the window: that of a month may end in the future.
    pub(crate) window: Span,
    /// As it is known at this time.
    pub(crate) at: Timestamp,
    allowed: Fraction,
    /// When something was spent, and all that was spent by then; oldest first.
    spent: Vec<Point>,
}

/// When something was spent, and all that was spent by then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Point {
    pub(crate) at: Timestamp,
    pub(crate) spent: Part,
}

impl Course {
    /// Of what was spent when, in order of time; `allowed` is all of the budget, in seconds or
    /// runs.
    pub(super) fn of(
        parts: &[(Timestamp, Part)],
        allowed: Fraction,
        window: Span,
        at: Timestamp,
    ) -> Self {
        let mut sum = Part::default();
        let costly = parts.iter().filter(|(_, part)| !part.is_nothing());
        let spent = costly.map(|(at, part)| {
            sum = sum.and(*part);
            Point { at: *at, spent: sum }
        });
        Self { window, at, spent: spent.collect(), allowed }
    }

    /// Where it went down, oldest first: at most as many points as a drawing can show.
    pub(crate) fn points(&self) -> Vec<Point> {
        let place = self.window.length() / PLACES;
        let mut points: Vec<Point> = Vec::new();
        for point in &self.spent {
            match points.last_mut() {
                Some(last) if length(last.at, point.at) < place => last.spent = point.spent,
                Some(_) | None => points.push(*point),
            }
        }
        points
    }

    /// All of the budget, in seconds or runs.
    pub(crate) fn allowed(&self) -> &Fraction {
        &self.allowed
    }

    /// All that is spent.
    pub(crate) fn spent(&self) -> Part {
        self.spent.last().map(|last| last.spent).unwrap_or_default()
    }

    /// All that was spent by `at`.
    pub(super) fn spent_by(&self, at: Timestamp) -> Part {
        let behind = self.spent.partition_point(|point| point.at <= at);
        let last = behind.checked_sub(1).and_then(|last| self.spent.get(last));
        last.map(|last| last.spent).unwrap_or_default()
    }

    /// The share that is left when so much is spent, less than nothing when it is overspent; `None`
    /// when nothing may be.
    pub(crate) fn left(&self, spent: Part) -> Option<Fraction> {
        (self.allowed > whole(0)).then(|| whole(1) - spent.exact() / &self.allowed)
    }

    /// The same as numbers for a drawing; all of it when nothing may be spent.
    pub(super) fn rough_left(&self) -> impl Fn(Part) -> f64 + use<> {
        let allowed = rough(&self.allowed);
        move |spent| if allowed > 0.0 { 1.0 - spent.rough() / allowed } else { 1.0 }
    }

    /// The share that would be left at `at` at an even pace.
    pub(crate) fn even(&self, at: Timestamp) -> Fraction {
        let all = seconds(self.window.length());
        if all == whole(0) {
            return whole(0);
        }
        whole(1) - seconds(length(self.window.from, at.min(self.window.until))) / all
    }
}

/// From `from` to `until`; nothing when that is earlier.
fn length(from: Timestamp, until: Timestamp) -> std::time::Duration {
    std::time::Duration::try_from(until.duration_since(from)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use runner_health::exact::fraction;

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn course(parts: &[(i64, u64)], window: i64) -> Course {
        let parts: Vec<_> =
            parts.iter().map(|(second, runs)| (at(*second), Part::of_runs(*runs))).collect();
        Course::of(&parts, whole(10), Span { from: at(0), until: at(window) }, at(window / 2))
    }

    #[test]
    fn what_is_left_is_exact_and_may_be_less_than_nothing() {
        let course = course(&[(100, 2), (150, 0), (200, 9)], 800);
        let points = course.points();
        let left: Vec<_> =
            points.iter().map(|point| (point.at, course.left(point.spent).unwrap())).collect();
        assert_eq!(left, [(at(100), fraction(4, 5)), (at(200), fraction(-1, 10))]);
        assert_eq!(course.even(at(200)), fraction(3, 4));
        assert_eq!(course.even(at(900)), whole(0));
        assert_eq!(course.spent_by(at(199)), Part::of_runs(2));
    }

    #[test]
    fn what_falls_on_one_place_is_one_point() {
        // A place is two seconds long.
        let course = course(&[(10, 1), (11, 1), (12, 1), (40, 1)], 3_200);
        let points: Vec<_> = course.points().iter().map(|it| (it.at, it.spent)).collect();
        let expected = [(at(10), 2), (at(12), 3), (at(40), 4)];
        assert_eq!(points, expected.map(|(at, runs)| (at, Part::of_runs(runs))));
        let each: Vec<(i64, u64)> = (0..9_000).map(|second| (second, 1)).collect();
        assert!(self::course(&each, 9_000).points().len() <= 1_600);
    }

    #[test]
    fn where_nothing_may_be_spent_no_share_is_left() {
        let window = Span { from: at(0), until: at(100) };
        let course = Course::of(&[(at(1), Part::of_runs(1))], whole(0), window, at(50));
        assert_eq!(course.left(course.spent()), None);
    }
}
