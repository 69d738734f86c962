//! Runs, found by their ids: whole, or the end of one as pages show it.

use jiff::{SignedDuration, Timestamp};
use runner_model::{RunId, SeriesRun};
use runner_store::{ReadError, Store, WantedRuns};

use super::hits::{Hit, Hits, Kind};
use crate::pages::link;
use crate::pages::mark::Mark;
use crate::pages::standings::Standings;
use crate::pages::times;

/// So many letters of the end of an id tell enough.
const LEAST: usize = 4;

/// The end of an id is looked for among the runs of so long ago.
const BACK: SignedDuration = SignedDuration::from_hours(48);

const MOST: usize = 5;

/// The runs with this id, or whose ids end so.
pub(super) async fn runs(
    query: &str,
    store: &Store,
    standings: &Standings,
    now: Timestamp,
) -> Result<Hits, ReadError> {
    let asked = query.trim().trim_start_matches('#').to_ascii_lowercase();
    let is_id = asked.len() >= LEAST && asked.bytes().all(|byte| byte.is_ascii_hexdigit());
    let found = match RunId::try_from(asked.as_str()) {
        Ok(id) => store.runs().by_id(&id).await?,
        Err(_) if is_id => {
            let wanted = WantedRuns {
                series: &|_| true,
                run: &|run| run.run.as_str().ends_with(&asked),
                only_bad: false,
                from: now.checked_sub(BACK).unwrap_or(Timestamp::MIN),
                until: Timestamp::MAX,
            };
            store.runs().newest(&wanted, None, MOST).await?.runs
        }
        Err(_) => Vec::new(),
    };
    let mut hits: Vec<Hit> = Vec::new();
    for hit in found.iter().map(|run| hit(run, standings, now)) {
        // Tests of one run share its page.
        if !hits.iter().any(|known| known.target == hit.target) {
            hits.push(hit);
        }
    }
    Ok(Hits { kind: Kind::Run, hits })
}

fn hit(run: &SeriesRun, standings: &Standings, now: Timestamp) -> Hit {
    let mark = Mark::of_outcome(run.outcome);
    let line = standings.line(&run.series);
    let name = line.map_or_else(|| run.series.test.suite.to_string(), |line| line.name.clone());
    let ago = times::about(times::since(run.started, now));
    let said = format!("{}, {ago} ago", mark.word.to_lowercase());
    Hit::page(mark.icon, format!("{name} #{}", &run.run.as_str()[24..]), said, link::run(&run.run))
}
