//! What the alarms of each objective would do: printed by `tripline check`.

use std::time::Duration;

use jiff::Timestamp;
use runner_model::human;
use runner_monitor::promises::{AlarmOutlook, ObjectiveOutlook, outlooks};
use suites::Project;

use super::columns::columns;
use super::numbers::{NONE, percent, rate};
use crate::say;

/// Prints for each objective whether its alarms can fire, and after how many failed runs.
pub(crate) fn print(project: &Project, now: Timestamp) {
    for objective in outlooks(project, now) {
        lines(&objective).iter().for_each(say::out);
    }
}

fn lines(objective: &ObjectiveOutlook) -> Vec<String> {
    let ObjectiveOutlook { name, target, interval, proven_by, alarms } = objective;
    let runs = usize::try_from(proven_by.wilson).unwrap_or(usize::MAX);
    let mut lines = vec![format!(
        "\n{name}: {} with a run every {}; {} in a row without a failure prove it",
        target.ratio(),
        human::duration(interval.duration()),
        human::count(runs, "run")
    )];
    if alarms.is_empty() {
        lines.push("  nobody is told when its budget burns: `alert` is not written".to_owned());
        return lines;
    }
    let titles =
        ["", "burn over", "in", "and", "budget spent", "fires on", "after at most", "clears after"];
    let mut rows = vec![titles.map(str::to_owned).to_vec()];
    rows.extend(alarms.iter().map(|alarm| row(alarm, objective)));
    lines.extend(columns(&rows).into_iter().map(|line| format!("  {line}")));
    lines.extend(alarms.iter().filter_map(doubt));
    lines
}

fn row(alarm: &AlarmOutlook, objective: &ObjectiveOutlook) -> Vec<String> {
    let rule = &alarm.alarm.rule;
    let time = |time: Option<Duration>| time.map_or_else(|| NONE.to_owned(), human::long);
    let mut row = vec![
        rule.severity().as_str().to_owned(),
        rate(Some(rule.burn())),
        human::long(rule.long()),
        human::long(rule.short()),
    ];
    row.extend(match &alarm.outlook {
        Err(_) => [NONE, "never", NONE, NONE].map(str::to_owned),
        Ok(outlook) => {
            let runs = usize::try_from(outlook.failures_to_fire).unwrap_or(usize::MAX);
            [
                percent(outlook.budget_spent.as_ref(), 1),
                human::count(runs, "failed run"),
                time(alarm.fires_within(objective.interval)),
                time(outlook.cleared_after),
            ]
        }
    });
    row
}

/// What somebody should know about a rule.
fn doubt(alarm: &AlarmOutlook) -> Option<String> {
    let burn = rate(Some(alarm.alarm.rule.burn()));
    match &alarm.outlook {
        Err(cannot) => Some(format!("  {cannot}")),
        Ok(outlook) if outlook.fires_on_one_failure() => Some(format!(
            "  warning: one failed run is enough for the rule of {burn}: leave `min_failures` at 2"
        )),
        Ok(outlook) if outlook.exceeded_by_one_failure() => Some(format!(
            "  one failed run exceeds the rate of {burn}: only `min_failures` keeps it quiet"
        )),
        Ok(_) => None,
    }
}
