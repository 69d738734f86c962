//! A budget going down over its window, beside an even pace.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use runner_health::calendar::Span;
use serde::Serialize;

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
    /// Of what was spent when, in order of time; `allowed` is all of it, in the same unit. Days are
    /// named as in `zone`.
    pub(super) fn of(
        spent: &[(Timestamp, f64)],
        allowed: f64,
        window: Span,
        zone: &TimeZone,
        now: Timestamp,
    ) -> Self {
        let day = |at: Timestamp| at.to_zoned(zone.clone()).strftime("%-d %b").to_string();
        let length = window.length().as_secs_f64().max(1.0);
        let x = |at: Timestamp| {
            let passed = at.duration_since(window.from).as_secs_f64();
            WIDTH * (passed / length).clamp(0.0, 1.0)
        };
        let y = |left: f64| HEIGHT * (1.0 - left.clamp(LOWEST, 1.0)) / (1.0 - LOWEST);
        let left = |spent: f64| if allowed > 0.0 { 1.0 - spent / allowed } else { 1.0 };
        let (mut sum, mut path) = (0.0, format!("M0 {:.1}", y(1.0)));
        let mut last = -1.0;
        for (at, bad) in spent {
            sum += bad;
            // What falls on the same pixel is drawn once.
            if *bad > 0.0 && x(*at) - last >= 0.5 {
                last = x(*at);
                path.push_str(&format!("H{last:.1}V{:.1}", y(left(sum))));
            }
        }
        let end = x(now.min(window.until));
        path.push_str(&format!("V{:.1}H{end:.1}", y(left(sum))));
        let percent = left(sum) * 100.0;
        Self {
            area: format!("{path}V{HEIGHT}H0Z"),
            path,
            even: format!("M0 {:.1}L{WIDTH} {:.1}", y(1.0), y(0.0)),
            zero: format!("{:.1}", y(0.0)),
            sentence: format!(
                "{percent:.0} % of the budget is left; at an even pace it would be {:.0} %",
                (1.0 - end / WIDTH) * 100.0
            ),
            from: day(window.from),
            until: day(window.until),
            table: table(spent, left, window, now),
        }
    }
}

/// How much was left when, beside an even pace.
fn table(
    spent: &[(Timestamp, f64)],
    left: impl Fn(f64) -> f64,
    window: Span,
    now: Timestamp,
) -> Table {
    let mut table = Table::new(["Until", "Left", "At an even pace"], 2);
    let step = window.length() / ROWS;
    let mut behind = spent.iter().peekable();
    let mut sum = 0.0;
    for row in 1..=ROWS {
        let end = window.from.checked_add(step * row).unwrap_or(window.until);
        let at = end.min(now);
        while let Some((_, bad)) = behind.next_if(|(when, _)| *when <= at) {
            sum += bad;
        }
        let passed = at.duration_since(window.from).as_secs_f64();
        let even = 1.0 - passed / window.length().as_secs_f64().max(1.0);
        let percent = |share: f64| format!("{:.1} %", share * 100.0);
        let until = at.strftime("%Y-%m-%d %H:%M UTC").to_string();
        table.add([until, percent(left(sum)), percent(even)]);
        if at < end {
            break;
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_spent_is_gone_and_an_even_pace_is_beside_it() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let window = Span { from: at(0), until: at(800) };
        let drawn =
            BurnDown::of(&[(at(100), 2.0), (at(200), 1.0)], 10.0, window, &TimeZone::UTC, at(400));
        assert_eq!(drawn.sentence, "70 % of the budget is left; at an even pace it would be 50 %");
        assert_eq!(drawn.path, "M0 0.0H100.0V30.0H200.0V45.0V45.0H400.0");
        assert_eq!(drawn.zero, "150.0");
    }
}
