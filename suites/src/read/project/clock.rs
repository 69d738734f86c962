//! Cron expressions, time zones and moments.

use croner::parser::{CronParser, Seconds, Year};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use crate::diagnostics::{Code, Diagnostic};
use crate::language::Cron;
use crate::read::suggest::{did_you_mean, nearest};
use crate::read::{Fields, Reader};
use crate::source::{Span, Spanned};
use crate::yaml::Node;

/// The way out of an expression of another length.
const FIVE_FIELDS: &str = "it has five fields: minute, hour, day, month, weekday";

/// From here on it is asked whether an expression ever comes: before a leap day.
const EARLY: i64 = 1_704_067_200;

impl Reader<'_> {
    /// `cron`, together with the `time_zone` beside it.
    pub(super) fn cron(&mut self, fields: Fields<'_>) -> Option<Cron> {
        let time_zone = self.time_zone(fields);
        let text = self.some_text(fields.get("cron")?, "a cron expression")?;
        let pattern = match parsed(&text.value) {
            Ok(pattern) => pattern,
            Err((message, help)) => {
                self.report(Diagnostic::new(Code::E506, text.span, message).help(help));
                return None;
            }
        };
        Some(Cron { expression: text, pattern: Box::new(pattern), time_zone })
    }

    /// `time_zone`; UTC when it is not written.
    pub(super) fn time_zone(&mut self, fields: Fields<'_>) -> TimeZone {
        let text = fields.get("time_zone").and_then(|node| self.some_text(node, "a time zone"));
        let zone = text.and_then(|text| self.zone(&text.value, text.span));
        zone.unwrap_or(TimeZone::UTC)
    }

    /// The time zone of that name.
    pub(super) fn zone(&mut self, name: &str, span: Span) -> Option<TimeZone> {
        // A name that is no path: the system's time zones are files.
        if let Ok(zone) = TimeZone::get(name) {
            return Some(zone);
        }
        let mistake = Diagnostic::new(Code::E505, span, format!("unknown time zone `{name}`"));
        let known: Vec<String> =
            jiff::tz::db().available().map(|name| name.as_str().to_owned()).collect();
        let whole = nearest(name, known.iter().map(String::as_str));
        let city = || {
            let city = |zone: &str| zone.rsplit('/').next().unwrap_or(zone).to_owned();
            let near = nearest(&city(name), known.iter().map(|zone| last_part(zone)))?;
            known.iter().find(|zone| last_part(zone) == near).map(String::as_str)
        };
        self.report(mistake.help(match whole.or_else(city) {
            Some(near) => did_you_mean(near),
            None => "name a city, as in `Europe/Paris`, or write `UTC`".to_owned(),
        }));
        None
    }

    /// `2026-11-21T02:00`: on the clocks of `zone`, unless it says its own offset.
    pub(super) fn date_time(&mut self, node: &Node, zone: &TimeZone) -> Option<Spanned<Timestamp>> {
        let text = self.some_text(node, "a date and time")?;
        let written = text.value.trim();
        let local = || -> Option<Zoned> {
            let date = written.parse::<DateTime>();
            let date = date.or_else(|_| written.parse::<Date>().map(|date| date.at(0, 0, 0, 0)));
            date.ok()?.to_zoned(zone.clone()).ok()
        };
        // With an offset it is a moment; without one it is what a clock shows.
        let moment = written.parse::<Timestamp>().ok();
        match moment.or_else(|| local().map(|zoned| zoned.timestamp())) {
            Some(moment) => Some(Spanned::new(moment, text.span)),
            None => {
                let message = format!("`{}` is no date and time", text.value);
                let help = "write `2026-11-21T02:00`, and `time_zone` beside it";
                self.mistake(Code::E506, text.span, message, help);
                None
            }
        }
    }
}

/// `Paris` of `Europe/Paris`.
fn last_part(zone: &str) -> &str {
    zone.rsplit('/').next().unwrap_or(zone)
}

/// An expression of five fields that comes some day.
fn parsed(text: &str) -> Result<croner::Cron, (String, String)> {
    let fields = text.split_whitespace().count();
    if text.trim_start().starts_with('@') || fields != 5 {
        let message = format!("`{text}` is no cron expression of five fields");
        let help = match (text.trim(), fields) {
            ("@hourly", _) => "write `0 * * * *`".to_owned(),
            ("@daily" | "@midnight", _) => "write `0 0 * * *`".to_owned(),
            ("@weekly", _) => "write `0 0 * * 0`".to_owned(),
            ("@monthly", _) => "write `0 0 1 * *`".to_owned(),
            (_, 6) => format!("leave the seconds out: {FIVE_FIELDS}"),
            _ => FIVE_FIELDS.to_owned(),
        };
        return Err((message, help));
    }
    let parser = CronParser::builder().seconds(Seconds::Disallowed).year(Year::Disallowed).build();
    let pattern = parser.parse(text).map_err(|error| {
        let cause = error.to_string();
        let cause = cause.rsplit(": ").next().unwrap_or(&cause).trim_end_matches('.').to_owned();
        (format!("`{text}` cannot be read: {}", lower_first(&cause)), FIVE_FIELDS.to_owned())
    })?;
    let early = Timestamp::from_second(EARLY).expect("it is within the years that are known");
    match pattern.find_next_occurrence(&early.to_zoned(TimeZone::UTC), true) {
        Ok(_) => Ok(pattern),
        Err(_) => Err((
            format!("`{text}` never comes"),
            "no month has that day: change the day or the month".to_owned(),
        )),
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cron_expression_has_five_fields_and_comes_some_day() {
        for right in ["30 2 * * *", "*/5 * * * MON-FRI", "0 0 29 2 *", "0 9 L * *", "0 3 * * 0#1"] {
            assert!(parsed(right).is_ok(), "{right}: {:?}", parsed(right));
        }
        for wrong in
            ["", "@daily", "* * * *", "0 * * * * *", "60 * * * *", "0 0 30 2 *", "a b c d e"]
        {
            assert!(parsed(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn of_a_day_and_a_weekday_one_is_enough_unless_both_are_asked_for() {
        let next = |text: &str| {
            let early = Timestamp::from_second(EARLY).unwrap().to_zoned(TimeZone::UTC);
            parsed(text).unwrap().find_next_occurrence(&early, false).unwrap().date().to_string()
        };
        // 1 January 2024 was a Monday.
        assert_eq!(next("0 0 15 * 2"), "2024-01-02");
        assert_eq!(next("0 0 16 * +2"), "2024-01-16");
        assert_eq!(next("0 0 13 * +5"), "2024-09-13");
    }
}
