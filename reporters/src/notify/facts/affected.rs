//! A series of an incident, in words.

use jiff::Timestamp;
use runner_model::Affected;
use serde::Serialize;

use super::line::Line;
use crate::notify::said::{long, moment, short};
use crate::notify::story::{found, label};

/// A series in an incident.
#[derive(Clone, Debug, Serialize)]
pub(super) struct AffectedFacts {
    /// `checkout (Place an order), since 14:02 UTC`
    title: String,
    /// `step 4 "place the order" answered 502, expected 201`
    sentence: String,
    label: String,
    monitor: String,
    test: String,
    variant: String,
    location: String,
    name: String,
    since: String,
    since_rfc3339: String,
    recovered: Option<String>,
    step: Option<String>,
    request: Option<String>,
    expected: Option<String>,
    got: Option<String>,
    trace: Option<String>,
    run: Option<String>,
    rerun: Option<String>,
    link: Option<String>,
    lines: Vec<Line>,
}

impl AffectedFacts {
    /// `in_full` gives it lines of its own, otherwise its sentence must do.
    pub(super) fn of(affected: &Affected, at: Timestamp, in_full: bool) -> Self {
        let Affected { series, name, since, recovered, finding } = affected;
        let label = label(series);
        let recovered = recovered.map(|recovered| moment(recovered, at));
        let finding = finding.as_ref();
        Self {
            title: title(&label, name, &moment(*since, at), recovered.as_deref()),
            sentence: finding.map(found).unwrap_or_default(),
            monitor: short(series.monitor.as_str()),
            test: short(series.test.test.as_str()),
            variant: short(&series.test.variant.to_string()),
            location: short(series.location.as_str()),
            name: short(name),
            since: moment(*since, at),
            since_rfc3339: since.to_string(),
            step: finding.map(|finding| short(&finding.step)),
            request: finding.and_then(|finding| finding.request.as_deref()).map(short),
            expected: finding.and_then(|finding| finding.expected.as_deref()).map(short),
            got: finding.map(|finding| short(&finding.got)),
            trace: finding.and_then(|finding| finding.trace.clone()).map(String::from),
            run: finding.map(|finding| finding.run.to_string()),
            rerun: finding.map(|finding| long(&finding.rerun)),
            link: finding.and_then(|finding| finding.link.as_deref()).map(long),
            lines: if in_full { lines(affected) } else { Vec::new() },
            label,
            recovered,
        }
    }
}

fn title(label: &str, name: &str, since: &str, recovered: Option<&str>) -> String {
    let name = short(name);
    let named = if name.is_empty() || name == label {
        label.to_owned()
    } else {
        format!("{label} ({name})")
    };
    match recovered {
        Some(recovered) => format!("{named}, since {since}, works again since {recovered}"),
        None => format!("{named}, since {since}"),
    }
}

fn lines(affected: &Affected) -> Vec<Line> {
    let location = Line::plain("Location", affected.series.location.as_str());
    let Some(finding) = &affected.finding else { return vec![location] };
    let optional = [
        finding.request.as_deref().map(|request| Line::plain("Request", request)),
        finding.expected.as_deref().map(|expected| Line::plain("Expected", expected)),
    ];
    let mut lines = vec![Line::plain("Step", &finding.step)];
    lines.extend(optional.into_iter().flatten());
    lines.push(Line::plain("Got", &finding.got));
    lines.push(location);
    lines.extend(finding.trace.as_ref().map(|trace| Line::code("Trace", trace.as_str())));
    lines.push(Line::code("Rerun", &finding.rerun));
    lines.extend(finding.link.as_deref().map(|link| Line::link("Run", link)));
    lines
}
