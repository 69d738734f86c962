//! Much breaks at once.

use std::sync::Arc;

use jiff::SignedDuration;
use runner_health::incident::Level;
use runner_model::Outcome;

use super::clockwork::{Clockwork, Script, all_is_well};
use super::outages::at;
use super::project::{Folder, thousand};

/// All that is in production breaks, and works again some minutes later.
fn breaks_and_recovers(project: &str) {
    let watch = Folder::new(project).read();
    let mut clock = Clockwork::new(&watch, at("08:00:00"), all_is_well());
    clock.grain = SignedDuration::from_secs(4);
    clock.pass(60);
    let production: Script =
        Arc::new(|series, _| match series.monitor.as_str().contains("production") {
            true => Outcome::Failed,
            false => Outcome::Passed,
        });
    clock.script = production;
    clock.pass(7 * 60);
    let incidents = clock.incidents();
    let broken = incidents.iter().map(|incident| incident.members.len() + incident.folded.len());
    assert_eq!(broken.sum::<usize>(), 600, "the 500 monitors; orders are placed as two tenants");
    for channel in ["pager", "slack", "mail"] {
        let told = clock.messages.iter().filter(|message| message.channel.as_str() == channel);
        assert!((1..=8).contains(&told.count()), "{channel}: {:#?}", clock.heard());
    }
    let before = clock.messages.len();
    clock.script = all_is_well();
    clock.pass(7 * 60);
    assert!(clock.messages.len() - before <= 24, "{:#?}", clock.heard());
    assert!(clock.incidents().iter().all(|incident| incident.level() == Level::Up));
}

#[test]
fn five_hundred_at_once_are_a_handful_of_messages() {
    breaks_and_recovers(&thousand());
}

#[test]
fn five_hundred_that_have_nothing_in_common_are_a_handful_of_messages_too() {
    let grouped = thousand();
    let alone = grouped.replace("policy: {", "policy: { group_by: [monitor], ");
    assert_ne!(grouped, alone);
    breaks_and_recovers(&alone);
}
