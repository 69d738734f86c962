//! How a number went, small.

use std::fmt::Write as _;

use serde::Serialize;

const WIDTH: f64 = 88.0;
const HEIGHT: f64 = 26.0;

/// How a number went: a line that ends in a dot.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Spark {
    path: String,
    x: String,
    y: String,
    tone: &'static str,
    sentence: String,
}

impl Spark {
    /// Of values in order of time, where nothing is known without a value. `None` with fewer than
    /// two: that is no course.
    pub(crate) fn of(values: &[Option<f64>], tone: &'static str, sentence: String) -> Option<Self> {
        let known: Vec<(usize, f64)> =
            values.iter().enumerate().filter_map(|(at, value)| Some((at, (*value)?))).collect();
        if known.len() < 2 {
            return None;
        }
        let least = known.iter().map(|(_, value)| *value).fold(f64::INFINITY, f64::min);
        let most = known.iter().map(|(_, value)| *value).fold(f64::NEG_INFINITY, f64::max);
        // What stays as it is lies in the middle.
        let share = |value: f64| if most > least { (value - least) / (most - least) } else { 0.5 };
        let pitch = WIDTH / (values.len() - 1) as f64;
        let place = |(at, value): (usize, f64)| {
            (2.0 + at as f64 * pitch, 2.0 + HEIGHT * (1.0 - share(value)))
        };
        let mut path = String::new();
        let mut last = (0.0, 0.0);
        for (number, point) in known.into_iter().enumerate() {
            last = place(point);
            let step = if number == 0 { 'M' } else { 'L' };
            write!(path, "{step}{:.1} {:.1}", last.0, last.1).expect("text takes everything");
        }
        let (x, y) = (format!("{:.1}", last.0), format!("{:.1}", last.1));
        Some(Self { path, x, y, tone, sentence })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_left_out() {
        let spark = |values: &[Option<f64>]| Spark::of(values, "ok", String::new());
        let drawn = spark(&[Some(1.0), None, Some(3.0)]).unwrap();
        assert_eq!(drawn.path, "M2.0 28.0L90.0 2.0");
        assert_eq!((drawn.x.as_str(), drawn.y.as_str()), ("90.0", "2.0"));
        assert_eq!(spark(&[Some(7.0), Some(7.0)]).unwrap().path, "M2.0 15.0L90.0 15.0");
        assert_eq!(spark(&[None, Some(1.0)]), None);
        assert_eq!(spark(&[]), None);
    }
}
