//! Every page and every list of the API, asked for.

use std::error::Error;
use std::time::Duration;

use benches::Process;
use jiff::Timestamp;
use runner_model::Outcome;
use runner_store::{Store, WantedRuns};

use crate::asking::{Answered, Asking};
use crate::extent::{Extent, Size};
use crate::project::{OBJECTIVE, STATUS_PAGE, Watched, suite};

/// A way that was asked for.
pub(crate) struct Look {
    pub(crate) name: String,
    pub(crate) answered: Answered,
    pub(crate) kind: Kind,
}

/// What is asked of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A page for people.
    Page,
    /// A page that nobody has looked at for a while.
    FirstLook,
    /// An answer for programs: only told.
    List,
    /// Loaded once.
    Asset {
        /// Bytes that it may have at most, compressed.
        most: usize,
    },
}

/// Ways that are always the same.
const PAGES: [&str; 8] =
    ["/", "/?page=2", "/s", "/runs", "/runs?outcome=failed", "/env", "/i", "/d"];
const LISTS: [&str; 7] = [
    "/api/v1/status",
    "/api/v1/monitors",
    "/api/v1/suites",
    "/api/v1/objectives",
    "/api/v1/runs?limit=50",
    "/api/v1/runs?limit=50&outcome=failed",
    "/api/v1/incidents?limit=50",
];

/// Nothing waits longer for what is worked out once.
const WARM: usize = 3;

/// Asks for everything.
pub(crate) async fn at_all(
    process: &Process,
    store: &std::path::Path,
    size: Size,
    extent: Extent,
) -> Result<Vec<Look>, Box<dyn Error>> {
    let asking = Asking::of(&process.url)?;
    let mut looks = Vec::new();
    for way in PAGES {
        looks.push(look(&asking, way, Kind::Page, way, extent).await?);
    }
    for (name, ways) in [
        ("/r/{id}", runs(store, extent.looks, false).await?),
        ("/r/{id}, failed", runs(store, extent.looks, true).await?),
        ("/s/{name}", suites(size, extent.looks)),
    ] {
        let answered = asking.each(ways.iter().map(String::as_str)).await?;
        looks.push(Look { name: name.to_owned(), answered, kind: Kind::Page });
    }
    let slo = format!("/slo/{OBJECTIVE}");
    let status = format!("/status/{STATUS_PAGE}");
    for (name, way) in
        [("/slo", "/slo"), ("/slo/{name}", &slo), ("/tv", "/tv"), ("/status/{slug}", &status)]
    {
        looks.push(look(&asking, name, Kind::Page, way, extent).await?);
    }
    for way in LISTS {
        looks.push(look(&asking, way, Kind::List, way, extent).await?);
    }
    if extent.first_looks > 0 {
        for way in ["/", "/s"] {
            looks.push(first(&asking, way, extent).await?);
        }
    }
    Ok(looks)
}

/// What a page loads: style and script.
pub(crate) async fn assets(process: &Process) -> Result<Vec<Look>, Box<dyn Error>> {
    let asking = Asking::of(&process.url)?;
    let page = asking.text("/").await?;
    let mut looks = Vec::new();
    for (ending, most) in [(".css\"", 8 * 1024), (".js\"", 22 * 1024)] {
        let found = page.split("/assets/").find_map(|rest| rest.split_once(ending));
        let (name, _) = found.filter(|(name, _)| !name.contains('"')).ok_or("a page without it")?;
        let way = format!("/assets/{name}{}", ending.trim_end_matches('"'));
        let answered = asking.each([way.as_str()].into_iter()).await?;
        looks.push(Look { name: way, answered, kind: Kind::Asset { most } });
    }
    Ok(looks)
}

async fn look(
    asking: &Asking,
    name: &str,
    kind: Kind,
    way: &str,
    extent: Extent,
) -> Result<Look, Box<dyn Error>> {
    asking.each([way; WARM].into_iter()).await?;
    let ways = std::iter::repeat_n(way, extent.looks);
    Ok(Look { name: name.to_owned(), answered: asking.each(ways).await?, kind })
}

async fn first(asking: &Asking, way: &str, extent: Extent) -> Result<Look, Box<dyn Error>> {
    let mut answered = Answered::default();
    for _ in 0..extent.first_looks {
        tokio::time::sleep(extent.quiet).await;
        answered.add(asking.each([way].into_iter()).await?);
    }
    let name = format!("{way}, after {} s in which nobody looked", extent.quiet.as_secs());
    Ok(Look { name, answered, kind: Kind::FirstLook })
}

fn suites(size: Size, count: usize) -> Vec<String> {
    (0..count).map(|number| format!("/s/{}", suite(number * 37 % size.suites))).collect()
}

/// The pages of so many runs, of different monitors and times.
async fn runs(
    store: &std::path::Path,
    count: usize,
    has_failed: bool,
) -> Result<Vec<String>, Box<dyn Error>> {
    let store = Store::open(store).await?;
    let last = store.runs().newest(&wanted(false, Timestamp::MAX), None, 1).await?;
    let last = last.runs.first().ok_or("a store without runs")?.planned;
    let mut ways = Vec::new();
    for back in 0u32.. {
        let until = last - Duration::from_secs(1_200) * back;
        let found =
            store.runs().newest(&wanted(has_failed, until), None, count.div_ceil(4)).await?;
        ways.extend(found.runs.iter().map(|run| format!("/r/{}", run.run)));
        if ways.len() >= count || found.next.is_none() {
            break;
        }
    }
    store.close().await;
    ways.truncate(count);
    Ok(ways)
}

fn wanted(has_failed: bool, until: Timestamp) -> WantedRuns<'static> {
    WantedRuns {
        series: &|_| true,
        run: if has_failed { &|run| run.outcome == Outcome::Failed } else { &|_| true },
        only_bad: has_failed,
        from: Timestamp::MIN,
        until,
    }
}

/// Monitors that are run while dashboards are open.
pub(crate) fn some(size: Size) -> Vec<Watched> {
    Watched::all(size).filter(|watched| !watched.is_failing()).take(60).collect()
}
