//! The works that are measured: files for each contender, and what is asked of it.

use std::io;
use std::path::Path;

use crate::target::{Measure, Target};

/// The requests of the chain, as the floor sends them.
const CHAIN: [&str; 10] = [
    "/session",
    "/orders?user=7",
    "/orders/4711",
    "/orders/4711/lines",
    "/products/SKU-1001",
    "/customers/7",
    "/orders/4711/payment",
    "/orders/4711/shipment",
    "/orders/4712",
    "/orders/4711/receipt",
];

/// How much is done.
#[derive(Clone, Copy)]
pub(crate) struct Extent {
    /// How often a work of milliseconds is done.
    pub(crate) short: usize,
    /// How often a longer one is done.
    pub(crate) long: usize,
    /// Requests of the long chain.
    pub(crate) requests: usize,
    /// Files that are run together.
    pub(crate) files: usize,
}

impl Extent {
    /// Enough to tell something.
    pub(crate) const FULL: Self = Self { short: 41, long: 9, requests: 1000, files: 100 };
    /// Enough to see that everything works.
    pub(crate) const QUICK: Self = Self { short: 1, long: 1, requests: 20, files: 5 };
}

/// A work.
pub(crate) struct Work {
    pub(crate) name: String,
    /// How often it is done by each contender.
    pub(crate) rounds: usize,
    pub(crate) targets: &'static [(Measure, Target)],
    /// Files with the same chain, run together.
    chains: usize,
    /// How often each chain sends its requests.
    times: usize,
    paths: &'static [&'static str],
    suite: String,
    hurl: String,
}

impl Work {
    /// How many requests it must send.
    pub(crate) fn requests(&self) -> usize {
        self.chains * self.times * self.paths.len()
    }

    /// Whether one request follows the other, so that client and server never work at once.
    pub(crate) fn takes_turns(&self) -> bool {
        self.chains == 1
    }

    /// The arguments of the floor.
    pub(crate) fn floor(&self, origin: &str) -> Vec<String> {
        let urls = self.paths.iter().map(|path| format!("{origin}{path}"));
        [self.chains.to_string(), self.times.to_string()].into_iter().chain(urls).collect()
    }

    /// The arguments of tripline, in the folder of the work.
    pub(crate) fn tripline(origin: &str) -> Vec<String> {
        ["run", "--service", &format!("bench={origin}"), "suites"].map(str::to_owned).to_vec()
    }

    /// The arguments of Hurl, in the folder of the work.
    pub(crate) fn hurl(origin: &str) -> Vec<String> {
        let variable = format!("origin={origin}");
        ["--test", "--variable", &variable, "--glob", "hurl/*.hurl"].map(str::to_owned).to_vec()
    }

    /// Writes the files of tripline and of Hurl.
    pub(crate) fn write(&self, folder: &Path) -> io::Result<()> {
        for (kind, ending, text) in
            [("suites", "trip.yaml", &self.suite), ("hurl", "hurl", &self.hurl)]
        {
            let folder = folder.join(kind);
            std::fs::create_dir_all(&folder)?;
            for number in 0..self.chains {
                std::fs::write(folder.join(format!("{number:03}.{ending}")), text)?;
            }
        }
        Ok(())
    }
}

/// All works.
pub(crate) fn all(extent: Extent) -> [Work; 5] {
    [start_up(extent), chain(extent), many(extent), many_chains(extent), many_waits(extent)]
}

fn start_up(extent: Extent) -> Work {
    Work {
        name: "start-up and one request".to_owned(),
        rounds: extent.short,
        targets: &[
            (Measure::Wall, Target::TimesFloor(3.0)),
            (Measure::Cpu, Target::TimesFloor(2.0)),
            (Measure::Memory, Target::AtMost(12.0)),
        ],
        chains: 1,
        times: 1,
        paths: &["/orders/4711"],
        suite: include_str!("../suites/one.trip.yaml").to_owned(),
        hurl: include_str!("../suites/one.hurl").to_owned(),
    }
}

fn chain(extent: Extent) -> Work {
    Work {
        name: "a chain of 10 steps with 35 checks".to_owned(),
        rounds: extent.short,
        targets: &[
            (Measure::Wall, Target::TimesFloor(2.0)),
            (Measure::Cpu, Target::TimesFloor(3.0)),
            (Measure::Memory, Target::None),
        ],
        chains: 1,
        times: 1,
        paths: &CHAIN,
        suite: include_str!("../suites/chain.trip.yaml").to_owned(),
        hurl: include_str!("../suites/chain.hurl").to_owned(),
    }
}

fn many(extent: Extent) -> Work {
    let times = extent.requests;
    let numbers: Vec<usize> = (1..=times).collect();
    let suite = include_str!("../suites/many.trip.yaml");
    let hurl = include_str!("../suites/many.hurl");
    Work {
        name: format!("{times} sequential requests, 3 checks each"),
        rounds: extent.long,
        targets: &[
            (Measure::Wall, Target::None),
            (Measure::Cpu, Target::TimesFloor(2.0)),
            (Measure::Memory, Target::None),
        ],
        chains: 1,
        times,
        paths: &["/orders/4711"],
        suite: suite.replace("NUMBERS", &format!("{numbers:?}")),
        hurl: hurl.replace("TIMES", &times.to_string()),
    }
}

fn many_chains(extent: Extent) -> Work {
    Work {
        name: format!("{} files of that chain", extent.files),
        rounds: extent.long,
        targets: &[
            (Measure::Wall, Target::HalfOfHurl(200.0)),
            (Measure::Cpu, Target::HalfOfHurl(280.0)),
            (Measure::Memory, Target::None),
        ],
        chains: extent.files,
        ..chain(extent)
    }
}

fn many_waits(extent: Extent) -> Work {
    Work {
        name: format!("{} files that each wait 500 ms", extent.files),
        rounds: extent.long,
        targets: &[
            (Measure::Wall, Target::AtMost(550.0)),
            (Measure::Cpu, Target::None),
            (Measure::Memory, Target::AtMost(24.0)),
        ],
        chains: extent.files,
        times: 1,
        paths: &["/slow"],
        suite: include_str!("../suites/wait.trip.yaml").to_owned(),
        hurl: include_str!("../suites/wait.hurl").to_owned(),
    }
}
