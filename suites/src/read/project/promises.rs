//! Objectives beside the rest of the project: runs that count, rules that can fire, results that
//! are kept long enough.

use std::time::Duration;

use runner_model::Ratio;

use super::parts::Parts;
use crate::diagnostics::{Code, Diagnostic};
use crate::language::{BurnAlert, Keep, Monitor, Objective, When, Window};
use crate::source::Span;

/// A day.
const DAY: Duration = Duration::from_secs(86_400);
/// The longest month.
const MONTH: Duration = Duration::from_secs(31 * 86_400);
/// A month, on average, as rules count it.
const USUAL_MONTH: Duration = Duration::from_secs(30 * 86_400);
/// Results are kept so much longer than the objective looks back.
const SPARE: Duration = Duration::from_secs(7 * 86_400);
/// The rules of `standard`: the share of the budget in percent, and the long time.
const STANDARD: [(u64, Duration); 3] = [
    (2, Duration::from_secs(3_600)),
    (5, Duration::from_secs(6 * 3_600)),
    (10, Duration::from_secs(3 * 86_400)),
];

/// A rule, as far as arithmetic is concerned.
struct Rule {
    burn: Ratio,
    over: Duration,
    place: Span,
    standard: bool,
}

impl Parts<'_> {
    /// Looks at all objectives, once all files have been read.
    pub(super) fn promises(&mut self) {
        let mut found = Vec::new();
        for objective in &self.project.objectives {
            found.extend(self.forgotten(objective));
            let window = window(objective);
            let monitor = self.project.monitors.iter();
            let monitor =
                monitor.clone().find(|known| known.name.value == objective.of.value.monitor);
            found.extend(monitor.and_then(|monitor| unmeasured(objective, monitor)));
            for rule in rules(objective, window) {
                if rule.over > window {
                    found.push(looks_too_far_back(&rule, objective));
                } else if cannot_fire(objective.target.value, rule.burn) {
                    found.push(never_fires(&rule, objective.target.value));
                } else if monitor.is_some_and(|monitor| one_failure(objective, &rule, monitor)) {
                    found.push(fires_on_one(&rule, objective));
                }
            }
        }
        found.into_iter().for_each(|diagnostic| self.reader.report(diagnostic));
    }

    /// E509: results that are gone before the objective has looked at them.
    fn forgotten(&self, objective: &Objective) -> Vec<Diagnostic> {
        let needed = match objective.over.value {
            Window::Rolling(duration) => duration,
            Window::Month => MONTH,
        } + SPARE;
        let retention = &self.project.retention;
        let kept = [
            ("runs", retention.runs),
            ("failures", retention.failures),
            ("summaries", retention.summaries),
        ];
        let days = needed.as_secs().div_ceil(DAY.as_secs());
        let short = kept.into_iter().filter(|(_, keep)| Keep::at_least(*keep) < needed);
        let found = short.map(|(key, _)| {
            let message =
                format!("`{}` looks back further than `{key}` are kept", objective.name.value);
            let help =
                format!("write `retention: {{ {key}: {days}d }}` or more: the window and 7 days");
            let diagnostic = Diagnostic::new(Code::E509, objective.over.span, message).help(help);
            match self.written("retention") {
                Some(retention) => diagnostic.related(retention, "kept as this says"),
                None => diagnostic,
            }
        });
        found.collect()
    }
}

/// Over which time an objective is measured; a month counts as 30 days.
fn window(objective: &Objective) -> Duration {
    match objective.over.value {
        Window::Rolling(duration) => duration,
        Window::Month => USUAL_MONTH,
    }
}

/// The rules of an objective; those of `standard` scaled to its window.
fn rules(objective: &Objective, window: Duration) -> Vec<Rule> {
    match &objective.alert {
        BurnAlert::None => Vec::new(),
        BurnAlert::Standard => STANDARD
            .iter()
            .filter_map(|(share, over)| {
                let burn = Ratio::new(share * window.as_secs(), 100 * over.as_secs()).ok()?;
                Some(Rule { burn, over: *over, place: objective.name.span, standard: true })
            })
            .collect(),
        BurnAlert::Rules(rules) => rules
            .iter()
            .map(|rule| Rule {
                burn: rule.burn.value,
                over: rule.over,
                place: rule.burn.span,
                standard: false,
            })
            .collect(),
    }
}

/// With everything failing, the budget burns 1 / (1 − target) times faster than even: no rule for
/// more than that can fire.
fn cannot_fire(target: Ratio, burn: Ratio) -> bool {
    let Some(budget) = target.complement() else { return true };
    let burnt = u128::from(burn.numerator()) * u128::from(budget.numerator());
    burnt >= u128::from(burn.denominator()) * u128::from(budget.denominator())
}

