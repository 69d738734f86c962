//! What the monitor service needs: thousands of monitors of one request each, watched by the real
//! binary. `benches/serve` builds and starts this.
//!
//! Lives here: the project, the process, what it used and what it stored. May touch: a temporary
//! folder, loopback, `/proc`. Lives elsewhere: where the time goes (a profiler tells).

mod extent;
mod figures;
mod history;
mod project;
mod watching;

use std::error::Error;
use std::io::Write as _;
use std::process::ExitCode;

use benches::Origin;
use extent::Extent;
use figures::Figures;
use project::Layout;

fn main() -> ExitCode {
    match measure() {
        Ok(code) => code,
        Err(cause) => {
            let _ = writeln!(std::io::stderr(), "{cause}");
            ExitCode::FAILURE
        }
    }
}

/// Fails when a number is not met; not when it was quick.
fn measure() -> Result<ExitCode, Box<dyn Error>> {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let extent = if quick { Extent::QUICK } else { Extent::FULL };
    let origin = Origin::start()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let figures = [
        runtime.block_on(figures(Layout::OwnSuites, extent, &origin))?,
        runtime.block_on(figures(Layout::OneSuite, extent, &origin))?,
    ];
    let mut out = std::io::stdout().lock();
    let (table, met) = figures::table(&figures, extent);
    writeln!(out, "{table}")?;
    if quick {
        let told =
            "Everything works. Done for seconds, and built for tests, it says nothing of speed.";
        writeln!(out, "{told}")?;
        return Ok(ExitCode::SUCCESS);
    }
    for line in extent.told() {
        writeln!(out, "{line}")?;
    }
    Ok(if met { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn figures(
    layout: Layout,
    extent: Extent,
    origin: &Origin,
) -> Result<Figures, Box<dyn Error>> {
    let few = watching::watch(layout, extent.few, extent, origin).await?;
    let many = watching::watch(layout, extent.many, extent, origin).await?;
    Ok(Figures::of(layout, extent, &few, &many))
}
