//! The project that is watched, and the names of what is in it.

use std::fmt::Write as _;
use std::path::Path;
use std::{fmt, io};

use runner_model::{LocationName, MonitorName, Series, TestRef, Variant};

use crate::extent::Size;

/// Four requests, nine checks.
const SUITE: &str = include_str!("../../../suites/looked-at.trip.yaml");

/// What a suite that fails expects, instead of what comes.
const RIGHT: &str = "$.gross: 129.5";
const WRONG: &str = "$.gross: 130.5";

/// So many suites fail at present, in each environment.
pub(crate) const FAILING: usize = 3;

/// The status page.
pub(crate) const STATUS_PAGE: &str = "shop";

/// A promise.
pub(crate) const OBJECTIVE: &str = "order-0007-production";

const ENVIRONMENTS: [&str; 5] = ["production", "staging", "eu", "us", "canary"];
const SERVICES: usize = 20;
const PROMISES: usize = 10;
const COMPONENTS: usize = 8;

/// Nothing is due while it is looked at, or nearly: one in forty minutes among a thousand.
const EVERY: &str = "30d";

/// Why `write!` does not fail here.
const WRITTEN: &str = "writing to a String cannot fail";

/// One monitor: a suite in an environment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Watched {
    pub(crate) suite: usize,
    environment: usize,
}

impl Watched {
    /// All of them.
    pub(crate) fn all(size: Size) -> impl Iterator<Item = Self> {
        let of =
            move |suite| (0..size.environments).map(move |environment| Self { suite, environment });
        (0..size.suites).flat_map(of)
    }

    pub(crate) fn environment(self) -> &'static str {
        ENVIRONMENTS[self.environment % ENVIRONMENTS.len()]
    }

    pub(crate) fn service(self) -> String {
        service(self.suite)
    }

    pub(crate) fn is_failing(self) -> bool {
        self.suite < FAILING
    }

    /// Its only series.
    pub(crate) fn series(self) -> Series {
        let name = "what is written here is a name";
        Series {
            monitor: MonitorName::try_from(self.to_string()).expect(name),
            test: TestRef {
                suite: suite(self.suite).try_into().expect(name),
                test: "main".to_owned().try_into().expect(name),
                variant: Variant::default(),
            },
            location: LocationName::try_from("here").expect(name),
        }
    }
}

impl fmt::Display for Watched {
    /// The monitor's name: `order-0042-production`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "order-{:04}-{}", self.suite, self.environment())
    }
}

/// `suites/0042`
pub(crate) fn suite(number: usize) -> String {
    format!("suites/{number:04}")
}

fn service(suite: usize) -> String {
    format!("shop-{:02}", suite % SERVICES)
}

/// Writes it; all services are the server at `origin`.
pub(crate) fn write(folder: &Path, size: Size, origin: &str) -> io::Result<()> {
    std::fs::create_dir_all(folder.join("suites"))?;
    for number in 0..size.suites {
        let text = SUITE.replace("name: An order", &format!("name: Order {number:04}"));
        let text = text.replace("service: bench", &format!("service: {}", service(number)));
        let text = if number < FAILING { text.replace(RIGHT, WRONG) } else { text };
        std::fs::write(folder.join(format!("{}.trip.yaml", suite(number))), text)?;
    }
    let services: Vec<String> =
        (0..SERVICES).map(|number| format!("{}: \"{origin}\"", service(number))).collect();
    let services = services.join(", ");
    let mut project = "version: 1\nenvironments:\n".to_owned();
    for name in &ENVIRONMENTS[..size.environments] {
        writeln!(project, "  {name}: {{ services: {{ {services} }} }}").expect(WRITTEN);
    }
    project += "monitors:\n";
    for watched in Watched::all(size) {
        let (suite, place) = (suite(watched.suite), watched.environment());
        writeln!(project, "  {watched}: {{ run: {suite}.trip.yaml, in: {place}, every: {EVERY} }}")
            .expect(WRITTEN);
    }
    project += "slos:\n";
    for number in FAILING + 1..=FAILING + PROMISES {
        let name = Watched { suite: number, environment: 0 };
        writeln!(
            project,
            "  {name}: {{ of: {name}, target: 99%, over: 7d, measure: reliability }}"
        )
        .expect(WRITTEN);
    }
    let components: Vec<String> = (0..COMPONENTS)
        .map(|number| format!("Part {number}: [{}]", Watched { suite: number, environment: 0 }))
        .collect();
    writeln!(
        project,
        "status_pages:\n  {STATUS_PAGE}: {{ title: Shop, components: {{ {} }}, publish: incidents }}",
        components.join(", ")
    )
    .expect(WRITTEN);
    std::fs::write(folder.join("tripline.yaml"), project)
}
