//! Colour and width of what is printed.

use std::fmt::Display;

use anstyle::{AnsiColor, Style};

/// How a text is meant. The words carry the meaning; a tone only helps to find them.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Tone {
    /// It is well.
    Good,
    /// It is broken.
    Bad,
    /// It wants attention.
    Uneasy,
    /// It is there for those who look for it.
    Faint,
    /// It is what to read first.
    Strong,
}

/// How to print.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    /// Use colours.
    pub(crate) colour: bool,
    /// How many columns there are.
    pub(crate) width: usize,
}

impl Look {
    /// For files: no colour, and room for a line.
    pub(crate) const PLAIN: Self = Self { colour: false, width: 100 };

    /// `text` in this tone.
    pub(crate) fn paint(self, tone: Tone, text: impl Display) -> String {
        if !self.colour {
            return text.to_string();
        }
        let style = match tone {
            Tone::Good => AnsiColor::Green.on_default(),
            Tone::Bad => AnsiColor::Red.on_default().bold(),
            Tone::Uneasy => AnsiColor::Yellow.on_default(),
            Tone::Faint => Style::new().dimmed(),
            Tone::Strong => Style::new().bold(),
        };
        format!("{style}{text}{style:#}")
    }
}
