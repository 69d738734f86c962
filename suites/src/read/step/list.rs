//! Lists of steps, and what all steps have.

use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Check, Step, StepKind};
use crate::read::keys::{KIND_KEYS, Place, STEP, SUBJECTS};
use crate::read::suggest::listed;
use crate::read::{Fields, Reader};
use crate::yaml::{Entry, Node};

impl Reader<'_> {
    /// The steps below a key. Those that cannot be read are reported and left out.
    pub(crate) fn steps(&mut self, entry: &Entry) -> Vec<Step> {
        let Some(items) = entry.value.items() else {
            let mistake = self.wrong_type("a list of steps", &entry.value);
            self.report(mistake.help("begin each step with `- `, as in `- get: /health`"));
            return Vec::new();
        };
        if items.is_empty() {
            let message = format!("`{}` must not be empty", entry.key.value);
            self.mistake(Code::E211, entry.value.span, message, "write at least one step");
        }
        let mut steps = Vec::with_capacity(items.len());
        for (number, item) in (1..).zip(items) {
            steps.extend(self.step(item, number));
        }
        steps
    }

    fn step(&mut self, node: &Node, number: u32) -> Option<Step> {
        let before = self.mistakes();
        if let Some(scalar) = node.scalar() {
            let mistake = self.wrong_type("a step", node);
            let (verb, url) = scalar.text.split_once(' ').unwrap_or(("get", "/health"));
            let known = KIND_KEYS.iter().any(|key| key.name == verb.to_ascii_lowercase());
            self.report(if known {
                mistake.help(format!("write `{}: {}`", verb.to_ascii_lowercase(), url.trim()))
            } else {
                mistake.help("write its verb and what it is about, as in `get: /health`")
            });
            return None;
        }
        let fields = self.fields_or(node, &STEP, check_without_expect)?;
        let kinds: Vec<&Entry> = fields.of(KIND_KEYS).collect();
        let kind = match kinds.as_slice() {
            [kind] => *kind,
            [] => {
                if self.mistakes() == before {
                    self.no_verb(fields, number);
                }
                return None;
            }
            [first, others @ ..] => {
                self.two_verbs(first, others);
                first
            }
        };
        let (what, label, span) = self.step_kind(kind, fields)?;
        let sends = matches!(what, StepKind::Http(_));
        self.refuse_misplaced(&what, kind, fields);
        let place = if sends { Place::Answer } else { Place::Step };
        let name = fields.get("name").and_then(|node| self.some_text(node, "the name of a step"));
        let continues =
            fields.get("on_failure").and_then(|node| self.word(node, &[("continue", true)]));
        Some(Step {
            label: name.as_ref().map_or(label, |name| name.value.clone()),
            name,
            number,
            span,
            condition: self.checks_of(fields, "if", Place::Variables),
            for_each: fields.get("for_each").and_then(|node| self.for_each(node)).map(Box::new),
            until: if sends { self.until(fields).map(Box::new) } else { None },
            idempotency_key: if sends { self.idempotency_key(fields).map(Box::new) } else { None },
            safe: sends && fields.get("safe").and_then(|node| self.boolean(node)).unwrap_or(false),
            expect: self.checks_of(fields, "expect", place),
            warn: self.checks_of(fields, "warn", place),
            continue_on_failure: continues.unwrap_or(false),
            save: if sends { self.saves(fields) } else { Vec::new() },
            cleanup: fields.entry("cleanup").map(|entry| self.steps(entry)).unwrap_or_default(),
            kind: what,
        })
    }

    /// The checks below a key; none when it is not there.
    pub(super) fn checks_of(&mut self, fields: Fields<'_>, key: &str, place: Place) -> Vec<Check> {
        fields.get(key).map(|node| self.checks(node, place)).unwrap_or_default()
    }

    fn no_verb(&mut self, fields: Fields<'_>, number: u32) {
        let mistake = Diagnostic::new(Code::E208, fields.span, "a step needs a verb");
        let belongs_above = fields.get("name").is_none() && number > 1;
        self.report(if belongs_above {
            mistake.help(format!("did you mean to indent it under step {}?", number - 1))
        } else {
            mistake.help(
                "write what it does, as in `get: /health`, `use: login.trip.yaml` or `check: …`",
            )
        });
    }

    fn two_verbs(&mut self, first: &Entry, others: &[&Entry]) {
        let names = std::iter::once(first).chain(others.iter().copied());
        let names = listed(names.map(|entry| entry.key.value.as_str()));
        let span = others.first().map_or(first.key.span, |entry| entry.key.span);
        self.report(
            Diagnostic::new(Code::E209, span, format!("a step has one verb, not {names}"))
                .related(first.key.span, "the first")
                .help("make a step of each"),
        );
    }
}

/// `status: 200` right below a step.
fn check_without_expect(entry: &Entry) -> Option<String> {
    let key = &entry.key.value;
    let word = key.split(' ').next().unwrap_or_default();
    let subject = key.starts_with('$')
        || SUBJECTS.iter().any(|subject| subject.name == key || subject.name == word);
    subject.then(|| format!("checks stand below `expect`: `expect: {{ {key}: … }}`"))
}
