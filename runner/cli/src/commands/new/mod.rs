//! `tripline new URL`: fetches it once and proposes a first suite.
//!
//! The way of the data: [`address`] reads what was typed, [`fetch`] gets one answer, [`proposal`]
//! writes a suite that this answer passes. What is worth claiming of it, [`claims`] decides.

mod address;
mod claims;
mod fetch;
mod home;
mod page;
mod proposal;
mod shape;
mod written;

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::Path;

use crate::args::NewArgs;
use crate::exit::Exit;
use crate::outside::Outside;
use crate::say;

use address::Address;
use home::Home;

/// Proposes a suite.
pub(crate) fn new(args: &NewArgs, outside: &Outside) -> Exit {
    match propose(args, outside) {
        Ok(()) => Exit::Passed,
        Err(exit) => exit,
    }
}

fn propose(args: &NewArgs, outside: &Outside) -> Result<(), Exit> {
    let address = Address::read(&args.url).map_err(|unfit| {
        say::error(unfit.message, unfit.help.as_deref());
        Exit::Usage
    })?;
    if let Some(file) = &args.output {
        check_free(&outside.current_dir.join(file), file)?;
    }
    if address.guessed {
        let scheme = address.url.scheme();
        say::err(format_args!("no scheme was given; trying {scheme}://"));
    }
    let fetched = fetch::fetch(&address, outside)?;
    let folder = args.output.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
    let home = Home::of(&address.url, &outside.current_dir.join(folder), outside);
    let suite = proposal::suite(&address, &fetched, home.as_ref());
    for note in proposal::notes(&address, &fetched) {
        say::err(format_args!("note: {note}"));
    }
    match &args.output {
        None => print(&suite),
        Some(file) => {
            write(&outside.current_dir.join(file), file, &suite)?;
            let command = run_command(file, &address, home.as_ref());
            say::out(format_args!("wrote {}; run it:\n  {command}", file.display()));
            Ok(())
        }
    }
}

/// Nobody loses a suite to a proposal.
fn check_free(path: &Path, file: &Path) -> Result<(), Exit> {
    match std::fs::symlink_metadata(path) {
        Ok(_) => Err(exists(file)),
        Err(_) => Ok(()),
    }
}

fn exists(file: &Path) -> Exit {
    let help = "give another name, or move it away first";
    say::error(format_args!("{} exists and is not overwritten", file.display()), Some(help));
    Exit::Usage
}

fn write(path: &Path, file: &Path, suite: &str) -> Result<(), Exit> {
    let opened = OpenOptions::new().write(true).create_new(true).open(path);
    let written = opened.and_then(|mut out| {
        let written = out.write_all(suite.as_bytes()).and_then(|()| out.flush());
        // Half a suite would keep the next attempt from writing a whole one.
        written.inspect_err(|_| drop(std::fs::remove_file(path)))
    });
    written.map_err(|cause| {
        if cause.kind() == ErrorKind::AlreadyExists {
            return exists(file);
        }
        let folder = path.parent().filter(|folder| !folder.exists());
        let help =
            folder.map(|folder| format!("make the folder first: `mkdir -p {}`", folder.display()));
        say::error(format_args!("{} cannot be written: {cause}", file.display()), help.as_deref());
        Exit::Unknown
    })
}

fn print(suite: &str) -> Result<(), Exit> {
    let mut stdout = anstream::stdout();
    match stdout.write_all(suite.as_bytes()).and_then(|()| stdout.flush()) {
        Err(cause) if cause.kind() != ErrorKind::BrokenPipe => {
            say::error(format_args!("the suite cannot be printed: {cause}"), None);
            Err(Exit::Unknown)
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// What to type next.
fn run_command(file: &Path, address: &Address, home: Option<&Home>) -> String {
    let mut command =
        format!("tripline run {}", runner_engine::shell_quoted(&file.to_string_lossy()));
    if let Some(home) = home {
        command += &format!(" -e {}", home.environment);
    }
    for hidden in &address.hidden {
        command += &format!(" --set {}=…", hidden.input);
    }
    command
}
