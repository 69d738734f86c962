//! Objectives: what is promised.

use std::time::Duration;

use jiff::tz::TimeZone;
use runner_model::Ratio;

use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Budgeting, BurnAlert, BurnRule, Check, Measure, Objective, Window};
use crate::read::keys::{BURN_RULE, OBJECTIVE, Place};
use crate::read::{Fields, Reader};
use crate::source::Spanned;
use crate::yaml::{Entry, Node};

/// The short time of a rule is this part of the long one when it is not written.
const SHORT: u32 = 12;

impl Reader<'_> {
    /// An entry of `slos`.
    pub(super) fn objective(&mut self, entry: &Entry) -> Option<Objective> {
        let name = self.named(&entry.key.value, entry.key.span);
        let fields = self.fields(&entry.value, &OBJECTIVE)?;
        let of = fields.get("of").and_then(|node| self.monitor_ref(node));
        let step = fields.get("step").and_then(|node| self.some_text(node, "`step`"));
        let good_when = self.good_when(fields);
        let measure = fields
            .get("measure")
            .and_then(|node| self.word_of(node, Measure::ALL, Measure::as_str));
        let measure = measure.unwrap_or(match good_when.is_empty() {
            true => Measure::Availability,
            false => Measure::Reliability,
        });
        let target = fields.get("target").and_then(|node| self.target(node));
        let over = fields.get("over").and_then(|node| self.window(node));
        let time_zone = self.window_zone(fields, over.as_ref());
        let budgeting = fields
            .get("budgeting")
            .and_then(|node| self.word_of(node, Budgeting::ALL, Budgeting::as_str));
        let (min_failures, coverage) = self.guard(fields);
        let alert = fields.get("alert").map(|node| self.burn_alert(node));
        Some(Objective {
            name: name?,
            of: of?,
            step,
            measure,
            good_when,
            target: target?,
            over: over?,
            time_zone,
            budgeting: budgeting.unwrap_or(match measure {
                Measure::Availability => Budgeting::Timeslices,
                Measure::Reliability => Budgeting::Occurrences,
            }),
            min_failures,
            coverage,
            alert: alert.unwrap_or(BurnAlert::None),
            span: entry.key.span,
        })
    }

    /// Of a step everything can be checked, of a whole test `took`.
    fn good_when(&mut self, fields: Fields<'_>) -> Vec<Check> {
        let Some(node) = fields.get("good_when") else { return Vec::new() };
        let place = if fields.get("step").is_some() { Place::Answer } else { Place::Objective };
        self.checks(node, place)
    }

    fn target(&mut self, node: &Node) -> Option<Spanned<Ratio>> {
        let target = self.percentage(node)?;
        let message = if target.value >= Ratio::ONE {
            "a target of 100 % leaves no budget: it is missed with the first failure"
        } else if target.value == Ratio::ZERO {
            "a target of 0 % is always met"
        } else {
            return Some(target);
        };
        let help = "write what is needed, as in `99.9%`";
        self.mistake(Code::E507, node.span, message.to_owned(), help);
        None
    }

    fn coverage(&mut self, node: &Node) -> Option<Ratio> {
        let coverage = self.percentage(node)?;
        if coverage.value > Ratio::ONE {
            let message = "more than everything cannot be known".to_owned();
            self.mistake(Code::E507, node.span, message, "write `100%` or less");
            return None;
        }
        Some(coverage.value)
    }

    /// `99.9%`
    fn percentage(&mut self, node: &Node) -> Option<Spanned<Ratio>> {
        let Some(scalar) = node.scalar().filter(|scalar| !scalar.value().is_null()) else {
            self.expected("a percentage such as `99.9%`", node);
            return None;
        };
        match Ratio::from_percent_text(&scalar.text) {
            Ok(ratio) => Some(Spanned::new(ratio, node.span)),
            Err(_) if scalar.value().is_number() => {
                let meant = format!("{}%", scalar.text);
                let mistake =
                    Diagnostic::new(Code::E205, node.span, format!("{} what?", scalar.text));
                self.report(mistake.help(format!("write `{meant}`")).fix(node.span, meant));
                None
            }
            Err(error) => {
                let message = error.to_string();
                let (message, help) = message.split_once(": ").unwrap_or((&message, ""));
                let help = if help.is_empty() { "write it like `99.9%`" } else { help };
                self.mistake(Code::E204, node.span, message.to_owned(), help);
                None
            }
        }
    }

    /// `30d`, `month`
    fn window(&mut self, node: &Node) -> Option<Spanned<Window>> {
        if node.scalar().is_some_and(|scalar| scalar.text == "month") {
            return Some(Spanned::new(Window::Month, node.span));
        }
        let duration = self.positive_duration(node)?;
        Some(Spanned::new(Window::Rolling(duration), node.span))
    }

    fn window_zone(&mut self, fields: Fields<'_>, over: Option<&Spanned<Window>>) -> TimeZone {
        if let Some(Window::Rolling(_)) = over.map(|over| over.value) {
            let message = "a window that rolls begins at no midnight";
            self.of_no_use(
                fields,
                "time_zone",
                message,
                "leave `time_zone` out, or say `over: month`",
            );
        }
        self.time_zone(fields)
    }

    /// `min_failures` and `coverage`.
    pub(super) fn guard(&mut self, fields: Fields<'_>) -> (u32, Ratio) {
        let min_failures = fields.get("min_failures").and_then(|node| self.integer(node, 1));
        let coverage = fields.get("coverage").and_then(|node| self.coverage(node));
        let usual = Ratio::new(9, 10).expect("ten is not zero");
        (min_failures.unwrap_or(2), coverage.unwrap_or(usual))
    }

    /// `standard`, or a list of rules.
    pub(super) fn burn_alert(&mut self, node: &Node) -> BurnAlert {
        match node.items() {
            Some([]) => {
                let message = "`alert` must not be empty".to_owned();
                self.mistake(Code::E211, node.span, message, "write `standard`, or a rule");
                BurnAlert::None
            }
            Some(items) => {
                BurnAlert::Rules(items.iter().filter_map(|item| self.burn_rule(item)).collect())
            }
            None if node.entries().is_some() => {
                self.expected("`standard` or a list of rules", node);
                BurnAlert::None
            }
            None => match self.word(node, &[("standard", ())]) {
                Some(()) => BurnAlert::Standard,
                None => BurnAlert::None,
            },
        }
    }

    fn burn_rule(&mut self, node: &Node) -> Option<BurnRule> {
        let fields = self.fields(node, &BURN_RULE)?;
        let burn = fields.get("burn").and_then(|node| self.burn(node));
        let over = fields.get("over").and_then(|node| self.positive_duration(node));
        let and = fields.get("and").and_then(|node| self.positive_duration(node));
        let severity = self.severity(fields);
        let notify = self.names_at(fields, "notify");
        let over: Duration = over?;
        let and = and.unwrap_or(over / SHORT);
        if and >= over
            && let Some(entry) = fields.entry("and")
        {
            let message = "the second time is to be the shorter one".to_owned();
            let help = "it tells that the budget still burns: `over: 1h, and: 5m`";
            self.mistake(Code::E212, entry.value.span, message, help);
            return None;
        }
        Some(BurnRule { burn: burn?, over, and, severity, notify, span: fields.span })
    }

    /// `14.4`
    fn burn(&mut self, node: &Node) -> Option<Spanned<Ratio>> {
        let text = node.scalar().map(|scalar| scalar.text.as_str()).unwrap_or_default();
        match Ratio::from_decimal_text(text) {
            Ok(burn) if burn > Ratio::ZERO => Some(Spanned::new(burn, node.span)),
            Ok(_) | Err(_) => {
                let mistake = self.wrong_type("a number over 0 such as `14.4`", node);
                self.report(mistake.help("a rate of 1 spends the budget just in time"));
                None
            }
        }
    }
}
