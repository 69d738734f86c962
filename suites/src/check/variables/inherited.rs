//! What a request takes over from its suite: headers, auth, connection settings.
//!
//! Their templates are filled for each request, with what is known there.

use super::follow::Follow;
use super::scope::{Definition, Scope};
use crate::check::uses::{Use, Uses};
use crate::language::{HttpStep, Setting, Step};

impl<'a> Follow<'a> {
    /// Resolves what `step` inherits. A variable that is not known yet is reported where the
    /// suite names it, with the step that needs it first.
    pub(super) fn inherits(&mut self, step: &'a Step, http: &'a HttpStep, scope: &Scope<'a>) {
        self.inherited = true;
        let settings = &self.suite.settings;
        let own = |name: &str| http.settings.headers.iter().any(|own| own.name.value == name);
        let headers = settings.headers.iter().filter(|header| !own(&header.name.value));
        let uses = Uses::of(|uses| {
            uses.headers(headers);
            if http.settings.auth == Setting::Inherit {
                uses.auth(settings);
            }
            uses.connection(settings);
        });
        for mentioned in uses {
            self.resolve_inherited(&mentioned, step, scope);
        }
    }

    fn resolve_inherited(&mut self, mentioned: &Use<'_>, step: &Step, scope: &Scope<'a>) {
        let before = self.found.len();
        let reported = self.found.iter().any(|known| {
            known.span == mentioned.place(self.sources) && known.code != crate::diagnostics::Code::W303
        });
        if reported {
            return;
        }
        self.resolve(mentioned, scope);
        for diagnostic in &mut self.found[before..] {
            let needed = format!("\"{}\" inherits it", step.label);
            diagnostic.related.push((step.span, needed));
        }
    }

    /// Without any request, what the suite says is still looked at.
    pub(super) fn nobody_inherits(&mut self, scope: &Scope<'a>, ahead: Vec<Definition<'a>>) {
        if self.inherited {
            return;
        }
        let mut scope = scope.clone();
        scope.known.extend(ahead);
        self.resolve_all(Uses::of(|uses| uses.settings(&self.suite.settings)), &scope);
    }
}
