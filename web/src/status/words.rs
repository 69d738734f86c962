//! What a page says, in words for those who use the services.

use std::time::Duration;

use jiff::Timestamp;
use runner_health::exact::{fraction, percent_text};
use runner_health::series::StateTimes;
use runner_monitor::diary::Day;

use super::facts::{Component, Facts, Outage, Standing};

/// So many decimals tell four nines from five.
const PLACES: u8 = 4;

/// The first sentence of the page.
pub(super) fn verdict(facts: &Facts) -> String {
    let worst = facts.components.iter().map(|component| component.standing).min();
    let are = |standing: Standing| -> Vec<&str> {
        let all = facts.components.iter().filter(|component| component.standing == standing);
        all.map(|component| component.name.as_str()).collect()
    };
    match worst {
        None | Some(Standing::Up) => "Everything works.".to_owned(),
        Some(Standing::Down) => match are(Standing::Down).as_slice() {
            all if all.len() == facts.components.len() && all.len() > 1 => {
                "Nothing works.".to_owned()
            }
            names => format!("{} {} not work.", listed(names), do_or_does(names)),
        },
        Some(Standing::Degraded) => {
            let names = are(Standing::Degraded);
            let it = if names.len() == 1 { "it" } else { "they" };
            format!("{} {}, but not as {it} should.", listed(&names), work_or_works(&names))
        }
        Some(Standing::Maintenance) => {
            let names = are(Standing::Maintenance);
            format!(
                "{} {} under maintenance.",
                listed(&names),
                if names.len() == 1 { "is" } else { "are" }
            )
        }
        Some(Standing::Unknown) => {
            let names = are(Standing::Unknown);
            format!("Whether {} {} is not known at present.", listed(&names), work_or_works(&names))
        }
    }
}

fn do_or_does(names: &[&str]) -> &'static str {
    if names.len() == 1 { "does" } else { "do" }
}

fn work_or_works(names: &[&str]) -> &'static str {
    if names.len() == 1 { "works" } else { "work" }
}

/// `Checkout, Search and Login`
pub(super) fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// How a component is, in two words.
pub(super) fn standing(of: Standing) -> &'static str {
    match of {
        Standing::Down => "does not work",
        Standing::Degraded => "works, but not as it should",
        Standing::Maintenance => "under maintenance",
        Standing::Unknown => "not known",
        Standing::Up => "works",
    }
}

/// What an incident is, or was.
pub(super) fn outage(outage: &Outage) -> String {
    let names: Vec<&str> = outage.components.iter().map(String::as_str).collect();
    let is_one = names.len() == 1;
    match (outage.until.is_some(), outage.is_down, is_one) {
        (false, true, true) => format!("{} does not work", listed(&names)),
        (false, true, false) => format!("{} do not work", listed(&names)),
        (false, false, true) => format!("{} works, but not as it should", listed(&names)),
        (false, false, false) => format!("{} work, but not as they should", listed(&names)),
        (true, true, _) => format!("{} did not work", listed(&names)),
        (true, false, _) => format!("{} worked, but not as it should", listed(&names)),
    }
}

/// `20 Nov 2026, 14:02 UTC`
pub(super) fn moment(at: Timestamp) -> String {
    at.strftime("%-d %b %Y, %H:%M UTC").to_string()
}

/// `20 Nov 2026`
pub(super) fn date(at: Timestamp) -> String {
    at.strftime("%-d %b %Y").to_string()
}

/// `2 h 3 min 4 s`: exact to the second, nothing rounded up.
pub(super) fn exact(time: Duration) -> String {
    let seconds = time.as_secs();
    let parts = [(seconds / 3600, "h"), (seconds % 3600 / 60, "min"), (seconds % 60, "s")];
    let parts = parts.iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = parts.map(|(count, unit)| format!("{count} {unit}")).collect();
    match parts.is_empty() {
        true if time.is_zero() => "0 s".to_owned(),
        true => "less than 1 s".to_owned(),
        false => parts.join(" "),
    }
}

