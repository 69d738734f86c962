//! What came of a process.

use std::time::Duration;

/// What came of a process.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: Option<i32>,
    pub(crate) took: Duration,
}

impl Ended {
    /// It ended so.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "\n{}\n{}", self.stdout, self.stderr);
        self
    }

    /// Its output holds all of these.
    #[track_caller]
    pub(crate) fn says(self, texts: &[&str]) -> Self {
        let all = self.all();
        for text in texts {
            assert!(all.contains(text), "no `{text}` in:\n{all}");
        }
        self
    }

    /// Its output holds none of these.
    #[track_caller]
    pub(crate) fn hides(self, texts: &[&str]) -> Self {
        let all = self.all();
        for text in texts {
            assert!(!all.contains(text), "`{text}` is in:\n{all}");
        }
        self
    }

    /// Both outputs.
    pub(crate) fn all(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }
}
