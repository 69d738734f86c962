//! What is measured, and how good it must be.

use crate::sample::Sample;

/// One thing that is measured of a work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measure {
    /// Time that passes, in milliseconds.
    Wall,
    /// Time of all cores, user and system, in milliseconds.
    Cpu,
    /// Memory at most, in MiB.
    Memory,
}

/// How good a measure must be.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Target {
    /// At most so many times that of the floor.
    TimesFloor(f64),
    /// At most this.
    AtMost(f64),
    /// At most half of Hurl's, which was this where it was measured once.
    HalfOfHurl(f64),
    /// Only told.
    None,
}

impl Measure {
    /// Of one sample.
    pub(crate) fn of(self, sample: &Sample) -> f64 {
        match self {
            Self::Wall => sample.wall,
            Self::Cpu => sample.cpu,
            Self::Memory => sample.memory,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Wall => "wall",
            Self::Cpu => "CPU",
            Self::Memory => "peak memory",
        }
    }

    pub(crate) fn unit(self) -> &'static str {
        match self {
            Self::Wall | Self::Cpu => "ms",
            Self::Memory => "MiB",
        }
    }
}

impl Target {
    /// In words.
    pub(crate) fn text(self, measure: Measure, hurl: Option<f64>) -> String {
        let unit = measure.unit();
        match (self, hurl) {
            (Self::TimesFloor(times), _) => format!("≤ {times} × floor"),
            (Self::AtMost(most), _) => format!("≤ {most} {unit}"),
            (Self::HalfOfHurl(_), Some(_)) => "≤ ½ hurl".to_owned(),
            (Self::HalfOfHurl(known), None) => format!("≤ ½ of {known} {unit}"),
            (Self::None, _) => String::new(),
        }
    }

    /// Whether it is met; `None` when nothing is asked for.
    pub(crate) fn is_met(self, ours: f64, floor: f64, hurl: Option<f64>) -> Option<bool> {
        match self {
            Self::TimesFloor(times) => Some(ours <= times * floor),
            Self::AtMost(most) => Some(ours <= most),
            Self::HalfOfHurl(known) => Some(ours <= hurl.unwrap_or(known) / 2.0),
            Self::None => None,
        }
    }
}