/// ⌊(1 − target) · burn · long / interval⌋ + 1 failed runs trip a rule (SLO.md, section 4): it is
/// one, and nothing asks for more.
fn one_failure(objective: &Objective, rule: &Rule, monitor: &Monitor) -> bool {
    let (When::Every(every), Some(budget)) = (&monitor.when, objective.target.value.complement())
    else {
        return false;
    };
    let allowed = u128::from(budget.numerator())
        .saturating_mul(u128::from(rule.burn.numerator()))
        .saturating_mul(rule.over.as_millis());
    let tripping = u128::from(budget.denominator())
        .saturating_mul(u128::from(rule.burn.denominator()))
        .saturating_mul(every.as_millis());
    objective.min_failures < 2 && allowed < tripping
}

/// E513: runs after deploys say how a deploy went, not how things are (SLO.md, section 2).
fn unmeasured(objective: &Objective, monitor: &Monitor) -> Option<Diagnostic> {
    let message = format!("`{}` runs on deploys only, and those do not count", monitor.name.value);
    (monitor.when == When::OnDeploy).then(|| {
        Diagnostic::new(Code::E513, objective.of.span, message)
            .related(monitor.span, "the monitor")
            .help("name one that runs with `every` or `cron`")
    })
}

fn looks_too_far_back(rule: &Rule, objective: &Objective) -> Diagnostic {
    let message = if rule.standard {
        "the slowest rule of `standard` looks back 3 days: longer than this objective".to_owned()
    } else {
        "this rule looks back further than the objective".to_owned()
    };
    Diagnostic::new(Code::E508, rule.place, message)
        .related(objective.over.span, "so far")
        .help("write rules of your own, the longest shorter than `over` of the objective")
}

fn never_fires(rule: &Rule, target: Ratio) -> Diagnostic {
    let most = target.complement().and_then(|budget| {
        let (above, below) = (budget.denominator(), budget.numerator());
        Ratio::new(above, below).ok()
    });
    let most = most.map(times).unwrap_or_default();
    let burn = times(rule.burn);
    let message = if rule.standard {
        format!("the rule of `standard` for a burn rate of {burn} can never fire")
    } else {
        format!("a burn rate of {burn} can never be exceeded")
    };
    let reason = format!("with a target of {target} it is at most {most}");
    let help = if rule.standard {
        format!("{reason}: write rules of your own, or raise the target")
    } else {
        format!("{reason}: write less, or raise the target")
    };
    Diagnostic::new(Code::E508, rule.place, message).help(help)
}

/// W502.
fn fires_on_one(rule: &Rule, objective: &Objective) -> Diagnostic {
    let burn = times(rule.burn);
    let message = format!("one failed run fires the rule for a burn rate of {burn}");
    let place = if rule.standard { objective.name.span } else { rule.place };
    Diagnostic::new(Code::W502, place, message).help(
        "leave `min_failures` at 2, let the monitor run more often, or look over a longer time",
    )
}

/// A rate with at most two digits behind the point.
fn times(rate: Ratio) -> String {
    let hundredths = u128::from(rate.numerator()) * 100 / u128::from(rate.denominator());
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    match rest {
        0 => whole.to_string(),
        rest if rest % 10 == 0 => format!("{whole}.{}", rest / 10),
        rest => format!("{whole}.{rest:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn percent(text: &str) -> Ratio {
        Ratio::from_percent_text(text).unwrap()
    }

    #[test]
    fn a_rule_fires_only_if_everything_failing_burns_faster() {
        let burn = |text: &str| Ratio::from_decimal_text(text).unwrap();
        assert!(!cannot_fire(percent("99.9%"), burn("14.4")));
        assert!(!cannot_fire(percent("95%"), burn("14.4")));
        assert!(cannot_fire(percent("90%"), burn("14.4")));
        // Exceeded, not reached.
        assert!(cannot_fire(percent("90%"), burn("10")));
        assert!(!cannot_fire(percent("90%"), burn("9.99")));
    }

    #[test]
    fn rates_are_short() {
        assert_eq!(times(Ratio::new(144, 10).unwrap()), "14.4");
        assert_eq!(times(Ratio::new(10, 1).unwrap()), "10");
        assert_eq!(times(Ratio::new(14, 15).unwrap()), "0.93");
        assert_eq!(times(Ratio::new(101, 100).unwrap()), "1.01");
    }
}
