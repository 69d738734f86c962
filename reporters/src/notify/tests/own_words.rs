//! Messages in somebody's own words.

use runner_model::IncidentPhase;

use super::fixtures::{LASTED, found, plain_incident};
use crate::notify::facts::Facts;
use crate::notify::messages::Worded;
use crate::notify::{MessageKind, Messages};

fn worded(messages: &Messages, alert: &runner_model::Alert) -> Worded {
    messages.worded(alert, &Facts::of(alert))
}

#[test]
fn the_first_line_is_the_subject_and_the_rest_the_body() {
    let source = "\n{{monitor.name}} is {{state}} ({{severity}})\n\n{{#each affected}}\n\
                  {{name}}: {{got}}\n{{/each}}\nCall {{owner}}.\n";
    let messages = Messages::of([(MessageKind::Incident, source)]).unwrap();
    let worded = worded(&messages, &found("5 < 6 & <b>"));
    assert_eq!(worded.subject, "checkout is down (critical)");
    assert_eq!(
        worded.text,
        "checkout is down (critical)\n\nPlace an order: 5 < 6 & <b>\nCall team-orders."
    );
    assert_eq!(worded.slack, ["Place an order: 5 &lt; 6 &amp; &lt;b&gt;\nCall team-orders."]);
    assert!(worded.html.contains("Place an order: 5 &lt; 6 &amp; &lt;b&gt;\n"));
}

#[test]
fn only_its_own_kind_is_replaced() {
    let messages = Messages::of([(MessageKind::Recovered, "all well after {{lasted}}")]).unwrap();
    let recovered = IncidentPhase::Recovered { lasted: LASTED };
    assert_eq!(worded(&messages, &plain_incident(recovered)).subject, "all well after 12 min");
    assert!(
        worded(&messages, &plain_incident(IncidentPhase::Down)).subject.starts_with("checkout is")
    );
}

#[test]
fn a_template_with_an_unknown_name_is_refused_before_it_is_needed() {
    let refused = |kind, source| Messages::of([(kind, source)]).map(drop).unwrap_err().to_string();
    assert_eq!(
        refused(MessageKind::Incident, "{{monitor.name}}\n{{#each affected}}{{stepp}}{{/each}}"),
        "the message `incident` cannot be used: line 2: `stepp` is not known of a message"
    );
    assert!(refused(MessageKind::Digest, "{{#if x}}").starts_with("the message `digest` cannot"));
}

#[test]
fn people_are_told_even_when_their_template_comes_to_nothing() {
    let messages = Messages::of([(MessageKind::Incident, "{{#each folded}}{{this}}{{/each}}")]);
    let worded = worded(&messages.unwrap(), &plain_incident(IncidentPhase::Down));
    assert!(worded.subject.starts_with("checkout is down in production since 14:02 UTC: "));
    assert!(worded.text.contains("Your own message could not be filled in (it is empty)."));
}
