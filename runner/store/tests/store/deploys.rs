//! Deploys, and what became of them.

use runner_store::{Deploy, DeployId, Judged};

use crate::sample::{Sample, at};

#[tokio::test]
async fn a_job_that_is_repeated_notes_its_deploy_once() {
    let sample = Sample::new().await;
    let deploys = sample.store.deploys();
    let deploy = |seconds, environment: &str, version: &str| Deploy {
        at: at(seconds),
        service: "orders".try_into().unwrap(),
        environment: Some(environment.try_into().unwrap()),
        version: version.into(),
        who: "ci".into(),
        commit: Some("4f2a91c".into()),
        url: None,
    };
    let mark = async |seconds, environment: &str, version: &str| {
        deploys.mark(deploy(seconds, environment, version)).await.unwrap()
    };
    let first = mark(0, "staging", "1.4.2").await;
    assert_eq!(first.at, at(0));
    assert_eq!(mark(60, "staging", "1.4.2").await, first);
    assert_ne!(mark(70, "production", "1.4.2").await, first, "elsewhere");
    assert_ne!(mark(80, "staging", "1.4.3").await, first);
    let back = mark(90, "staging", "1.4.2").await;
    assert_eq!(back.at, at(90), "taken back, it is a deploy of its own");
    assert_eq!(mark(100, "staging", "1.4.2").await, back);
    let day = 24 * 60 * 60;
    assert_eq!(mark(90 + day, "staging", "1.4.2").await, back);
    assert_eq!(mark(91 + day, "staging", "1.4.2").await.at, at(91 + day), "a day is over");
    assert_eq!(deploys.between(at(0), at(2 * day)).await.unwrap().len(), 5);
}

#[tokio::test]
async fn the_last_word_of_a_gate_is_kept_with_its_deploy() {
    let sample = Sample::new().await;
    let deploys = sample.store.deploys();
    let deploy = Deploy {
        at: at(0),
        service: "orders".try_into().unwrap(),
        environment: None,
        version: "1.4.2".into(),
        who: "ci".into(),
        commit: None,
        url: None,
    };
    let id = deploys.add(deploy.clone()).await.unwrap().id;
    assert_eq!(deploys.by_id(id).await.unwrap().unwrap().judged, None);
    let said = |seconds, verdict: &str| Judged { at: at(seconds), verdict: verdict.into() };
    assert!(deploys.judge(id, said(30, "cannot_tell")).await.unwrap());
    assert!(deploys.judge(id, said(60, "worse")).await.unwrap());
    let found = deploys.judged_between(at(0), at(1)).await.unwrap();
    assert_eq!((&found[0].deploy, &found[0].judged), (&deploy, &Some(said(60, "worse"))));
    assert!(!deploys.judge(DeployId(99), said(60, "worse")).await.unwrap());
    assert_eq!(deploys.by_id(DeployId(99)).await.unwrap(), None);
}
