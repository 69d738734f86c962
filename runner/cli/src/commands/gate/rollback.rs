//! The command that takes a deploy back.

use std::process::{ExitStatus, Stdio};

use reporters::gate::GateReport;
use tokio::process::Command;

use crate::outside::Outside;
use crate::say;

/// Runs the command to its end, however long that takes: half a rollback is worse than none. What
/// it prints goes to standard error, so that a report on standard output stays whole.
pub(super) async fn run(command: &[String], report: &GateReport, outside: &Outside) {
    let Some((program, args)) = command.split_first() else { return };
    say::err(format_args!("worse: running {}", command.join(" ")));
    match spawn(program, args, report, outside).await {
        Ok(status) if status.success() => say::err(format_args!("{program} ended well")),
        Ok(status) => say::error(format_args!("{program} ended with {status}"), None),
        Err(cause) => say::error(format_args!("{program} cannot be run: {cause}"), None),
    }
}

async fn spawn(
    program: &str,
    args: &[String],
    report: &GateReport,
    outside: &Outside,
) -> std::io::Result<ExitStatus> {
    let deploy = &report.deploy;
    let environment = deploy.environment.as_ref().map(|name| name.as_str()).unwrap_or_default();
    Command::new(program)
        .args(args)
        .current_dir(&outside.current_dir)
        .stdin(Stdio::null())
        .stdout(std::io::stderr())
        .env("TRIPLINE_VERDICT", report.verdict.as_str())
        .env("TRIPLINE_SERVICE", deploy.service.as_str())
        .env("TRIPLINE_VERSION", &deploy.version)
        .env("TRIPLINE_ENVIRONMENT", environment)
        .status()
        .await
}
