//! What a request takes over from its suite: headers, auth, connection settings.
//!
//! Their templates are filled for each request, with what is known there.

use super::follow::Follow;
use super::scope::{Definition, Scope};
use crate::check::uses::{Use, Uses};
use crate::diagnostics::Code;
use crate::language::{HttpStep, Setting, Step};

impl<'a> Follow<'a> {
    /// Resolves what `step` inherits. A variable that is not known yet is reported where the
    /// suite names it, with the step that needs it first.
    pub(super) fn inherits(&mut self, step: &'a Step, http: &'a HttpStep, scope: &Scope<'a>) {
        self.inherited = true;
        let settings = &self.suite.settings;
        let own = |name: &str| http.settings.headers.iter().any(|own| own.name.value == name);
        let headers = settings.headers.iter().filter(|header| !own(&header.name.value));
        for mentioned in Uses::of(|uses| uses.headers(headers)) {
            let way_out = "remove the header there with `null`";
            self.resolve_inherited(&mentioned, step, scope, way_out);
        }
        if http.settings.auth == Setting::Inherit {
            for mentioned in Uses::of(|uses| uses.auth(settings)) {
                self.resolve_inherited(&mentioned, step, scope, "say `auth: none` there");
            }
        }
    }

    fn resolve_inherited(
        &mut self,
        mentioned: &Use<'_>,
        step: &Step,
        scope: &Scope<'a>,
        way_out: &str,
    ) {
        let before = self.found.len();
        let place = mentioned.place(self.sources);
        if self.found.iter().any(|known| known.span == place) {
            // The first request that inherits it has had its say.
            self.resolve(&Use { gentle: true, ..mentioned.clone() }, scope);
            self.found.truncate(before);
            return;
        }
        self.resolve(mentioned, scope);
        for diagnostic in &mut self.found[before..] {
            if matches!(diagnostic.code, Code::E301 | Code::W303) {
                let needed = format!("\"{}\" inherits it", step.label);
                diagnostic.related.push((step.span, needed));
                let help = diagnostic.help.take().unwrap_or_default();
                diagnostic.help = Some(format!("{way_out}, or {help}"));
            }
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
