//! Labels, written out.

use std::fmt::{self, Write};

/// Labels as the text format has them, without braces: `monitor="shop",environment="live"`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Labels(String);

impl Labels {
    /// Those that have a value: Prometheus takes an empty one for none.
    pub(super) fn of(pairs: &[(&str, &str)]) -> Self {
        pairs.iter().fold(Self::default(), |labels, (name, value)| labels.with(name, value))
    }

    /// These and another one.
    pub(super) fn with(&self, name: &str, value: &str) -> Self {
        let mut text = self.0.clone();
        if !value.is_empty() {
            let comma = if text.is_empty() { "" } else { "," };
            write!(text, "{comma}{name}=\"{}\"", Escaped(value)).expect("a string takes all");
        }
        Self(text)
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// A value of a label: a backslash, a quote and a line break are escaped, nothing else.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| match c {
            '\\' => f.write_str("\\\\"),
            '"' => f.write_str("\\\""),
            '\n' => f.write_str("\\n"),
            c => f.write_char(c),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What a reader of the format makes of one label.
    fn read(labels: &Labels) -> Option<String> {
        let quoted = labels.as_str().strip_prefix("a=\"")?.strip_suffix('"')?;
        let mut value = String::new();
        let mut rest = quoted.chars();
        while let Some(c) = rest.next() {
            value.push(match c {
                '\\' => match rest.next()? {
                    'n' => '\n',
                    c @ ('\\' | '"') => c,
                    _ => return None,
                },
                '"' | '\n' => return None,
                c => c,
            });
        }
        Some(value)
    }

    #[test]
    fn a_label_without_a_value_is_left_out() {
        let labels = Labels::of(&[("monitor", "shop"), ("tenant", ""), ("outcome", "passed")]);
        assert_eq!(labels.as_str(), r#"monitor="shop",outcome="passed""#);
    }

    proptest! {
        #[test]
        fn any_value_is_read_back_as_it_was(value in r#"(\\|"|n|\n|[^a]){1,12}"#) {
            prop_assert_eq!(read(&Labels::of(&[("a", &value)])), Some(value));
        }
    }
}
