//! How soon pages are there, how large they are, and what open dashboards cost: the real binary
//! over stores with millions of runs. `benches/web` builds and starts this.
//!
//! Lives here: the store, the project, looking at pages, listening as dashboards do.
//! May touch: a folder for stores beside this program, a temporary one, loopback, `/proc`.
//! Lives elsewhere: what a monitor costs (`serve`).

mod asking;
mod dashboards;
mod extent;
mod figures;
mod incidents;
mod looks;
mod project;
mod remembered;
mod results;

use std::error::Error;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use asking::Asking;
use benches::{Origin, Process, tripline};
use extent::{Extent, Size};
use jiff::Timestamp;
use results::Results;
use tempfile::TempDir;

fn main() -> ExitCode {
    match measure() {
        Ok(code) => code,
        Err(cause) => {
            let _ = writeln!(std::io::stderr(), "{cause}");
            ExitCode::FAILURE
        }
    }
}

/// Fails when a number is not met; of times nothing is said when it was quick.
fn measure() -> Result<ExitCode, Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let extent = extent(&arguments)?;
    // A client is not made without, although nothing here is encrypted.
    let chosen = rustls::crypto::ring::default_provider().install_default();
    chosen.map_err(|_| "somebody else has chosen how to encrypt")?;
    let origin = Origin::start()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(all(extent, &origin))
}

/// `--quick`; or `--runs N`, `--suites N`, `--looks N`, `--seconds N`, for less than all.
fn extent(arguments: &[String]) -> Result<Extent, Box<dyn Error>> {
    if arguments.iter().any(|argument| argument == "--quick") {
        return Ok(Extent::QUICK);
    }
    let mut extent = Extent::FULL;
    let mut rest = arguments.iter();
    while let Some(name) = rest.next() {
        let number: usize = rest.next().ok_or("a number is missing")?.parse()?;
        for size in [&mut extent.usual, &mut extent.many] {
            match name.as_str() {
                "--runs" => size.runs = number,
                "--suites" => size.suites = number,
                "--looks" => extent.looks = number,
                "--seconds" => extent.watched = Duration::from_secs(number as u64),
                other => return Err(format!("`{other}` is not known").into()),
            }
        }
    }
    Ok(extent)
}

async fn all(extent: Extent, origin: &Origin) -> Result<ExitCode, Box<dyn Error>> {
    let mut out = std::io::stdout().lock();
    let usual = Opened::open(extent.usual, origin).await?;
    let looks = looks::at_all(&usual.process, &usual.store, extent.usual, extent).await?;
    let assets = looks::assets(&usual.process).await?;
    let looks: Vec<_> = looks.into_iter().chain(assets).collect();
    let pages = figures::pages(&looks, figures::USUAL, extent);
    writeln!(out, "{}\n\n{}", extent.usual.told(), pages.table)?;
    let asking = Asking::of(&usual.process.url)?;
    let some = looks::some(extent.usual);
    let watched = dashboards::watch(&usual.process, &asking, &some, extent).await?;
    let dashboards = figures::dashboards(watched, extent);
    writeln!(out, "{}", dashboards.table)?;
    drop(usual);
    let many = Opened::open(extent.many, origin).await?;
    let looks = looks::at_all(&many.process, &many.store, extent.many, extent).await?;
    let more = figures::pages(&looks, figures::MANY, extent);
    writeln!(out, "{}\n\n{}", extent.many.told(), more.table)?;
    if !extent.tells {
        writeln!(
            out,
            "Everything works. Done for seconds, and built for tests, it tells sizes only."
        )?;
    }
    let met = pages.met && dashboards.met && more.met;
    Ok(if met { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A service over a store.
struct Opened {
    process: Process,
    store: PathBuf,
    _folder: TempDir,
}

impl Opened {
    #[expect(clippy::disallowed_methods, reason = "the service goes by the time of day, too")]
    async fn open(size: Size, origin: &Origin) -> Result<Self, Box<dyn Error>> {
        let folder = tempfile::tempdir()?;
        project::write(folder.path(), size, &origin.url())?;
        let results = Results::of(folder.path())?;
        let stores = tripline()?.with_file_name("stores-of-benches-web");
        let store = remembered::store(&stores, size, &results, Timestamp::now()).await?;
        let process = Process::start(folder.path(), &store)?;
        Ok(Self { process, store, _folder: folder })
    }
}
