//! A page as an Atom feed (RFC 4287): an entry for each beginning, update and end.

use std::fmt::Write as _;

use jiff::Timestamp;

use super::facts::{Facts, Outage};
use super::words;

/// So many entries are told, the latest first.
const ENTRIES: usize = 50;

struct Entry {
    at: Timestamp,
    /// Never changes, and is that of no other entry.
    id: String,
    title: String,
    text: String,
}

/// The feed; `page` is where the page is, as seen from the feed.
pub(super) fn atom(facts: &Facts, page: &str) -> String {
    let mut entries: Vec<Entry> = facts
        .open
        .iter()
        .chain(&facts.over)
        .flat_map(|outage| entries(&facts.slug, outage))
        .collect();
    entries.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.id.cmp(&b.id)));
    entries.truncate(ENTRIES);
    let updated = entries.first().map_or(facts.at, |entry| entry.at);
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    xml.push_str("<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    element(&mut xml, "id", &format!("urn:tripline:status:{}", facts.slug));
    element(&mut xml, "title", &facts.title);
    element(&mut xml, "updated", &machine(updated));
    xml.push_str("<author><name>tripline</name></author>\n");
    xml.push_str("<link rel=\"self\" type=\"application/atom+xml\" href=\"feed.atom\"/>\n");
    writeln!(xml, "<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>", escaped(page))
        .expect("text takes everything");
    for entry in &entries {
        xml.push_str("<entry>\n");
        element(&mut xml, "id", &entry.id);
        element(&mut xml, "title", &entry.title);
        element(&mut xml, "updated", &machine(entry.at));
        // An entry that has only a summary would need an address of its own (RFC 4287, 4.1.2).
        element(&mut xml, "content", &entry.text);
        xml.push_str("</entry>\n");
    }
    xml.push_str("</feed>\n");
    xml
}

fn entries(slug: &str, outage: &Outage) -> Vec<Entry> {
    let id = |part: &str| format!("urn:tripline:status:{slug}:{}:{part}", outage.number);
    let title = words::outage(&Outage { until: None, ..outage.clone() });
    let since = words::moment(outage.since);
    let begin = Entry {
        at: outage.since,
        id: id("begin"),
        title: title.clone(),
        text: format!("Since {since}."),
    };
    let updates = outage.updates.iter().map(|update| Entry {
        at: update.at,
        id: id(&update.at.as_microsecond().to_string()),
        title: format!("Update: {title}"),
        text: update.text.clone(),
    });
    let end = outage.until.map(|until| {
        let lasted = words::exact(until.duration_since(outage.since).unsigned_abs());
        let names: Vec<&str> = outage.components.iter().map(String::as_str).collect();
        Entry {
            at: until,
            id: id("end"),
            title: format!("Over: {}", words::listed(&names)),
            text: format!("From {since}, for {lasted}."),
        }
    });
    std::iter::once(begin).chain(updates).chain(end).collect()
}

fn machine(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn element(xml: &mut String, name: &str, text: &str) {
    writeln!(xml, "<{name}>{}</{name}>", escaped(text)).expect("text takes everything");
}

/// `text` as XML holds it: what it cannot hold is left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\n' | '\t' => escaped.push(letter),
            '\u{fffe}' | '\u{ffff}' => {}
            letter if letter.is_control() => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_stays_text() {
        assert_eq!(escaped("<script>\u{1}&\n"), "&lt;script&gt;&amp;\n");
    }
}
