//! The commands of the monitor service.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use runner_monitor::{NoPages, Pages};

/// Where the service remembers things.
#[derive(Clone, Debug, Args)]
pub(crate) struct StoreArgs {
    /// The file that the service keeps; `tripline.db` beside `tripline.yaml` when it is left out
    #[arg(long, value_name = "PATH", env = "TRIPLINE_STORE", global = true)]
    pub(crate) store: Option<PathBuf>,
}

/// `tripline serve`
#[derive(Clone, Debug, Args)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    /// Where to answer: `/metrics`, `/readyz`, the API
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8765")]
    pub(crate) listen: SocketAddr,
    /// Let everybody do everything without signing in, wherever they come from
    #[arg(long)]
    pub(crate) insecure_open: bool,
    /// Where people reach it, for the links in messages: `https://tripline.example.com`
    /// [default: where it answers, when that is one address]
    #[arg(long, value_name = "URL", env = "TRIPLINE_URL", value_parser = pages)]
    pub(crate) url: Option<Pages>,
    /// The name of this place, part of every result
    #[arg(long, value_name = "NAME", default_value = "here")]
    pub(crate) location: String,
    /// How many runs at a time
    #[arg(short, long, value_name = "N", default_value_t = 256, value_parser = super::positive)]
    pub(crate) jobs: usize,
    /// How many requests are on their way to one host at a time [default: no limit]
    #[arg(long, value_name = "N", value_parser = super::positive)]
    pub(crate) per_host: Option<usize>,
    /// Write a line of JSON for everything that happens
    #[arg(long, value_name = "PATH")]
    pub(crate) event_log: Option<PathBuf>,
    /// How the log on standard error is written
    #[arg(long, value_enum, default_value_t)]
    pub(crate) log: LogFormat,
}

fn pages(url: &str) -> Result<Pages, NoPages> {
    Pages::at(url)
}

/// How the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// For people
    #[default]
    Text,
    /// A JSON object on each line
    Json,
}

/// `tripline status`
#[derive(Debug, Args)]
pub(crate) struct StatusArgs {
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// `tripline incident`
#[derive(Debug, Args)]
pub(crate) struct IncidentArgs {
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    #[command(subcommand)]
    pub(crate) command: IncidentCommand,
}

/// What to do with incidents.
#[derive(Debug, Subcommand)]
pub(crate) enum IncidentCommand {
    /// List those that are open, and the latest that are over
    List,
    /// Print one with its timeline
    Show {
        /// Its number
        id: u64,
    },
    /// Say that somebody looks after it: no more reminders, no escalation
    Ack {
        /// Its number
        id: u64,
        /// Who [default: the user of this machine]
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
    /// Write something down
    Note {
        /// Its number
        id: u64,
        /// What
        text: String,
        /// Who [default: the user of this machine]
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
}

/// `tripline monitor`
#[derive(Debug, Args)]
pub(crate) struct MonitorArgs {
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    #[command(subcommand)]
    pub(crate) command: MonitorCommand,
}

/// What to do with monitors.
#[derive(Debug, Subcommand)]
pub(crate) enum MonitorCommand {
    /// Run it at once, beside its schedule; the result changes no incident
    Run {
        /// Which
        name: String,
    },
    /// Do not run it until it is resumed
    Pause {
        /// Which
        name: String,
        /// Why
        #[arg(long, value_name = "TEXT")]
        why: Option<String>,
    },
    /// Run it again by its schedule
    Resume {
        /// Which
        name: String,
    },
    /// Begin a maintenance at once: nobody is told, and the time does not count
    Maintain {
        /// Which; all monitors when it is left out
        name: Option<String>,
        /// For how long: `30m`, `2h`
        #[arg(long = "for", value_name = "DURATION")]
        lasts: String,
        /// Why
        #[arg(long, value_name = "TEXT")]
        why: String,
    },
}

/// `tripline notify`
#[derive(Debug, Args)]
pub(crate) struct NotifyArgs {
    #[command(subcommand)]
    pub(crate) command: NotifyCommand,
}

/// What to do with channels.
#[derive(Debug, Subcommand)]
pub(crate) enum NotifyCommand {
    /// Send a test message over a channel of the project, at once
    Test {
        /// Which
        channel: String,
    },
}

/// `tripline token`
#[derive(Debug, Args)]
pub(crate) struct TokenArgs {
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    #[command(subcommand)]
    pub(crate) command: TokenCommand,
}

/// What to do with tokens.
#[derive(Debug, Subcommand)]
pub(crate) enum TokenCommand {
    /// Make a token and print it, once: only its hash is kept
    Create {
        /// What it is for: `deploy pipeline`
        name: String,
        /// What it allows; each includes the ones before
        #[arg(long, value_enum)]
        scope: Scope,
    },
    /// List tokens, and when each was last used
    List,
    /// Make a token invalid
    Revoke {
        /// Its name
        name: String,
    },
}

/// What a token allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Scope {
    /// To look at runs
    Read,
    /// To ask for runs, to report heartbeats and deploys
    Run,
    /// Everything
    Admin,
}

/// `tripline heartbeat`
#[derive(Debug, Args)]
pub(crate) struct HeartbeatArgs {
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    /// The heartbeat that a job reports, as below `heartbeats`
    pub(crate) name: String,
    /// The service to report to, when its file is not on this machine; with the token in
    /// TRIPLINE_TOKEN
    #[arg(long, value_name = "URL", env = "TRIPLINE_SERVER")]
    pub(crate) server: Option<String>,
}

/// `tripline db`
#[derive(Debug, Args)]
pub(crate) struct DbArgs {
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    #[command(subcommand)]
    pub(crate) command: DbCommand,
}

/// What to do with the file.
#[derive(Debug, Subcommand)]
pub(crate) enum DbCommand {
    /// Look whether it is whole
    Check,
    /// Copy it while the service runs; the copy is a store of its own
    Backup {
        /// Where to; must not exist yet
        to: PathBuf,
    },
}
