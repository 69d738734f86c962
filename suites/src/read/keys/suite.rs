//! A suite, its tests and its inputs.

use crate::read::keys::Place;
use crate::read::keys::object::{Kind, Object, key, required};
use crate::read::keys::settings::{AUTH_KIND, HEADERS};
use crate::read::keys::step::STEP_KIND;

/// What `cases` holds.
const CASES: Kind = Kind::Either(&[Kind::List(&Kind::Map(&Kind::Value)), Kind::File]);

/// A suite.
pub(crate) static SUITE: Object = Object {
    what: "a suite",
    about: "A file with one test (`steps`) or several (`tests`)",
    groups: &[&[
        required("name", Kind::Text, "What it is about, for people"),
        key("steps", Kind::List(&STEP_KIND), "The steps of the suite's only test, in order"),
        key(
            "tests",
            Kind::Map(&Kind::Object(&TEST)),
            "Independent tests by name, each with steps of its own; they run side by side",
        ),
        key("id", Kind::Text, "What history refers to, instead of the file's path"),
        key("description", Kind::Text, "A sentence or two"),
        key("owner", Kind::Text, "Who looks after it"),
        key("tags", Kind::List(&Kind::Text), "Words to select suites by"),
        key(
            "timeout",
            Kind::Duration,
            "The longest that a test may take, cleanup aside; 5m by default",
        ),
        key("service", Kind::Text, "The service that URLs beginning with `/` go to"),
        key(
            "writes",
            Kind::Word(&["canary", "any"]),
            "Whether it may change data in a protected environment",
        ),
        key("headers", HEADERS, "Headers of every request"),
        key("auth", AUTH_KIND, "How every request identifies itself"),
        key(
            "inputs",
            Kind::Map(&Kind::Either(&[Kind::Value, Kind::Object(&INPUT)])),
            "The values that an environment, `--set` or a caller may give, with their defaults",
        ),
        key("vars", Kind::Map(&Kind::Value), "Values worked out once per run and case, in order"),
        key(
            "cases",
            CASES,
            "Rows, one result each: a list of maps, a `.csv` or a `.json` file; `{{case.x}}`",
        ),
        key(
            "max_cases",
            Kind::Integer(1),
            "How many combinations of cases and matrix are allowed; 1000 by default",
        ),
        key("outputs", Kind::List(&Kind::Name), "The variables that a flow gives back"),
        key(
            "setup",
            Kind::List(&STEP_KIND),
            "Steps before the tests; their variables and cookies are copied into each",
        ),
        key("cleanup", Kind::List(&STEP_KIND), "Steps at the end, whatever happened"),
        key("expect", Kind::Checks(Place::Test), "What must hold of a whole test: `took`"),
    ]],
    near: &[
        ("title", "name"),
        ("variables", "vars"),
        ("env", "vars"),
        ("params", "inputs"),
        ("parameters", "inputs"),
        ("scenarios", "tests"),
        ("examples", "cases"),
        ("data", "cases"),
        ("before", "setup"),
        ("before_all", "setup"),
        ("teardown", "cleanup"),
        ("after", "cleanup"),
        ("finally", "cleanup"),
        ("requests", "steps"),
        ("base_url", "service"),
        ("baseurl", "service"),
        ("team", "owner"),
    ],
    extensible: true,
};

/// A test of a suite.
pub(crate) static TEST: Object = Object {
    what: "a test",
    about: "A chain of steps with variables and cookies of its own",
    groups: &[&[
        required("steps", Kind::List(&STEP_KIND), "The chain, in order"),
        key("tags", Kind::List(&Kind::Text), "Words to select tests by, beside the suite's"),
        key("cases", CASES, "Rows, one result each, of this test only"),
        key("timeout", Kind::Duration, "The longest that this test may take, cleanup aside"),
        key("cleanup", Kind::List(&STEP_KIND), "Steps at its end, whatever happened"),
    ]],
    near: &[("teardown", "cleanup"), ("after", "cleanup"), ("requests", "steps")],
    extensible: false,
};

/// An input, in its long form.
pub(crate) static INPUT: Object = Object {
    what: "an input",
    about: "A value that comes from outside",
    groups: &[&[
        key(
            "type",
            Kind::Word(&["string", "number", "integer", "boolean", "array", "object"]),
            "What it must be",
        ),
        key("default", Kind::Value, "Its value when nothing comes from outside"),
        key("required", Kind::Boolean, "Whether something must come from outside"),
        key("secret", Kind::Boolean, "Whether it is never shown"),
        key("description", Kind::Text, "What it is for"),
    ]],
    near: &[("value", "default"), ("kind", "type"), ("optional", "required: false")],
    extensible: false,
};
