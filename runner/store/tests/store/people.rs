//! What people change by hand, and that it is noted who did.

use runner_model::{IncidentId, MonitorName, Order, Secret, Wanted};
use runner_store::{
    Annotation, AnnotationKind, Deploy, NewAnnotation, NewPublicUpdate, NewToken, NewUser, Pause,
    Role, SignedIn, TokenScope,
};

use crate::sample::{Sample, at};

fn checkout() -> MonitorName {
    "checkout".try_into().unwrap()
}

/// What was noted, newest first: when, who, what.
async fn audit(sample: &Sample) -> Vec<String> {
    let entries = sample.store.audit().latest(at(99_999), 100).await.unwrap();
    entries.into_iter().map(|entry| format!("{} {}", entry.who, entry.what)).collect()
}

#[tokio::test]
async fn a_token_is_known_by_its_hash_and_nothing_else_is_kept() {
    let sample = Sample::new().await;
    let tokens = sample.store.tokens();
    let secret = Secret::new("trip_5a1f0c9e77d24b0e".to_owned());
    let token = NewToken { name: "ci".into(), scope: TokenScope::Run, secret: secret.clone() };
    assert!(tokens.add(&token, at(0), "ana").await.unwrap());
    assert!(!tokens.add(&token, at(1), "ana").await.unwrap(), "the name is taken");
    let found = tokens.find(&secret, at(60)).await.unwrap().unwrap();
    assert_eq!((found.name.as_str(), found.scope), ("ci", TokenScope::Run));
    assert_eq!(tokens.find(&Secret::new("trip_".to_owned()), at(60)).await.unwrap(), None);
    // What is noted without waiting is written before what comes after it.
    assert!(tokens.revoke("other", at(61), "ana").await.is_ok_and(|found| !found));
    assert_eq!(tokens.all().await.unwrap()[0].last_used, Some(at(60)));

    assert!(tokens.revoke("ci", at(70), "bo").await.unwrap());
    assert_eq!(tokens.find(&secret, at(80)).await.unwrap(), None);
    assert_eq!(audit(&sample).await, ["bo revoked the token ci", "ana made the token ci (run)"]);
    sample.store.clone().close().await;
    let file = std::fs::read(sample.file("trip.db")).unwrap();
    let needle = b"5a1f0c9e77d24b0e";
    assert!(!file.windows(needle.len()).any(|window| window == needle));
}

#[tokio::test]
async fn a_pause_is_begun_once_and_ended_once() {
    let sample = Sample::new().await;
    let pauses = sample.store.pauses();
    let pause = Pause {
        monitor: checkout(),
        since: at(0),
        reason: Some("moving house".into()),
        who: "ana".into(),
    };
    assert!(pauses.begin(pause.clone()).await.unwrap());
    assert!(!pauses.begin(Pause { who: "bo".into(), ..pause.clone() }).await.unwrap());
    assert_eq!(pauses.all().await.unwrap(), [pause]);
    assert!(pauses.end(&checkout(), at(9), "bo").await.unwrap());
    assert!(!pauses.end(&checkout(), at(9), "bo").await.unwrap());
    assert_eq!(pauses.all().await.unwrap(), []);
    let noted = ["bo resumed the monitor checkout", "ana paused the monitor checkout"];
    assert_eq!(audit(&sample).await, noted);
}

#[tokio::test]
async fn an_order_is_given_out_once() {
    let sample = Sample::new().await;
    let orders = sample.store.orders();
    let order = |seconds| Order {
        at: at(seconds),
        by: "ana".into(),
        wanted: Wanted::Run { monitor: checkout() },
    };
    for seconds in [1, 2] {
        orders.offer(&order(seconds)).await.unwrap();
    }
    let (one, other) = tokio::join!(orders.claim(at(3)), orders.claim(at(3)));
    let claimed = [one.unwrap(), other.unwrap()].concat();
    assert_eq!(claimed, [order(1), order(2)]);
    assert_eq!(orders.claim(at(4)).await.unwrap(), []);
}

