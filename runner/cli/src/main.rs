//! The binary: parses, starts, and turns a result into an exit code.
//!
//! Lives here: the command line, the process's environment, what is printed where.
//! Lives elsewhere: everything else.

mod args;
mod awake;
mod commands;
mod elsewhere;
mod exit;
mod files;
mod kept;
mod looks;
mod outside;
mod say;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
use exit::Exit;
use outside::Outside;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let exit = if error.use_stderr() { Exit::Usage } else { Exit::Passed };
            // Help that nobody reads to the end is not our problem.
            let _ = error.print();
            return exit.into();
        }
    };
    let outside = Outside::look();
    let exit = match &cli.command {
        Command::Run(args) => commands::run::run(args, &outside),
        Command::Gate(args) => commands::gate::gate(args, &outside),
        Command::Check(args) => commands::check::check(args, &outside),
        Command::New(args) => commands::new::new(args, &outside),
        Command::Env(args) => commands::env::env(args, &outside),
        Command::Schema(args) => commands::schema::schema(args),
        Command::Demo(args) => commands::demo::demo(args, &outside),
        Command::Serve(args) => commands::serve::serve(args, &outside),
        Command::Status(args) => commands::status::status(args, &outside),
        Command::Dora(args) => commands::dora::dora(args, &outside),
        Command::Slo(args) => commands::slo::slo(args, &outside),
        Command::Incident(args) => commands::incident::incident(args, &outside),
        Command::Monitor(args) => commands::monitor::monitor(args, &outside),
        Command::Notify(args) => commands::notify::notify(args, &outside),
        Command::Heartbeat(args) => commands::heartbeat::heartbeat(args, &outside),
        Command::Token(args) => commands::token::token(args, &outside),
        Command::User(args) => commands::user::user(args, &outside),
        Command::Audit(args) => commands::audit::audit(args, &outside),
        Command::Trigger(args) => commands::trigger::trigger(args, &outside),
        Command::StatusPage(args) => commands::status_page::status_page(args, &outside),
        Command::Db(args) => commands::db::db(args, &outside),
        Command::Completions { shell } => commands::completions::completions(*shell),
    };
    exit.into()
}
