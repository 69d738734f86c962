//! Runs a command and tells what it took: milliseconds that passed, milliseconds of CPU (user and
//! system, all threads), MiB of memory at most, exit code.
//!
//! It is a program of its own because a process inherits the peak of the one that starts it, so
//! that one must be small.

use std::process::ExitCode;

#[cfg(unix)]
fn main() -> ExitCode {
    match measure::measure() {
        Ok(()) => ExitCode::SUCCESS,
        Err(cause) => {
            let _ = std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("{cause}\n"));
            ExitCode::FAILURE
        }
    }
}

#[cfg(not(unix))]
fn main() -> ExitCode {
    ExitCode::FAILURE
}

#[cfg(unix)]
mod measure {
    use std::error::Error;
    use std::io::Write as _;
    use std::process::{Command, Stdio};
    use std::time::Instant;

    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeVal;

    /// What `getrusage` counts memory in: KiB, but bytes on macOS.
    const UNITS_PER_MIB: f64 = if cfg!(target_os = "macos") { 1_048_576.0 } else { 1024.0 };

    pub(super) fn measure() -> Result<(), Box<dyn Error>> {
        let mut args = std::env::args_os().skip(1);
        let program = args.next().ok_or("measure PROGRAM ARGUMENT…")?;
        let mut command = Command::new(program);
        command.args(args).stdin(Stdio::null()).stdout(Stdio::null());
        let begun = Instant::now();
        let status = command.status()?;
        let wall = begun.elapsed().as_secs_f64() * 1e3;
        let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
        let cpu = millis(usage.user_time()) + millis(usage.system_time());
        let peak = usage.max_rss() as f64 / UNITS_PER_MIB;
        let code = status.code().unwrap_or(-1);
        writeln!(std::io::stdout(), "{wall} {cpu} {peak} {code}")?;
        Ok(())
    }

    fn millis(time: TimeVal) -> f64 {
        time.tv_sec() as f64 * 1e3 + time.tv_usec() as f64 / 1e3
    }
}
