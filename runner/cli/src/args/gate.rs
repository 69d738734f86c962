//! `tripline gate`

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use super::service::StoreArgs;

/// `tripline gate`
#[derive(Clone, Debug, Args)]
pub(crate) struct GateArgs {
    /// Files, folders, globs, or FILE::TEST to choose from; the project's suites when there are none
    pub(crate) paths: Vec<String>,
    /// Environment that was deployed to
    #[arg(short, long = "environment", alias = "env", value_name = "NAME")]
    pub(crate) environment: Option<String>,
    /// The service that was deployed: tests that call it are run, and those of what depends on it
    #[arg(long, value_name = "NAME")]
    pub(crate) service: String,
    /// The version that was deployed
    #[arg(long, value_name = "VERSION")]
    pub(crate) version: String,
    /// The commit it was made of
    #[arg(long, value_name = "COMMIT")]
    pub(crate) commit: Option<String>,
    /// Where more stands about it: the page of the pipeline
    #[arg(long, value_name = "URL")]
    pub(crate) url: Option<String>,
    /// Set an input of the suites
    #[arg(long, value_name = "INPUT=VALUE")]
    pub(crate) set: Vec<String>,
    /// Only this entry of a matrix dimension, or this case: `tenant=canary-eu`, `case=NAME`
    #[arg(long, value_name = "DIMENSION=VALUE")]
    pub(crate) only: Vec<String>,
    /// Only tests with one of these tags
    #[arg(long, value_name = "TAG")]
    pub(crate) tag: Vec<String>,
    /// No tests with one of these tags
    #[arg(long, value_name = "TAG")]
    pub(crate) exclude_tag: Vec<String>,
    /// How often each test is run; under 4 the gate cannot tell
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) runs: u32,
    /// How many tests run at a time: many at once make a service slower than it is
    #[arg(short, long, value_name = "N", default_value_t = 8, value_parser = super::positive)]
    pub(crate) jobs: usize,
    /// How many requests are on their way to one host at a time [default: no limit]
    #[arg(long, value_name = "N", value_parser = super::positive)]
    pub(crate) per_host: Option<usize>,
    /// Compare with the runs in this file, as `--report jsonl` writes them, not with the store's
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Append the runs to the baseline, when the gate lets the deploy pass
    #[arg(long, requires = "baseline")]
    pub(crate) save_baseline: bool,
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    /// The name of this place: only runs from the same are compared with
    #[arg(long, value_name = "NAME", default_value = "here")]
    pub(crate) location: String,
    /// The service that remembers, when its file is not on this machine; with a token of the scope
    /// `run` in TRIPLINE_TOKEN
    #[arg(long, value_name = "URL", env = "TRIPLINE_SERVER", conflicts_with = "store")]
    pub(crate) server: Option<String>,
    /// Ask this first, again and again, until the new version answers: `GET https://…/version`
    #[arg(long, value_name = "REQUEST", requires = "until")]
    pub(crate) wait_for: Option<String>,
    /// What the answer must say, as a check of a suite: `$.version: 1.4.2`. May be given several
    /// times
    #[arg(long, value_name = "CHECK", requires = "wait_for")]
    pub(crate) until: Vec<String>,
    /// The longest that all of it may take, waiting included; a rollback is not cut short
    #[arg(long, value_name = "DURATION", default_value = "10m", value_parser = duration)]
    pub(crate) budget: Duration,
    /// Exit with 1 on these verdicts, too
    #[arg(long, value_name = "VERDICT", value_enum, value_delimiter = ',')]
    pub(crate) fail_on: Vec<FailOn>,
    /// Tell a channel of the project. May be given several times
    #[arg(long, value_name = "CHANNEL")]
    pub(crate) tell: Vec<String>,
    /// Report as console, json, markdown or github (the page of the job); `=PATH` writes a file. May
    /// be given several times
    #[arg(long, value_name = "KIND[=PATH]")]
    pub(crate) report: Vec<String>,
    /// Run this command when the deploy made things worse: everything behind it is the command
    #[arg(long, value_name = "COMMAND", num_args = 1.., allow_hyphen_values = true)]
    pub(crate) on_worse: Vec<String>,
}

/// A verdict that a pipeline may choose to fail on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum FailOn {
    /// It takes clearly longer than before
    Slower,
    /// What was seen does not suffice to say
    CannotTell,
    /// It failed before the deploy, too
    AlreadyFailing,
}

/// `5m`
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let span = text.parse::<jiff::SignedDuration>().ok().and_then(|span| span.try_into().ok());
    let span: Option<Duration> = span.filter(|span: &Duration| !span.is_zero());
    span.ok_or_else(|| "write it as `90s`, `5m` or `1h30m`".to_owned())
}
