//! Operating hours: `Mon-Fri 06:00-22:00, Sat 08:00-12:00 Europe/Paris`.

use jiff::civil::Weekday;
use jiff::tz::TimeZone;

use crate::diagnostics::Code;
use crate::language::{Hours, HoursSpan};
use crate::read::Reader;
use crate::yaml::Node;

/// The way out.
const FORM: &str = "write `Mon-Fri 06:00-22:00 Europe/Paris`; several are joined by `, `, the time zone stands last";

/// The days, as they are written.
const DAYS: [(&str, Weekday); 7] = [
    ("Mon", Weekday::Monday),
    ("Tue", Weekday::Tuesday),
    ("Wed", Weekday::Wednesday),
    ("Thu", Weekday::Thursday),
    ("Fri", Weekday::Friday),
    ("Sat", Weekday::Saturday),
    ("Sun", Weekday::Sunday),
];

impl Reader<'_> {
    /// The operating hours that stand there.
    pub(super) fn hours(&mut self, node: &Node) -> Option<Hours> {
        let text = self.some_text(node, "`hours`")?;
        let (spans, zone) = parts(&text.value);
        let spans = match read(spans) {
            Ok(spans) => spans,
            Err(message) => {
                self.mistake(Code::E506, text.span, message, FORM);
                return None;
            }
        };
        let time_zone = match zone {
            Some(zone) => {
                let place = self.sources().text(text.span).rfind(zone);
                let span = place.map_or(text.span, |at| text.span.part(at, zone.len()));
                self.zone(zone, span)?
            }
            None => TimeZone::UTC,
        };
        Some(Hours { spans, time_zone, span: text.span })
    }
}

/// The hours, and the time zone behind them.
fn parts(text: &str) -> (&str, Option<&str>) {
    let text = text.trim();
    match text.rsplit_once(char::is_whitespace) {
        Some((hours, zone)) if zone.starts_with(char::is_alphabetic) => (hours, Some(zone)),
        Some(_) | None => (text, None),
    }
}

/// Days without hours are part of what follows them: `Mon, Wed 08:00-12:00`.
fn read(text: &str) -> Result<Vec<HoursSpan>, String> {
    let mut spans = Vec::new();
    let mut days: Vec<Weekday> = Vec::new();
    for part in text.split(',').map(str::trim) {
        let from = part.find(|c: char| c.is_ascii_digit()).unwrap_or(part.len());
        let (named, hours) = (part[..from].trim(), part[from..].trim());
        if !named.is_empty() {
            days.extend(days_of(named)?);
        }
        if hours.is_empty() {
            if named.is_empty() {
                return Err("hours are missing beside a comma".to_owned());
            }
            continue;
        }
        let (from, to) = from_to(hours)?;
        let mut days = std::mem::take(&mut days);
        if days.is_empty() {
            days = DAYS.map(|(_, day)| day).to_vec();
        }
        days.sort_by_key(|day| day.to_monday_zero_offset());
        days.dedup();
        spans.push(HoursSpan { days, from, to });
    }
    if days.is_empty() { Ok(spans) } else { Err("the days at the end have no hours".to_owned()) }
}

/// `Mon`, `Mon-Fri`, `Sat-Mon`
fn days_of(text: &str) -> Result<Vec<Weekday>, String> {
    let day = |name: &str| {
        let name = name.trim();
        let known = DAYS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        known
            .map(|(_, day)| *day)
            .ok_or_else(|| format!("`{name}` is no day: they are `Mon Tue Wed Thu Fri Sat Sun`"))
    };
    let Some((first, last)) = text.split_once('-') else { return Ok(vec![day(text)?]) };
    let (first, last) = (day(first)?, day(last)?);
    Ok(first.cycle_forward().take(1 + usize::try_from(first.until(last)).unwrap_or(0)).collect())
}

/// `06:00-22:00`
fn from_to(text: &str) -> Result<(u16, u16), String> {
    let wrong = || format!("`{text}` are no hours");
    let (from, to) = text.split_once('-').ok_or_else(wrong)?;
    let (from, to) = (minute(from).ok_or_else(wrong)?, minute(to).ok_or_else(wrong)?);
    if from == 24 * 60 {
        return Err(format!("`{text}` begins when the day is over: write `00:00`"));
    }
    if from == to {
        return Err(format!("`{text}` is no time at all; a whole day is `00:00-24:00`"));
    }
    Ok((from, to))
}

/// `06:30`, as minutes from midnight. `24:00` is the end of the day.
fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once(':')?;
    let digits = |part: &str| part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(hour) || minute.len() != 2 || !digits(minute) {
        return None;
    }
    let (hour, minute) = (hour.parse::<u16>().ok()?, minute.parse::<u16>().ok()?);
    (minute < 60 && (hour < 24 || (hour, minute) == (24, 0))).then_some(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str) -> String {
        match read(parts(text).0) {
            Err(message) => message,
            Ok(spans) => spans
                .iter()
                .map(|span| {
                    let days = DAYS.iter().filter(|(_, day)| span.days.contains(day));
                    let days: Vec<&str> = days.map(|(name, _)| *name).collect();
                    format!("{} {}-{}", days.join(" "), span.from, span.to)
                })
                .collect::<Vec<_>>()
                .join("; "),
        }
    }

    #[test]
    fn hours_are_days_and_times() {
        assert_eq!(drawn("Mon-Fri 06:00-22:00 Europe/Paris"), "Mon Tue Wed Thu Fri 360-1320");
        assert_eq!(
            drawn("Mon-Thu 8:00-18:00, Fri 08:00-12:30"),
            "Mon Tue Wed Thu 480-1080; Fri 480-750"
        );
        assert_eq!(drawn("22:00-06:00 UTC"), "Mon Tue Wed Thu Fri Sat Sun 1320-360");
        assert_eq!(drawn("Sat-Mon 00:00-24:00"), "Mon Sat Sun 0-1440");
        assert_eq!(drawn("mon, Wed, wed 08:00 - 12:00"), "Mon Wed 480-720");
        assert_eq!(parts("08:00 - 12:00"), ("08:00 - 12:00", None));
        assert_eq!(parts("08:00-12:00 Europe/Paris").1, Some("Europe/Paris"));
    }

    #[test]
    fn what_are_no_hours_is_said_exactly() {
        assert_eq!(drawn("Mon-Fri"), "the days at the end have no hours");
        assert_eq!(
            drawn("Monday 08:00-12:00"),
            "`Monday` is no day: they are `Mon Tue Wed Thu Fri Sat Sun`"
        );
        assert_eq!(
            drawn("08:00-08:00"),
            "`08:00-08:00` is no time at all; a whole day is `00:00-24:00`"
        );
        assert_eq!(
            drawn("24:00-06:00"),
            "`24:00-06:00` begins when the day is over: write `00:00`"
        );
        for wrong in ["25:00-26:00", "08:60-09:00", "8-12", "08:00", "08:00-24:01", "08:00-12:00,"]
        {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
