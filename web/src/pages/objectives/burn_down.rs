//! A budget going down over its window, beside an even pace: a drawing, and its table.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use runner_health::exact::{Fraction, percent_text, whole};
use serde::Serialize;

use super::course::Course;
use crate::pages::table::Table;

const WIDTH: f64 = 800.0;
const HEIGHT: f64 = 180.0;

/// Further down nothing is drawn.
const LOWEST: f64 = -0.2;

/// The table has so many rows for a whole window.
const ROWS: u32 = 30;

/// A budget going down over its window.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct BurnDown {
    path: String,
    area: String,
    /// From all of it at the beginning to nothing at the end.
    even: String,
    zero: String,
    sentence: String,
    from: String,
    until: String,
    table: Table,
}

impl BurnDown {
    /// Days are named as in `zone`.
    pub(super) fn of(course: &Course, zone: &TimeZone) -> Self {
        let (window, now) = (course.window, course.at);
        let day = |at: Timestamp| at.to_zoned(zone.clone()).strftime("%-d %b").to_string();
        let length = window.length().as_secs_f64().max(1.0);
        let x = |at: Timestamp| {
            let passed = at.duration_since(window.from).as_secs_f64();
            WIDTH * (passed / length).clamp(0.0, 1.0)
        };
        let y = |left: f64| HEIGHT * (1.0 - left.clamp(LOWEST, 1.0)) / (1.0 - LOWEST);
        let left = course.rough_left();
        let mut path = format!("M0 {:.1}", y(1.0));
        for point in course.points() {
            path.push_str(&format!("H{:.1}V{:.1}", x(point.at), y(left(point.spent))));
        }
        let last = left(course.spent());
        path.push_str(&format!("V{:.1}H{:.1}", y(last), x(now.min(window.until))));
        // Cut off and never rounded up, as everywhere.
        let percent = |share: &Fraction| percent_text(share, 0);
        let is_left = course.left(course.spent()).unwrap_or_else(|| whole(1));
        Self {
            area: format!("{path}V{HEIGHT}H0Z"),
            path,
            even: format!("M0 {:.1}L{WIDTH} {:.1}", y(1.0), y(0.0)),
            zero: format!("{:.1}", y(0.0)),
            sentence: format!(
                "{} of the budget is left; at an even pace it would be {}",
                percent(&is_left),
                percent(&course.even(now))
            ),
            from: day(window.from),
            until: day(window.until),
            table: table(course),
        }
    }
}

/// How much was left when, beside an even pace.
fn table(course: &Course) -> Table {
    let mut table = Table::new(["Until", "Left", "At an even pace"], 2);
    let window = course.window;
    let left = |at| course.left(course.spent_by(at)).unwrap_or_else(|| whole(1));
    let step = window.length() / ROWS;
    for row in 1..=ROWS {
        let end = window.from.checked_add(step * row).unwrap_or(window.until);
        let at = end.min(course.at);
        let percent = |share: &Fraction| percent_text(share, 1);
        let until = at.strftime("%Y-%m-%d %H:%M UTC").to_string();
        table.add([until, percent(&left(at)), percent(&course.even(at))]);
        if at < end {
            break;
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use runner_health::calendar::Span;

    use super::*;
    use crate::pages::objectives::part::Part;

    #[test]
    fn what_is_spent_is_gone_and_an_even_pace_is_beside_it() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let window = Span { from: at(0), until: at(800) };
        let spent = [(at(100), Part::of_runs(2)), (at(200), Part::of_runs(1))];
        let drawn = BurnDown::of(&Course::of(&spent, whole(10), window, at(400)), &TimeZone::UTC);
        assert_eq!(drawn.sentence, "70 % of the budget is left; at an even pace it would be 50 %");
        assert_eq!(drawn.path, "M0 0.0H100.0V30.0H200.0V45.0V45.0H400.0");
        assert_eq!(drawn.zero, "150.0");
    }
}