#[tokio::test]
async fn a_maintenance_lasts_until_it_is_ended() {
    let sample = Sample::new().await;
    let annotations = sample.store.annotations();
    let maintenance = NewAnnotation {
        kind: AnnotationKind::Maintenance,
        monitor: Some(checkout()),
        since: at(100),
        until: None,
        text: "database upgrade".into(),
        who: "ana".into(),
    };
    let note = NewAnnotation {
        kind: AnnotationKind::Note,
        monitor: None,
        since: at(50),
        until: Some(at(50)),
        text: "marketing mail".into(),
        who: "bo".into(),
    };
    let id = annotations.add(maintenance.clone(), at(99)).await.unwrap();
    annotations.add(note.clone(), at(99)).await.unwrap();
    let said = |found: Vec<Annotation>| found.into_iter().map(|a| a.said).collect::<Vec<_>>();
    let open = annotations.between(at(5000), at(6000)).await.unwrap();
    assert_eq!(said(open), std::slice::from_ref(&maintenance));
    assert!(annotations.end(id, at(200), "bo").await.unwrap());
    assert!(!annotations.end(id, at(300), "bo").await.unwrap(), "it is over");
    assert_eq!(annotations.between(at(200), at(6000)).await.unwrap(), []);
    let ended = NewAnnotation { until: Some(at(200)), ..maintenance };
    assert_eq!(said(annotations.between(at(0), at(150)).await.unwrap()), [note, ended]);
    assert_eq!(audit(&sample).await[0], "bo ended annotation 1");
}

#[tokio::test]
async fn the_latest_deploy_of_a_service_is_known() {
    let sample = Sample::new().await;
    let deploy = |seconds, service: &str, version: &str| Deploy {
        at: at(seconds),
        service: service.try_into().unwrap(),
        environment: Some("staging".try_into().unwrap()),
        version: version.into(),
        who: "ci".into(),
        commit: None,
        url: Some("https://ci.example.com/7".into()),
    };
    let [first, second] = [deploy(0, "orders", "1.4.1"), deploy(60, "orders", "1.4.2")];
    for deploy in [&first, &second, &deploy(30, "payments", "7")] {
        sample.store.deploys().add(deploy.clone()).await.unwrap();
    }
    let latest = |seconds| {
        let orders = first.service.clone();
        let deploys = sample.store.deploys();
        async move { deploys.latest(&orders, at(seconds)).await.unwrap() }
    };
    assert_eq!(latest(59).await.as_ref(), Some(&first));
    assert_eq!(latest(60).await.as_ref(), Some(&second));
    assert_eq!(latest(-1).await, None);
    assert_eq!(sample.store.deploys().between(at(0), at(60)).await.unwrap().len(), 2);
}

fn ana(role: Role) -> NewUser {
    let password = Secret::new("$argon2id$v=19$of-a-password".to_owned());
    NewUser { name: "ana".to_owned(), role, password }
}

#[tokio::test]
async fn who_is_signed_in_may_what_their_role_allows_at_present() {
    let sample = Sample::new().await;
    let (users, sessions) = (sample.store.users(), sample.store.sessions());
    let secret = Secret::new("4b1d-a-session".to_owned());
    assert!(!sessions.begin(&secret, "ana", at(0)).await.unwrap(), "there is no such user");
    assert!(users.add(&ana(Role::Viewer), at(0), "root").await.unwrap());
    assert!(!users.add(&ana(Role::Admin), at(0), "root").await.unwrap(), "the name is taken");
    assert!(sessions.begin(&secret, "ana", at(1)).await.unwrap());
    let signed_in = |role| Some(SignedIn { name: "ana".to_owned(), role });
    let found = async |time| sessions.find(&secret, at(time)).await.unwrap();
    assert_eq!(found(2).await, signed_in(Role::Viewer));
    assert!(users.set_role("ana", Role::Operator, at(3), "root").await.unwrap());
    assert_eq!(found(70).await, signed_in(Role::Operator));
    assert!(users.remove("ana", at(80), "root").await.unwrap());
    assert_eq!(found(81).await, None);
    let expected = [
        "root removed the user ana",
        "root made ana operator",
        "ana signed in",
        "root added the user ana (viewer)",
    ];
    assert_eq!(audit(&sample).await, expected);
    sample.store.clone().close().await;
    let file = std::fs::read(sample.file("trip.db")).unwrap();
    let needle = b"4b1d-a-session";
    assert!(!file.windows(needle.len()).any(|window| window == needle));
}

