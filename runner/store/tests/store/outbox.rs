//! Messages are told once, in the end, and each attempt is kept.

use std::time::Duration;

use runner_model::{About, Alert, ChannelName, IncidentId, IncidentNews, IncidentPhase, Severity};
use runner_store::{Attempt, AttemptEnd, MessageState, NewMessage, Record};

use crate::sample::{Sample, at};

const LEASE: Duration = Duration::from_secs(60);

fn channel(name: &str) -> ChannelName {
    name.try_into().unwrap()
}

fn down(incident: u64) -> Alert {
    Alert {
        at: at(0),
        severity: Severity::Critical,
        about: About::Incident(IncidentNews {
            id: IncidentId(incident),
            phase: IncidentPhase::Down,
            since: at(0),
            affected: Vec::new(),
            more: 0,
            folded: Vec::new(),
            maintenance: None,
            after_deploy: None,
        }),
        environment: None,
        service: None,
        owner: None,
        runbook: None,
        link: None,
    }
}

fn message(to: &str, key: &str) -> NewMessage {
    NewMessage { channel: channel(to), key: key.into(), not_before: at(0), alert: down(3) }
}

fn attempt(seconds: i64, answer: &str, end: AttemptEnd) -> Attempt {
    let took = Duration::from_millis(120);
    Attempt { at: at(seconds), took, answer: answer.into(), end }
}

async fn with(messages: Vec<NewMessage>) -> Sample {
    let sample = Sample::new().await;
    let record = Record { messages, ..Record::default() };
    sample.store.record(record).await.unwrap();
    sample
}

#[tokio::test]
async fn a_message_with_the_same_key_is_told_once() {
    let sample = with(vec![message("ops", "1-down"), message("ops", "1-down")]).await;
    let again = Record { messages: vec![message("ops", "1-down")], ..Record::default() };
    sample.store.record(again).await.unwrap();
    let claimed = sample.store.outbox().claim(&channel("ops"), at(1), LEASE, 10).await.unwrap();
    assert_eq!(claimed.len(), 1);
    assert_eq!((claimed[0].key.as_str(), &claimed[0].alert), ("1-down", &down(3)));
}

#[tokio::test]
async fn who_claims_a_message_and_dies_leaves_it_to_others() {
    let sample = with(vec![message("ops", "1"), message("ops", "2"), message("mail", "3")]).await;
    let outbox = sample.store.outbox();
    let ops = channel("ops");
    let claim = async |seconds| outbox.claim(&ops, at(seconds), LEASE, 1).await.unwrap();
    assert_eq!(claim(-1).await, [], "not before its time");
    assert_eq!(claim(0).await[0].key, "1");
    assert_eq!(claim(1).await[0].key, "2");
    assert_eq!(claim(2).await, [], "both are being sent");
    let again = claim(60).await;
    assert_eq!((again[0].key.as_str(), again[0].attempts), ("1", 2));
}

#[tokio::test]
async fn what_was_on_its_way_when_the_process_died_goes_first_when_the_next_one_begins() {
    let sample = with(vec![message("ops", "1"), message("ops", "2"), message("ops", "3")]).await;
    let outbox = sample.store.outbox();
    let ops = channel("ops");
    let claimed = outbox.claim(&ops, at(0), LEASE, 2).await.unwrap();
    let settle = async |index: usize, end| {
        outbox.settle(claimed[index].id, attempt(1, "", end)).await.unwrap();
    };
    settle(1, AttemptEnd::Sent).await;
    outbox.resume(at(2)).await.unwrap();
    let again = outbox.claim(&ops, at(2), LEASE, 9).await.unwrap();
    let keys: Vec<(&str, u32)> = again.iter().map(|m| (m.key.as_str(), m.attempts)).collect();
    assert_eq!(keys, [("1", 2), ("3", 1)]);
}

#[tokio::test]
async fn every_attempt_and_its_answer_is_kept() {
    let sample = with(vec![message("ops", "1")]).await;
    let outbox = sample.store.outbox();
    let id = outbox.claim(&channel("ops"), at(0), LEASE, 9).await.unwrap()[0].id;
    let busy = attempt(1, "503 Service Unavailable", AttemptEnd::Retry(at(31)));
    outbox.settle(id, busy.clone()).await.unwrap();
    assert_eq!(outbox.next_due().await.unwrap(), Some(at(31)));
    assert_eq!(outbox.claim(&channel("ops"), at(30), LEASE, 9).await.unwrap(), []);
    assert_eq!(outbox.claim(&channel("ops"), at(31), LEASE, 9).await.unwrap().len(), 1);
    let done = attempt(32, "200 OK", AttemptEnd::Sent);
    outbox.settle(id, done.clone()).await.unwrap();

    let deliveries = outbox.deliveries(&channel("ops"), at(99), 10).await.unwrap();
    assert_eq!(deliveries.iter().map(|d| &d.attempt).collect::<Vec<_>>(), [&done, &busy]);
    let attempts = outbox.attempts(id).await.unwrap();
    assert_eq!(attempts.iter().map(|d| &d.attempt).collect::<Vec<_>>(), [&busy, &done]);
    let told = outbox.of_incident(IncidentId(3)).await.unwrap();
    assert_eq!((told[0].state, told[0].attempts), (MessageState::Sent(at(32)), 2));
    assert_eq!(outbox.claim(&channel("ops"), at(9999), LEASE, 9).await.unwrap(), []);
    assert_eq!(outbox.next_due().await.unwrap(), None);
}

#[tokio::test]
async fn a_message_that_was_given_up_can_be_tried_again_by_hand() {
    let sample = with(vec![message("ops", "1"), message("ops", "2")]).await;
    let outbox = sample.store.outbox();
    let claimed = outbox.claim(&channel("ops"), at(0), LEASE, 9).await.unwrap();
    let id = claimed[0].id;
    outbox.settle(id, attempt(5, "410 Gone", AttemptEnd::GivenUp)).await.unwrap();
    let status = outbox.status().await.unwrap();
    assert_eq!((status.len(), status[0].waiting, status[0].given_up), (1, 1, 1));
    assert_eq!((status[0].oldest, status[0].next), (Some(at(0)), Some(at(60))));
    let state = outbox.by_id(id).await.unwrap().unwrap().state;
    assert_eq!(state, MessageState::GivenUp(at(5)));

    assert!(outbox.try_again(id, at(100)).await.unwrap());
    assert!(!outbox.try_again(id, at(100)).await.unwrap(), "it waits already");
    let again = outbox.claim(&channel("ops"), at(100), LEASE, 9).await.unwrap();
    assert!(again.iter().any(|message| message.id == id));
    let listed = outbox.of_channel(&channel("ops"), at(1), 10).await.unwrap();
    assert_eq!(listed.len(), 2);
}
