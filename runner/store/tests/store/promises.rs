//! What is said of promises afterwards: added to, never changed.

use runner_store::{Correction, CorrectionKind, FrozenNumbers, Json, NumbersOf};
use sqlx::Connection as _;

use crate::opening::other;
use crate::sample::{Sample, at};

fn correction(kind: CorrectionKind) -> Correction {
    Correction {
        at: at(999),
        objective: "checkout-works".try_into().unwrap(),
        since: at(0),
        until: at(60),
        kind,
        why: "announced by telephone".to_owned(),
        who: "ana".to_owned(),
        effect: Json::of(&["99.8 %", "99.9 %"]).unwrap(),
    }
}

#[tokio::test]
async fn corrections_are_kept_in_the_order_in_which_they_were_said() {
    let sample = Sample::new().await;
    let said = CorrectionKind::ALL.map(correction);
    for correction in said.clone() {
        sample.store.corrections().add(correction).await.unwrap();
    }
    let objective = "checkout-works".try_into().unwrap();
    assert_eq!(sample.store.corrections().of(&objective).await.unwrap(), said);
    let other = "search-works".try_into().unwrap();
    assert_eq!(sample.store.corrections().of(&other).await.unwrap(), []);
    let noted = sample.store.audit().latest(at(9_999), 1).await.unwrap();
    assert_eq!(
        noted[0].what,
        "corrected checkout-works from 2026-01-01T00:00:00Z to 2026-01-01T00:01:00Z as counted: \
         announced by telephone"
    );
}

#[tokio::test]
async fn what_is_frozen_stays_as_it_is() {
    let sample = Sample::new().await;
    let frozen = sample.store.frozen();
    let numbers = |number: &str, second| FrozenNumbers {
        of: NumbersOf::Objective,
        name: "checkout-works".to_owned(),
        at: at(second),
        json: Json::of(&number).unwrap(),
    };
    frozen.add("2025-12", vec![numbers("99.8 %", 1)]).await.unwrap();
    frozen.add("2025-12", vec![numbers("100 %", 2)]).await.unwrap();
    assert_eq!(frozen.of_month("2025-12").await.unwrap(), [numbers("99.8 %", 1)]);
    assert_eq!(frozen.of_month("2026-01").await.unwrap(), []);
}

#[tokio::test]
async fn nobody_can_change_what_was_said_or_frozen() {
    let sample = Sample::new().await;
    sample.store.corrections().add(correction(CorrectionKind::Customer)).await.unwrap();
    let json = Json::of(&"99.8 %").unwrap();
    let numbers = FrozenNumbers { of: NumbersOf::Service, name: "a".into(), at: at(1), json };
    sample.store.frozen().add("2025-12", vec![numbers]).await.unwrap();
    let mut file = other(&sample.file("trip.db")).await;
    for sql in ["UPDATE corrections SET why = 'x'", "UPDATE frozen SET json = '1'"] {
        let refused = sqlx::query(sql).execute(&mut file).await.unwrap_err().to_string();
        assert!(refused.contains("never changed"), "{refused}");
    }
    file.close().await.unwrap();
}
