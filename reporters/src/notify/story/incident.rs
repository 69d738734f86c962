//! Series that broke together.

use jiff::Timestamp;
use runner_model::{Affected, Finding, IncidentNews, IncidentPhase, Series, human};

use super::told::{Story, Tone};
use crate::notify::said::{listed, moment, short, span};

/// `checkout is down in production since 14:02 UTC: …`; `place` is ` in production` or nothing.
pub(super) fn story(news: &IncidentNews, place: &str, at: Timestamp) -> Story {
    let concerned = concerned(news);
    let names = distinct(&concerned);
    let what = listed(&names, news.more);
    let alone = names.len() as u64 + news.more == 1;
    let since = moment(news.since, at);
    let (is, fails, works) = if alone { ("is", "fails", "works") } else { ("are", "fail", "work") };
    let (state, tone, headline) = match news.phase {
        IncidentPhase::Down => {
            ("down", Tone::Bad, format!("{what} {is} down{place} since {since}"))
        }
        IncidentPhase::Degraded => {
            ("degraded", Tone::Warn, format!("{what} {is} degraded{place} since {since}"))
        }
        IncidentPhase::StillOpen => {
            let open = human::duration(at.duration_since(news.since).unsigned_abs());
            let headline = format!("{what} still {fails}{place} after {open}, since {since}");
            ("still failing", Tone::Bad, headline)
        }
        IncidentPhase::Recovered { .. } => {
            ("up", Tone::Good, format!("{what} {works} again{place}"))
        }
    };
    let because = match news.phase {
        IncidentPhase::Down | IncidentPhase::Degraded | IncidentPhase::StillOpen => {
            cause(&concerned, alone)
        }
        IncidentPhase::Recovered { lasted } => {
            let span = span(news.since, lasted, at);
            Some(format!("the incident lasted {}, {span}", human::duration(lasted)))
        }
    };
    let subject = names.first().cloned().unwrap_or_else(|| what.clone());
    Story { subject, state, tone, headline, because }
}

/// `checkout`, `checkout/refunds · canary-eu`: short, as there is mostly one test.
pub(in crate::notify) fn label(series: &Series) -> String {
    let full = series.to_string();
    let main = format!("{}/main", series.monitor);
    let rest = full.strip_prefix(&main).filter(|rest| rest.is_empty() || rest.starts_with(" · "));
    short(&rest.map_or_else(|| full.clone(), |rest| format!("{}{rest}", series.monitor)))
}

/// `step 4 "place the order" answered 502, expected 201`
pub(in crate::notify) fn found(finding: &Finding) -> String {
    let (step, got) = (short(&finding.step), short(&finding.got));
    let Some(expected) = finding.expected.as_deref().map(short) else {
        return format!("{step}: {got}");
    };
    match expected.strip_prefix("status ") {
        Some(status) => format!("{step} answered {got}, expected {status}"),
        None => format!("{step}: expected {expected}, got {got}"),
    }
}

/// Those that are not well yet; all, once all are.
fn concerned(news: &IncidentNews) -> Vec<&Affected> {
    let recovered = matches!(news.phase, IncidentPhase::Recovered { .. });
    let failing = |affected: &&Affected| recovered || affected.recovered.is_none();
    let failing: Vec<&Affected> = news.affected.iter().filter(failing).collect();
    if failing.is_empty() { news.affected.iter().collect() } else { failing }
}

fn distinct(concerned: &[&Affected]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in concerned.iter().map(|affected| label(&affected.series)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// What the first that found something found, and which that is.
fn cause(concerned: &[&Affected], alone: bool) -> Option<String> {
    let affected = concerned.iter().find(|affected| affected.finding.is_some())?;
    let found = found(affected.finding.as_ref()?);
    Some(if alone { found } else { format!("in {}, {found}", label(&affected.series)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(expected: Option<&str>, got: &str) -> Finding {
        Finding {
            run: "0af7651916cd43dd8448eb211c80319c".try_into().unwrap(),
            step: "step 4 \"place the order\"".to_owned(),
            request: None,
            expected: expected.map(str::to_owned),
            got: got.to_owned(),
            trace: None,
            rerun: String::new(),
            link: None,
        }
    }

    #[test]
    fn what_was_found_reads_as_a_sentence() {
        for (expected, got, said) in [
            (Some("status 201"), "502", "step 4 \"place the order\" answered 502, expected 201"),
            (Some("$.total: 12"), "13", "step 4 \"place the order\": expected $.total: 12, got 13"),
            (None, "no answer within 10 s", "step 4 \"place the order\": no answer within 10 s"),
        ] {
            assert_eq!(found(&finding(expected, got)), said);
        }
    }
}
