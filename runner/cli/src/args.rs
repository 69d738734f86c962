//! The command line, as clap reads it.

mod deferred;
pub(crate) mod gate;
pub(crate) mod people;
pub(crate) mod service;
pub(crate) mod slo;
pub(crate) mod trigger;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use deferred::Deferred;
use gate::GateArgs;
use people::{AuditArgs, StatusPageArgs, UserArgs};
use service::{
    DbArgs, HeartbeatArgs, IncidentArgs, MonitorArgs, NotifyArgs, ServeArgs, StatusArgs, TokenArgs,
};
use slo::{DoraArgs, SloArgs};
use trigger::TriggerArgs;

/// Chained HTTP tests from the laptop to production.
#[derive(Debug, Parser)]
#[command(
    name = "tripline",
    version,
    about,
    after_help = "Exit codes: 0 passed, 1 failed, 2 the files have problems, 3 no verdict (our side), \
                  64 usage, 130 interrupted.\n\nStart with `tripline demo`, or `tripline new https://…`."
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run suites and report
    Run(Box<Deferred<RunArgs>>),
    /// Judge a deploy: run what it may have broken, compare with what was before
    Gate(Box<Deferred<GateArgs>>),
    /// Look for mistakes without sending anything
    Check(Deferred<CheckArgs>),
    /// Fetch a URL once and propose a first suite for it
    New(Deferred<NewArgs>),
    /// Show or compare environments, each value with its place; secrets masked
    Env(Deferred<EnvArgs>),
    /// Print the JSON Schema of suite or project files, for editors
    Schema(Deferred<SchemaArgs>),
    /// Start a sample shop on this machine and test it, to see what tripline does
    Demo(Deferred<DemoArgs>),
    /// Watch the project's monitors, for months: schedule, remember, judge, tell people
    Serve(Deferred<ServeArgs>),
    /// Print every monitor's state, last and next run
    Status(Deferred<StatusArgs>),
    /// Say how promises are kept, and why
    Slo(Deferred<SloArgs>),
    /// Say how deploys went: how many failed, how fast that was mended, what it cost
    Dora(Deferred<DoraArgs>),
    /// Look after incidents
    Incident(Deferred<IncidentArgs>),
    /// Run, pause or maintain monitors of a service that runs
    Monitor(Deferred<MonitorArgs>),
    /// Try the project's channels
    Notify(Deferred<NotifyArgs>),
    /// Report that a job has run
    Heartbeat(Deferred<HeartbeatArgs>),
    /// Make and revoke tokens for the API
    Token(Deferred<TokenArgs>),
    /// Say who may sign in to the pages, and what they may do there
    User(Deferred<UserArgs>),
    /// Print who changed what, and when
    Audit(Deferred<AuditArgs>),
    /// Have a service run tests at once, or make addresses that do
    Trigger(Box<Deferred<TriggerArgs>>),
    /// Write the pages for those who use the services as files
    StatusPage(Deferred<StatusPageArgs>),
    /// Check or copy the file that the service keeps
    Db(Deferred<DbArgs>),
    /// Print a completion script for a shell
    Completions {
        /// For which shell
        shell: Shell,
    },
}

