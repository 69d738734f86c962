//! Which variables are known at a place.

use crate::language::{Cases, Check, Step};
use crate::source::Span;

/// A name with what it stands for.
#[derive(Clone, Debug)]
pub(super) struct Definition<'a> {
    /// The variable.
    pub(super) name: &'a str,
    /// Where its name is written.
    pub(super) span: Span,
    /// Who gives it its value.
    pub(super) by: By<'a>,
    /// The `if`s it depends on.
    pub(super) conditions: Vec<&'a Check>,
    /// It has a value even if the answer has none.
    pub(super) has_default: bool,
    /// It is masked wherever it shows: useful even when nothing reads it.
    pub(super) secret: bool,
}

/// Who gives a variable its value.
#[derive(Clone, Debug)]
pub(super) enum By<'a> {
    /// `inputs`
    Input,
    /// `vars`
    Var,
    /// `save` or `set` of a step.
    Step(Author<'a>),
    /// `for_each`: known inside only.
    Element,
}

/// The step that saves a variable, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Author<'a> {
    /// The step.
    pub(super) step: &'a Step,
    /// In which list of steps.
    pub(super) chain: Chain<'a>,
    /// Its number, after those of the groups around it.
    pub(super) path: Vec<u32>,
}

/// A list of steps that is carried out in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Chain<'a> {
    /// `vars`, `inputs`, `cases`: before any step.
    Before,
    /// `setup`
    Setup,
    /// The steps of a test.
    Test(&'a str),
}

/// What is known at a place.
#[derive(Clone, Debug)]
pub(super) struct Scope<'a> {
    /// The variables, in the order in which they got their values.
    pub(super) known: Vec<Definition<'a>>,
    /// Everything that the steps around save, earlier or later: known to cleanup, and the
    /// difference between "too early" and "unknown".
    pub(super) all: Vec<Definition<'a>>,
    /// The `if`s around.
    pub(super) conditions: Vec<&'a Check>,
    /// Which steps these are, or whose cleanup.
    pub(super) chain: Chain<'a>,
    /// It is cleanup: carried out when everything else is over.
    pub(super) cleanup: bool,
    /// The number of the step, after those of the groups around it.
    pub(super) path: Vec<u32>,
    /// The `cases` that apply: those of the suite, of the test, or of every test.
    pub(super) cases: Vec<&'a Cases>,
}

impl<'a> Scope<'a> {
    /// Before anything is known.
    pub(super) fn new(cases: Vec<&'a Cases>) -> Self {
        Self {
            known: Vec::new(),
            all: Vec::new(),
            conditions: Vec::new(),
            chain: Chain::Before,
            cleanup: false,
            path: Vec::new(),
            cases,
        }
    }

    /// The variable of that name, when it has a value here.
    pub(super) fn find(&self, name: &str) -> Option<&Definition<'a>> {
        self.known.iter().rev().find(|definition| definition.name == name)
    }

    /// The variable of that name, whenever it gets its value: by these steps rather than by
    /// `setup`, and by `setup` rather than by another test.
    pub(super) fn find_anywhere(&self, name: &str) -> Option<&Definition<'a>> {
        let distance = |definition: &&Definition<'a>| match &definition.by {
            By::Step(author) if author.chain == self.chain => 0,
            By::Step(author) if author.chain == Chain::Setup => 1,
            By::Input | By::Var | By::Element => 1,
            By::Step(_) => 2,
        };
        self.all.iter().filter(|definition| definition.name == name).min_by_key(distance)
    }
}

impl Definition<'_> {
    /// For the place where it is written: ``saved here, by step 3 "list orders"``.
    pub(super) fn describe(&self) -> String {
        match &self.by {
            By::Input => "an input".to_owned(),
            By::Var => "one of `vars`".to_owned(),
            By::Step(author) => format!("saved here, by {}", author.describe()),
            By::Element => "the element of a `for_each`".to_owned(),
        }
    }
}

impl Author<'_> {
    /// ``step 3 "list orders"``, in a group ``step 2.1 "pay"``.
    pub(super) fn describe(&self) -> String {
        format!("{} \"{}\"", self.number(), self.step.label)
    }

    /// `step 3`, in a group `step 2.1`.
    pub(super) fn number(&self) -> String {
        numbered(self.chain, &self.path)
    }
}

/// `step 3`, in a group `step 2.1`, in setup `step 1 of setup`.
pub(super) fn numbered(chain: Chain<'_>, path: &[u32]) -> String {
    let numbers: Vec<String> = path.iter().map(u32::to_string).collect();
    let of = if chain == Chain::Setup { " of `setup`" } else { "" };
    format!("step {}{of}", numbers.join("."))
}
