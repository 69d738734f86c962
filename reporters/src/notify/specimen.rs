//! An alert of each kind with everything in it, on which templates are tried before they are
//! needed.

use std::time::Duration;

use jiff::Timestamp;
use runner_model::{
    About, Affected, Alert, Digest, DigestLine, Finding, IncidentId, IncidentNews, IncidentPhase,
    Series, Severity, TestRef, Variant,
};

use super::messages::MessageKind;

/// What every name here is made of is a name.
const NAMED: &str = "the name is well-formed";

/// An alert of this kind.
pub(super) fn specimen(kind: MessageKind) -> Alert {
    let lasted = Duration::from_secs(720);
    let about = match kind {
        MessageKind::Incident => incident(IncidentPhase::Down),
        MessageKind::Reminder => incident(IncidentPhase::StillOpen),
        MessageKind::Recovered => incident(IncidentPhase::Recovered { lasted }),
        MessageKind::Certificate => About::Certificate {
            host: "shop.example.com".to_owned(),
            not_after: at(9 * 86_400),
            days_left: 9,
            monitors: vec!["checkout".try_into().expect(NAMED)],
        },
        MessageKind::Digest => About::Digest(Digest {
            from: at(-7 * 86_400),
            monitors: vec![DigestLine {
                monitor: "checkout".try_into().expect(NAMED),
                open: false,
                days_since_failure: Some(12),
                up_seconds: 604_700,
                known_seconds: 604_800,
            }],
            incidents: 3,
        }),
    };
    Alert {
        at: at(0),
        severity: Severity::Critical,
        about,
        environment: Some("production".try_into().expect(NAMED)),
        service: Some("orders".try_into().expect(NAMED)),
        owner: Some("team-orders".to_owned()),
        runbook: Some("https://wiki.example.com/runbooks/checkout".to_owned()),
        link: Some("https://tripline.example.com/i/17".to_owned()),
    }
}

/// Seconds after 12 March 2026, 14:05 UTC.
fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_773_324_300 + seconds).expect("the year is 2026")
}

fn incident(phase: IncidentPhase) -> About {
    About::Incident(IncidentNews {
        id: IncidentId(17),
        phase,
        since: at(-180),
        affected: vec![affected()],
        more: 4,
        folded: vec!["invoices".try_into().expect(NAMED), "refunds".try_into().expect(NAMED)],
        maintenance: Some("ledger upgrade".to_owned()),
        after_deploy: Some("orders 1.4.2".to_owned()),
    })
}

fn affected() -> Affected {
    Affected {
        series: Series {
            monitor: "checkout".try_into().expect(NAMED),
            test: TestRef {
                suite: "suites/checkout".try_into().expect(NAMED),
                test: "main".try_into().expect(NAMED),
                variant: Variant::default(),
            },
            location: "eu-west".try_into().expect(NAMED),
        },
        name: "Place an order".to_owned(),
        since: at(-180),
        recovered: Some(at(540)),
        finding: Some(Finding {
            run: "0af7651916cd43dd8448eb211c80319c".try_into().expect(NAMED),
            step: "step 4 \"place the order\"".to_owned(),
            request: Some("POST https://shop.example.com/orders".to_owned()),
            expected: Some("status 201".to_owned()),
            got: "502".to_owned(),
            trace: Some("4bf92f3577b34da6a3ce929d0e0e4736".try_into().expect(NAMED)),
            rerun: "tripline run suites/checkout.trip.yaml -e production".to_owned(),
            link: Some(
                "https://tripline.example.com/r/0af7651916cd43dd8448eb211c80319c".to_owned(),
            ),
        }),
    }
}
