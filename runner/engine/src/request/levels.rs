//! Settings by level: defaults < environment < its service < suite < step.

use suites::{HeaderSetting, Setting, Settings};

/// The levels that apply to a request, lowest first.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Levels<'a> {
    pub(crate) defaults: Option<&'a Settings>,
    pub(crate) environment: Option<&'a Settings>,
    pub(crate) service: Option<&'a Settings>,
    pub(crate) suite: &'a Settings,
    pub(crate) step: &'a Settings,
}

impl<'a> Levels<'a> {
    /// Lowest first; true at the step's own.
    fn all(&self) -> impl DoubleEndedIterator<Item = (&'a Settings, bool)> {
        let above = [self.defaults, self.environment, self.service, Some(self.suite)];
        above.into_iter().flatten().map(|s| (s, false)).chain([(self.step, true)])
    }

    /// What the highest level that speaks of it says.
    pub(crate) fn get<T: 'a>(&self, of: impl Fn(&'a Settings) -> &'a Setting<T>) -> Option<&'a T> {
        self.all().fold(None, |above, (settings, _)| of(settings).or(above))
    }

    /// Whether the step itself speaks of it.
    pub(crate) fn is_own<T: 'a>(&self, of: impl Fn(&'a Settings) -> &'a Setting<T>) -> bool {
        match of(self.step) {
            Setting::Inherit => false,
            Setting::Remove | Setting::Set(_) => true,
        }
    }

    /// Whether a header is written nearer to the step than `auth`, which then yields to it.
    pub(crate) fn header_beats_auth(&self, name: &str) -> bool {
        let speaks = |settings: &Settings| match settings.auth {
            Setting::Inherit => false,
            Setting::Remove | Setting::Set(_) => true,
        };
        let names = |settings: &Settings| {
            let mut headers = settings.headers.iter();
            headers.any(|h| h.name.value.eq_ignore_ascii_case(name) && h.value.is_some())
        };
        let nearest = self.all().rev().find(|(s, _)| speaks(s) || names(s));
        nearest.is_some_and(|(settings, _)| !speaks(settings))
    }

    /// Headers by name, each from the highest level that names it, in order of first mention;
    /// true for the step's own.
    pub(crate) fn headers(&self) -> Vec<(&'a HeaderSetting, bool)> {
        let mut merged: Vec<(&HeaderSetting, bool)> = Vec::new();
        for (settings, own) in self.all() {
            for header in &settings.headers {
                match merged.iter_mut().find(|(known, _)| known.name.value == header.name.value) {
                    Some(known) => *known = (header, own),
                    None => merged.push((header, own)),
                }
            }
        }
        merged
    }
}