/// How a day was: `did not work for 3 min 20 s`.
pub(super) fn day(times: &StateTimes) -> String {
    let StateTimes { up: _, degraded, down, unknown, excluded } = *times;
    let said = [
        (down, "did not work for"),
        (degraded, "worked, but not as it should, for"),
        (unknown, "not known for"),
        (excluded, "announced or closed for"),
    ];
    let said = said.iter().filter(|(time, _)| !time.is_zero());
    let said: Vec<String> = said.map(|(time, words)| format!("{words} {}", exact(*time))).collect();
    if said.is_empty() { "worked all the time".to_owned() } else { said.join("; ") }
}

/// The share of the known time in which it worked, and how much of the time is known: `99.9812 %`,
/// `known for 98.2 % of the time`; less than a hundredth of it is told by its length.
pub(super) fn shares(days: &[Day]) -> (Option<String>, Option<String>) {
    let mut all = StateTimes::default();
    days.iter().for_each(|day| all += &day.times);
    let share = |part: Duration, of: Duration, places| {
        (!of.is_zero()).then(|| percent_text(&fraction(part.as_micros(), of.as_micros()), places))
    };
    let known = match all.known() * 100 < all.operating() {
        true => Some(exact(all.known())),
        false => share(all.known(), all.operating(), 1).map(|share| format!("{share} of the time")),
    };
    let known = known.filter(|_| !all.unknown.is_zero());
    (share(all.good(), all.known(), PLACES), known.map(|known| format!("known for {known}")))
}

/// What the bars of a component show, for those who do not see them.
pub(super) fn label(component: &Component) -> String {
    let bad = component.days.iter().filter(|day| !day.times.down.is_zero()).count();
    let days = component.days.len();
    let (share, known) = shares(&component.days);
    let worked = share.map_or_else(
        || "nothing is known of the time".to_owned(),
        |share| format!("worked for {share} of the time"),
    );
    let known = known.map_or_else(String::new, |known| format!(", {known}"));
    format!(
        "{}, the last {days} days: {worked}{known}; did not work on {bad} of them",
        component.name
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(standings: &[(&str, Standing)]) -> Facts {
        let component = |(name, standing): &(&str, Standing)| Component {
            name: (*name).to_owned(),
            standing: *standing,
            since: None,
            days: Vec::new(),
        };
        Facts {
            slug: "shop".to_owned(),
            title: "Shop".to_owned(),
            at: Timestamp::UNIX_EPOCH,
            components: standings.iter().map(component).collect(),
            open: Vec::new(),
            over: Vec::new(),
            maintenance: Vec::new(),
        }
    }

    #[test]
    fn the_first_sentence_names_what_is_worst() {
        use Standing::{Degraded, Down, Maintenance, Unknown, Up};
        let says = |standings: &[(&str, Standing)]| verdict(&facts(standings));
        assert_eq!(says(&[("Checkout", Up), ("Search", Up)]), "Everything works.");
        assert_eq!(says(&[("Checkout", Down), ("Search", Degraded)]), "Checkout does not work.");
        assert_eq!(says(&[("Checkout", Down), ("Search", Down)]), "Nothing works.");
        let three = [("A", Down), ("B", Down), ("C", Up)];
        assert_eq!(says(&three), "A and B do not work.");
        assert_eq!(says(&[("A", Degraded), ("B", Up)]), "A works, but not as it should.");
        assert_eq!(says(&[("A", Maintenance), ("B", Up)]), "A is under maintenance.");
        assert_eq!(says(&[("A", Unknown), ("B", Up)]), "Whether A works is not known at present.");
    }

    #[test]
    fn a_length_is_exact_and_never_rounded_up() {
        let says = |millis| exact(Duration::from_millis(millis));
        assert_eq!(says(0), "0 s");
        assert_eq!(says(999), "less than 1 s");
        assert_eq!(says(200_999), "3 min 20 s");
        assert_eq!(says(86_400_000), "24 h");
        assert_eq!(says(3_661_000), "1 h 1 min 1 s");
    }

    #[test]
    fn a_day_of_which_nothing_is_known_is_not_a_good_one() {
        let unknown = StateTimes { unknown: Duration::from_secs(86_400), ..StateTimes::default() };
        assert_eq!(day(&unknown), "not known for 24 h");
        let span = runner_health::calendar::Span {
            from: Timestamp::UNIX_EPOCH,
            until: Timestamp::from_second(86_400).unwrap(),
        };
        let days = [Day { span, times: unknown }];
        assert_eq!(shares(&days), (None, Some("known for 0 s".to_owned())));
    }
}
