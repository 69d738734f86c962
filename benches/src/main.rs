//! How fast tripline is: the works of `work`, done by the floor, by tripline and, where it is
//! installed, by Hurl, in turn, so that all see the same machine. `benches/run` builds and starts
//! this.
//!
//! Lives here: a server on loopback, the measuring, the table. May touch: a temporary folder,
//! loopback. Lives elsewhere: where the time goes inside tripline (a profiler tells).

mod cores;
mod layout;
mod sample;
mod series;
mod table;
mod target;
mod work;

use std::collections::BTreeSet;
use std::error::Error;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use benches::Origin;
use cores::Cores;
use sample::Contender;
use table::{Results, Table};
use work::{Extent, Work};

fn main() -> ExitCode {
    match measure() {
        Ok(()) => ExitCode::SUCCESS,
        Err(cause) => {
            let _ = writeln!(std::io::stderr(), "{cause}");
            ExitCode::FAILURE
        }
    }
}

fn measure() -> Result<(), Box<dyn Error>> {
    if std::env::args().any(|argument| argument == "--layout") {
        return lay_out();
    }
    let quick = std::env::args().any(|argument| argument == "--quick");
    let extent = if quick { Extent::QUICK } else { Extent::FULL };
    let programs = Programs::find()?;
    let origin = Origin::start()?;
    let root = tempfile::tempdir()?;
    let mut table = Table::new();
    let cores = Cores::find()?;
    let mut shared = false;
    for (index, work) in work::all(extent).iter().enumerate() {
        let folder = root.path().join(index.to_string());
        work.write(&folder)?;
        shared |= cores.share(work.takes_turns()) && work.takes_turns();
        table.add(&work.name, work.targets, &programs.compete(work, &folder, &origin)?);
    }
    let mut out = std::io::stdout().lock();
    writeln!(out, "{table}")?;
    if quick {
        writeln!(
            out,
            "Everything works. Done once, and built for tests, it says nothing of speed."
        )?;
        return Ok(());
    }
    writeln!(
        out,
        "Each is the least and the median of {} runs ({} of the longer works),",
        extent.short, extent.long
    )?;
    writeln!(out, "taken in turn; compared are the least times and the median of memory.")?;
    if shared {
        writeln!(
            out,
            "Where requests follow one another, all share one core with the server; files side by\n\
             side have all cores."
        )?;
    }
    if programs.hurl.is_none() {
        writeln!(
            out,
            "hurl is not on the PATH: its times are those that were measured elsewhere."
        )?;
    }
    Ok(())
}

/// Prints the script for the linker, of the works whose start counts.
fn lay_out() -> Result<(), Box<dyn Error>> {
    let program = Programs::find()?.tripline;
    let origin = Origin::start()?;
    let root = tempfile::tempdir()?;
    let mut needed = BTreeSet::new();
    for (index, work) in work::all(Extent::FULL).iter().take(2).enumerate() {
        let folder = root.path().join(index.to_string());
        work.write(&folder)?;
        needed.extend(layout::needed(&program, &Work::tripline(&origin.url()), &folder)?);
    }
    write!(std::io::stdout(), "{}", layout::script(&needed, &layout::all(&program)?))?;
    Ok(())
}

/// The programs that take part.
struct Programs {
    measure: PathBuf,
    floor: PathBuf,
    tripline: PathBuf,
    hurl: Option<PathBuf>,
}

impl Programs {
    /// Ours lie beside this one.
    fn find() -> Result<Self, Box<dyn Error>> {
        let own = std::env::current_exe()?;
        let beside = |name: &str| {
            let path = own.with_file_name(format!("{name}{}", std::env::consts::EXE_SUFFIX));
            if path.is_file() { Ok(path) } else { Err(format!("{} is not built", path.display())) }
        };
        let hurl = Command::new("hurl")
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success());
        Ok(Self {
            measure: beside("measure")?,
            floor: beside("floor")?,
            tripline: beside("tripline")?,
            hurl: hurl.then(|| "hurl".into()),
        })
    }

    /// Lets all do a work in turn.
    fn compete(
        &self,
        work: &Work,
        folder: &Path,
        origin: &Origin,
    ) -> Result<Results, Box<dyn Error>> {
        let url = origin.url();
        let contender = |program, arguments| Contender { program, arguments, folder };
        let floor = contender(&*self.floor, work.floor(&url));
        let tripline = contender(&*self.tripline, Work::tripline(&url));
        let hurl = self.hurl.as_deref().map(|hurl| contender(hurl, Work::hurl(&url)));
        let mut results = Results::default();
        for _ in 0..work.rounds {
            let lanes = [
                (Some(&floor), &mut results.floor),
                (Some(&tripline), &mut results.tripline),
                (hurl.as_ref(), &mut results.hurl),
            ];
            for (contender, series) in lanes {
                let Some(contender) = contender else { continue };
                origin.take_served();
                series.add(contender.run(&self.measure)?);
                let (sent, due) = (origin.take_served(), work.requests());
                if sent != due {
                    return Err(
                        format!("`{contender}` sent {sent} requests instead of {due}").into()
                    );
                }
            }
        }
        Ok(results)
    }
}
