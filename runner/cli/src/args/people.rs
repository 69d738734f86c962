//! The commands about who may do what, who did, and what everybody may see.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::service::StoreArgs;

/// `tripline user`
#[derive(Debug, Args)]
pub(crate) struct UserArgs {
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    #[command(subcommand)]
    pub(crate) command: UserCommand,
}

/// What to do with users.
#[derive(Debug, Subcommand)]
pub(crate) enum UserCommand {
    /// Let somebody sign in; the password is asked for, or read from standard input
    Add {
        /// Their name
        name: String,
        /// What they may do; each includes the ones before
        #[arg(long, value_enum)]
        role: RoleArg,
    },
    /// List who may sign in, and when each was last here
    List,
    /// Change what somebody may do
    Role {
        /// Their name
        name: String,
        /// What they may do from here on
        #[arg(value_enum)]
        role: RoleArg,
    },
    /// Give somebody another password, and sign them out everywhere
    Password {
        /// Their name
        name: String,
    },
    /// Remove somebody, and sign them out everywhere
    Remove {
        /// Their name
        name: String,
    },
}

/// What somebody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RoleArg {
    /// Look
    Viewer,
    /// Run monitors, look after incidents, say something in public
    Operator,
    /// Everything
    Admin,
}

/// `tripline audit`
#[derive(Debug, Args)]
pub(crate) struct AuditArgs {
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    /// How many entries, the latest first
    #[arg(short = 'n', long, value_name = "N", default_value_t = 50)]
    pub(crate) limit: u32,
    /// Print JSON, an entry on each line
    #[arg(long)]
    pub(crate) json: bool,
}

/// `tripline status-page`
#[derive(Debug, Args)]
pub(crate) struct StatusPageArgs {
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    #[command(subcommand)]
    pub(crate) command: StatusPageCommand,
}

/// What to do with status pages.
#[derive(Debug, Subcommand)]
pub(crate) enum StatusPageCommand {
    /// Write the project's status pages as files that need no server: for a bucket, say
    Export {
        /// Where to; each page gets a folder of its name in it
        folder: PathBuf,
    },
}