#[tokio::test]
async fn another_password_signs_out_everywhere() {
    let sample = Sample::new().await;
    let (users, sessions) = (sample.store.users(), sample.store.sessions());
    users.add(&ana(Role::Viewer), at(0), "root").await.unwrap();
    let secret = Secret::new("a-session".to_owned());
    sessions.begin(&secret, "ana", at(1)).await.unwrap();
    let other = Secret::new("$argon2id$v=19$of-another".to_owned());
    assert!(!users.set_password("bo", &other, at(2), "root").await.unwrap());
    assert!(users.set_password("ana", &other, at(2), "root").await.unwrap());
    assert_eq!(sessions.find(&secret, at(3)).await.unwrap(), None);
    let kept = users.password("ana").await.unwrap().unwrap();
    assert_eq!(kept.expose(), other.expose());
    assert!(users.password("bo").await.unwrap().is_none());
}

#[tokio::test]
async fn a_session_ends_after_a_week_without_a_sign_of_life() {
    const DAY: i64 = 86_400;
    let sample = Sample::new().await;
    let (users, sessions) = (sample.store.users(), sample.store.sessions());
    users.add(&ana(Role::Viewer), at(0), "root").await.unwrap();
    let [busy, idle, ended] = ["busy", "idle", "ended"].map(|text| Secret::new(text.to_owned()));
    for secret in [&busy, &idle, &ended] {
        sessions.begin(secret, "ana", at(0)).await.unwrap();
    }
    sessions.end(&ended, at(1)).await.unwrap();
    assert_eq!(sessions.find(&ended, at(1)).await.unwrap(), None);
    for day in 1..30 {
        assert!(sessions.find(&busy, at(day * DAY)).await.unwrap().is_some(), "{day}");
        // What is noted without waiting is written before what comes after it.
        sessions.end(&ended, at(1)).await.unwrap();
    }
    assert_eq!(sessions.find(&idle, at(8 * DAY)).await.unwrap(), None);
    assert_eq!(sessions.find(&busy, at(31 * DAY)).await.unwrap(), None, "however busy");
    assert_eq!(users.all().await.unwrap()[0].last_seen, Some(at(29 * DAY)));
}

#[tokio::test]
async fn what_is_said_in_public_is_kept_until_it_is_withdrawn() {
    let sample = Sample::new().await;
    let updates = sample.store.public_updates();
    let said = |text: &str, second| NewPublicUpdate {
        incident: IncidentId(3),
        at: at(second),
        text: text.to_owned(),
        who: "ana".to_owned(),
    };
    let first = updates.publish(said("We are looking into it.", 1)).await.unwrap();
    updates.publish(said("The card provider is down.", 2)).await.unwrap();
    assert!(!updates.withdraw(IncidentId(4), first, at(3), "bo").await.unwrap(), "another one's");
    assert!(updates.withdraw(IncidentId(3), first, at(3), "bo").await.unwrap());
    let left = updates.of(IncidentId(3)).await.unwrap();
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].said, said("The card provider is down.", 2));
    let expected = [
        "bo withdrew an update on incident 3",
        "ana published an update on incident 3",
        "ana published an update on incident 3",
    ];
    assert_eq!(audit(&sample).await, expected);
}
