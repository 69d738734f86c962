//! `tripline trigger`

use std::time::Duration;

use clap::{Args, Subcommand};

use super::service::StoreArgs;

/// `tripline trigger`
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct TriggerArgs {
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    #[command(subcommand)]
    pub(crate) command: Option<TriggerCommand>,
    #[command(flatten)]
    pub(crate) wanted: WantedArgs,
    /// The service that runs it, when its file is not on this machine; with a token of the scope
    /// `run` in TRIPLINE_TOKEN
    #[arg(long, value_name = "URL", env = "TRIPLINE_SERVER")]
    pub(crate) server: Option<String>,
    /// How long to wait for a verdict
    #[arg(long, value_name = "DURATION", default_value = "10m", value_parser = super::gate::duration)]
    pub(crate) wait: Duration,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// What is to be run.
#[derive(Clone, Debug, Args)]
pub(crate) struct WantedArgs {
    /// Only this suite: its path below the project without `.trip.yaml`, or its `id`
    #[arg(long, value_name = "SUITE")]
    pub(crate) suite: Option<String>,
    /// Only tests with this tag
    #[arg(long, value_name = "TAG")]
    pub(crate) tag: Option<String>,
    /// Only tests that call this service, or one that depends on it
    #[arg(long, value_name = "SERVICE")]
    pub(crate) affected_by: Option<String>,
    /// Where; the only one that can be run alone when it is left out
    #[arg(short, long = "environment", alias = "env", value_name = "NAME")]
    pub(crate) environment: Option<String>,
    /// Only as this tenant
    #[arg(long, value_name = "NAME")]
    pub(crate) tenant: Option<String>,
    /// Set an input of the suites
    #[arg(long, value_name = "INPUT=VALUE")]
    pub(crate) set: Vec<String>,
}

/// What to do with addresses that start a run by themselves.
#[derive(Debug, Subcommand)]
pub(crate) enum TriggerCommand {
    /// Make an address that starts a run, and print it, once: only its hash is kept
    Create {
        /// What it is for: `after a deploy of orders`
        name: String,
        #[command(flatten)]
        wanted: WantedArgs,
    },
    /// List such addresses by name, and when each was last used
    List,
    /// Make one invalid
    Revoke {
        /// Its name
        name: String,
    },
}
