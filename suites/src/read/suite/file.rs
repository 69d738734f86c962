//! A suite file.

use std::time::Duration;

use runner_model::SuiteId;

use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Check, Suite, Test, Writes};
use crate::read::keys::{Place, STEP, SUITE};
use crate::read::{Fields, Reader};
use crate::source::{FileId, Sources, Span, Spanned};
use crate::yaml::{Entry, Node};

/// How long a test may take when nothing says so.
const TIMEOUT: Duration = Duration::from_secs(300);

/// How many combinations of cases and matrix are allowed when nothing says so.
const MAX_CASES: usize = 1_000;

/// The suite that a tree says, as far as it can be read; all its mistakes are reported.
///
/// `id` is what it is known by when it has no `id` of its own.
pub(crate) fn suite(
    node: &Node,
    file: FileId,
    id: SuiteId,
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Suite> {
    let mut reader = Reader::new(sources, diagnostics);
    let suite = reader.suite(file, id, node)?;
    reader.report_defined_twice(&suite);
    Some(suite)
}

impl Reader<'_> {
    fn suite(&mut self, file: FileId, id: SuiteId, node: &Node) -> Option<Suite> {
        if node.items().is_some() {
            let mistake = self.wrong_type("a suite, which is a map", node);
            self.report(
                mistake.help("write `name:` and `steps:` first, and the list below `steps:`"),
            );
            return None;
        }
        let fields = self.fields_or(node, &SUITE, |entry| step_it_belongs_to(node, entry))?;
        let path = self.sources().file(file).path.clone();
        let name = fields.get("name").and_then(|node| self.some_text(node, "the name of a suite"));
        let name = name.unwrap_or_else(|| Spanned::new(String::new(), fields.span));
        let cases = fields.get("cases").map(|node| self.cases(node));
        let suite = Suite {
            id: self.own_id(fields).unwrap_or(id),
            file,
            description: self.optional_text(fields, "description"),
            owner: self.optional_text(fields, "owner"),
            tags: self.tags(fields),
            timeout: self.whole_timeout(fields).unwrap_or(TIMEOUT),
            service: fields.get("service").and_then(|node| {
                let text = self.text(node)?;
                Some(Spanned::new(self.service_name(&text.value, text.span)?, text.span))
            }),
            writes: self.writes(fields),
            settings: crate::language::Settings {
                headers: self.headers(fields),
                auth: self.auth_setting(fields),
                ..Default::default()
            }
            .kept(),
            inputs: fields.get("inputs").map(|node| self.inputs(node)).unwrap_or_default(),
            vars: fields.get("vars").map(|node| self.vars(node)).unwrap_or_default(),
            max_cases: fields
                .get("max_cases")
                .and_then(|node| self.integer(node, 1))
                .map_or(MAX_CASES, |count| count as usize),
            outputs: fields.get("outputs").map(|node| self.names(node)).unwrap_or_default(),
            setup: fields.entry("setup").map(|entry| self.steps(entry)).unwrap_or_default(),
            tests: self.tests(
                fields,
                &name,
                cases.is_some().then(|| fields.entry("cases")).flatten(),
            ),
            cleanup: fields.entry("cleanup").map(|entry| self.steps(entry)).unwrap_or_default(),
            expect: self.expect_of_test(fields, node),
            single: fields.entry("tests").is_none(),
            cases,
            name,
            path,
        };
        if let Some(span) = self.relative_url
            && fields.entry("service").is_none()
        {
            let message =
                "a URL that begins with `/` goes to the suite's service, and it names none";
            let help = "add `service: NAME` at the top, or write the whole URL";
            self.mistake(Code::E216, span, message.to_owned(), help);
        }
        Some(suite)
    }

    fn own_id(&mut self, fields: Fields<'_>) -> Option<SuiteId> {
        let text = self.some_text(fields.get("id")?, "`id`")?;
        // Whoever asks for an address takes these for folders, and leaves them out.
        if matches!(text.value.as_str(), "." | "..") {
            let message =
                format!("`id` cannot be that: `{}` has no address of its own", text.value);
            let help = "write a word beside it, or leave `id` out: then the file's path is its id";
            self.mistake(Code::E215, text.span, message, help);
            return None;
        }
        match SuiteId::try_from(text.value) {
            Ok(id) => Some(id),
            Err(error) => {
                let message = format!("`id` cannot be that: {}", error.rule);
                self.report(Diagnostic::new(Code::E215, text.span, message));
                None
            }
        }
    }

    /// A text that may be left out.
    pub(super) fn optional_text(&mut self, fields: Fields<'_>, key: &str) -> Option<String> {
        Some(self.text(fields.get(key)?)?.value)
    }

    pub(super) fn tags(&mut self, fields: Fields<'_>) -> Vec<String> {
        let Some(node) = fields.get("tags") else { return Vec::new() };
        let Some(items) = node.items() else {
            let mistake = self.wrong_type("a list of tags", node);
            self.report(match node.scalar() {
                Some(scalar) => mistake.help(format!("write `tags: [{}]`", scalar.text)),
                None => mistake,
            });
            return Vec::new();
        };
        items.iter().filter_map(|item| Some(self.some_text(item, "a tag")?.value)).collect()
    }

    /// The `timeout` of a suite or test.
    pub(super) fn whole_timeout(&mut self, fields: Fields<'_>) -> Option<Duration> {
        self.positive_duration(fields.get("timeout")?)
    }

    fn writes(&mut self, fields: Fields<'_>) -> Writes {
        let words = [("canary", Writes::Canary), ("any", Writes::Any)];
        let writes = fields.get("writes").and_then(|node| self.word(node, &words));
        writes.unwrap_or_default()
    }

    /// The suite's own `expect`, unless it was meant for a step.
    fn expect_of_test(&mut self, fields: Fields<'_>, suite: &Node) -> Vec<Check> {
        let Some(entry) = fields.entry("expect") else { return Vec::new() };
        let of_a_step = |entry: &Entry| entry.key.value != "took";
        match entry.value.entries() {
            Some(checks) if checks.iter().any(of_a_step) => {
                let message = "`expect` of a whole suite knows only `took`";
                let mistake = Diagnostic::new(Code::E202, entry.key.span, message);
                self.report(match step_before(suite, entry.key.span) {
                    Some(help) => mistake.help(help),
                    None => mistake,
                });
                Vec::new()
            }
            Some(_) | None => self.checks(&entry.value, Place::Test),
        }
    }

    /// The tests: those below `tests`, or the one of `steps`. `cases`: where the suite has some.
    fn tests(
        &mut self,
        fields: Fields<'_>,
        name: &Spanned<String>,
        cases: Option<&Entry>,
    ) -> Vec<Test> {
        match (fields.entry("steps"), fields.entry("tests")) {
            (Some(steps), None) => vec![self.only_test(steps, name.span)],
            (None, Some(tests)) => self.tests_by_name(&tests.value, cases),
            (Some(steps), Some(tests)) => {
                self.report(
                    Diagnostic::new(
                        Code::E209,
                        tests.key.span,
                        "`steps` and `tests` exclude each other",
                    )
                    .related(steps.key.span, "`steps` stands here")
                    .help("move the steps into a test of their own, below `tests`"),
                );
                let mut all = vec![self.only_test(steps, name.span)];
                all.extend(self.tests_by_name(&tests.value, cases));
                all
            }
            (None, None) => {
                let message = "a suite needs `steps` or `tests`".to_owned();
                self.mistake(
                    Code::E208,
                    fields.span,
                    message,
                    "add `steps:` with a list of requests",
                );
                Vec::new()
            }
        }
    }
}

/// The help for a key of a step that stands at the level of `steps`, in a suite or a test.
pub(super) fn step_it_belongs_to(holder: &Node, entry: &Entry) -> Option<String> {
    STEP.key(&entry.key.value)?;
    step_before(holder, entry.key.span)
}

/// The help that names the last step before a place.
fn step_before(holder: &Node, span: Span) -> Option<String> {
    let steps = holder.get("steps")?.items()?;
    let before = steps.iter().filter(|step| step.span.start < span.start).count();
    (before > 0).then(|| format!("did you mean to indent it under step {before}?"))
}