/// `tripline run`
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct RunArgs {
    /// Files, folders, globs, or FILE::TEST; the project's suites when there are none
    pub(crate) paths: Vec<String>,
    /// Environment to run in; `+` adds overlays: `staging+ios`
    #[arg(short, long = "environment", alias = "env", value_name = "NAME")]
    pub(crate) environment: Option<String>,
    /// Set an input of the suites
    #[arg(long, value_name = "INPUT=VALUE")]
    pub(crate) set: Vec<String>,
    /// Point one service somewhere else: `orders=http://localhost:8081`
    #[arg(long, value_name = "SERVICE=URL")]
    pub(crate) service: Vec<String>,
    /// Only this entry of a matrix dimension, or this case: `tenant=canary-eu`, `case=NAME`
    #[arg(long, value_name = "DIMENSION=VALUE")]
    pub(crate) only: Vec<String>,
    /// Only tests with one of these tags
    #[arg(long, value_name = "TAG")]
    pub(crate) tag: Vec<String>,
    /// No tests with one of these tags
    #[arg(long, value_name = "TAG")]
    pub(crate) exclude_tag: Vec<String>,
    /// Only tests that call this service, or one that depends on it
    #[arg(long, value_name = "SERVICE")]
    pub(crate) affected_by: Option<String>,
    /// How many tests run at a time
    #[arg(short, long, value_name = "N", default_value_t = 128, value_parser = positive)]
    pub(crate) jobs: usize,
    /// How many requests are on their way to one host at a time [default: no limit]
    #[arg(long, value_name = "N", value_parser = positive)]
    pub(crate) per_host: Option<usize>,
    /// Stop after the first test that does not pass
    #[arg(long)]
    pub(crate) fail_fast: bool,
    /// Do everything this often
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(crate) repeat: u32,
    /// Run again whenever a file changes
    #[arg(long)]
    pub(crate) watch: bool,
    /// Repeat the random values of an earlier run
    #[arg(long)]
    pub(crate) seed: Option<String>,
    /// Exit with 1 when a test is degraded
    #[arg(long)]
    pub(crate) strict: bool,
    /// Show every step, its checks and what was exchanged
    #[arg(short, long)]
    pub(crate) verbose: bool,
    /// Print what would be run, and send nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Report as console, json, jsonl, junit, tap, html or github; `=PATH` writes a file. May be
    /// given several times
    #[arg(long, value_name = "KIND[=PATH]")]
    pub(crate) report: Vec<String>,
}

/// `tripline check`
#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// Files, folders or globs; the whole project when there are none
    pub(crate) paths: Vec<PathBuf>,
    /// Also check what depends on this environment
    #[arg(short, long = "environment", alias = "env", value_name = "NAME")]
    pub(crate) environment: Option<String>,
    /// Mend what can be mended without changing what is meant
    #[arg(long)]
    pub(crate) fix: bool,
    /// How problems are printed
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: CheckFormat,
}

/// How problems are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
    /// GitHub workflow commands: annotations at file and line
    Github,
    /// Not supported yet
    #[value(hide = true)]
    Sarif,
}

/// `tripline new`
#[derive(Debug, Args)]
pub(crate) struct NewArgs {
    /// What to fetch, once, with GET
    pub(crate) url: String,
    /// Where to write the suite [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// `tripline env`
#[derive(Debug, Args)]
pub(crate) struct EnvArgs {
    #[command(subcommand)]
    pub(crate) command: EnvCommand,
}

/// What to do with environments.
#[derive(Debug, Subcommand)]
pub(crate) enum EnvCommand {
    /// Print every value of an environment with the place it came from
    Show {
        /// Which; the list of all when it is left out
        name: Option<String>,
    },
    /// Print where two environments differ
    Diff {
        /// The one
        left: String,
        /// The other
        right: String,
    },
}

/// `tripline schema`
#[derive(Debug, Args)]
pub(crate) struct SchemaArgs {
    /// Of which files
    #[arg(value_enum, default_value_t)]
    pub(crate) of: SchemaOf,
}

/// Of which files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOf {
    /// `*.trip.yaml`
    #[default]
    Suite,
    /// `tripline.yaml`
    Project,
}

/// `tripline demo`
#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    /// Keep the sample shop running until Ctrl-C
    #[arg(long, conflicts_with = "serve")]
    pub(crate) keep: bool,
    /// Watch the shop as a service would, with an outage every minute, until Ctrl-C
    #[arg(long)]
    pub(crate) serve: bool,
}

fn positive(text: &str) -> Result<usize, String> {
    match text.parse::<usize>() {
        Ok(0) | Err(_) => Err("it is a whole number from 1".to_owned()),
        Ok(number) => Ok(number),
    }
}
