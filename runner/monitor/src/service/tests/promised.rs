//! Budgets that burn, and monitors of which too little is known.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use runner_model::{About, Outcome, Series};
use runner_store::{Record, Store};
use tempfile::TempDir;

use super::clockwork::{Clockwork, Script};
use super::deploys::{deployed, stand};
use super::outages::at;
use super::project::{Folder, head};
use crate::judge::AdHoc;
use crate::orders::Standing;
use crate::promises::Lookout;
use crate::watch::Watch;

const SHOP: &str = "monitors:\n  shop: { run: suites/shop.trip.yaml, in: production, every: 1m, \
                    down_after: 99 runs, notify: oncall, runbook: \"https://wiki.test/shop\" }\n";

const OPEN: &str = "slos:\n  open: { of: shop, target: 99%, over: 30d, \
                    alert: [ { burn: 14.4, over: 1h, and: 5m, severity: critical } ] }\n";

/// A service, and what it remembers.
struct Stage {
    folder: Folder,
    watch: Watch,
    clock: Clockwork,
    store: Store,
    lookout: Lookout,
    _home: TempDir,
}

impl Stage {
    async fn set(slos: &str, script: Script) -> Self {
        Self::set_for("oncall", slos, script).await
    }

    /// With a monitor that tells these lists.
    async fn set_for(notify: &str, slos: &str, script: Script) -> Self {
        let shop = SHOP.replace("notify: oncall", &format!("notify: {notify}"));
        let folder = Folder::new(&format!("{}{shop}{slos}", head()));
        let watch = folder.read();
        let home = TempDir::new().unwrap();
        let store = Store::open(&home.path().join("t.db")).await.unwrap();
        let clock = Clockwork::new(&watch, at("10:00:00"), script);
        Self { folder, watch, clock, store, lookout: Lookout::default(), _home: home }
    }

    /// Lets time pass; every ten seconds what took place is written, and looked at.
    async fn pass_until(&mut self, until: &str) {
        while self.clock.now < at(until) {
            self.clock.pass(10);
            let runs = std::mem::take(&mut self.clock.took_place);
            self.store.record(Record { runs, ..Record::default() }).await.unwrap();
            self.look().await;
        }
    }

    async fn look(&mut self) {
        let now = self.clock.now;
        let looks = self.lookout.look(&self.watch, &self.store, now).await.unwrap();
        looks.iter().for_each(|look| self.clock.control.judge.looked(look));
        self.clock.step();
    }

    /// What was heard of promises.
    fn heard(&self) -> Vec<String> {
        let promised = |about: &About| {
            matches!(
                about,
                About::Burn(_)
                    | About::BurnOver { .. }
                    | About::Coverage(_)
                    | About::CoverageBack { .. }
            )
        };
        let messages = self.clock.messages.iter().zip(self.clock.heard());
        let promised = messages.filter(|(message, _)| promised(&message.alert.about));
        promised.map(|(_, heard)| heard).collect()
    }
}

/// Fails from one time until before another.
fn down(from: &str, until: &str) -> Script {
    ends_as(Outcome::Failed, from, until)
}

/// Cannot be carried out from one time until before another.
fn blind(from: &str, until: &str) -> Script {
    ends_as(Outcome::Errored, from, until)
}

fn ends_as(outcome: Outcome, from: &str, until: &str) -> Script {
    let (from, until) = (at(from), at(until));
    Arc::new(
        move |_: &Series, now: Timestamp| {
            if from <= now && now < until { outcome } else { Outcome::Passed }
        },
    )
}

#[tokio::test]
async fn a_budget_that_burns_is_told_once_escalated_and_its_end_to_whoever_heard() {
    let mut stage = Stage::set(OPEN, down("10:20:00", "10:40:00")).await;
    stage.pass_until("11:30:00").await;
    // 20 runs were good; with the fourth failure 4 of 24 are more than 14.4 %. The end comes when
    // none is left in the last five minutes.
    let heard = stage.heard();
    assert_eq!(heard.len(), 6, "{heard:#?}");
    for (line, begins) in heard.iter().zip([
        "pager: 10:23:",
        "slack: 10:23:",
        "mail: 10:38:",
        "mail: 10:4",
        "pager: 10:4",
        "slack: 10:4",
    ]) {
        assert!(line.starts_with(begins), "{heard:#?}");
    }
    let alert = &stage.clock.messages.iter().find(|m| m.channel.as_str() == "pager").unwrap().alert;
    assert_eq!(alert.environment.as_ref().unwrap().as_str(), "production");
    assert_eq!(alert.service.as_ref().unwrap().as_str(), "shop");
    assert_eq!(alert.runbook.as_deref(), Some("https://wiki.test/shop"));
    let About::Burn(news) = &alert.about else { panic!("{alert:?}") };
    // 4 of 24 in 1 %, and all of the last five minutes' three or four.
    assert_eq!(news.long_rate, "16.7");
}

#[tokio::test]
async fn a_monitor_of_which_too_little_is_known_is_blind_and_does_not_page() {
    let mut stage = Stage::set_for("[oncall, team]", OPEN, blind("10:30:00", "10:50:00")).await;
    stage.pass_until("12:00:00").await;
    let heard = stage.heard();
    // 4 of 34 runs say nothing: more than a tenth. An hour later not more than 6 of 60 do. Nobody
    // but the team asked for what is no page.
    assert_eq!(heard.len(), 2, "{heard:#?}");
    assert!(heard[0].starts_with("slack: 10:33:") && heard[0].ends_with("coverage"), "{heard:#?}");
    assert!(heard[1].starts_with("slack: 11:43:") && heard[1].ends_with("_back"), "{heard:#?}");
    let told = stage.clock.messages.iter().find_map(|message| {
        let About::Coverage(news) = &message.alert.about else { return None };
        Some(news.known.clone())
    });
    // 30 of 34, cut off.
    assert_eq!(told.as_deref(), Some("88.2 %"));
}

#[tokio::test]
async fn nobody_is_woken_in_a_maintenance_and_what_still_burns_is_told_after_it() {
    let mut stage = Stage::set(OPEN, down("10:20:00", "11:40:00")).await;
    stage.pass_until("10:15:00").await;
    let upgrade = AdHoc {
        name: "upgrade".to_owned(),
        monitor: None,
        from: at("10:15:00"),
        until: Some(at("10:50:00")),
    };
    let said = runner_store::NewAnnotation {
        kind: runner_store::AnnotationKind::Maintenance,
        monitor: None,
        since: upgrade.from,
        until: upgrade.until,
        text: upgrade.name.clone(),
        who: "ada".to_owned(),
    };
    stage.store.annotations().add(said, at("10:15:00")).await.unwrap();
    let standing =
        Standing { ad_hoc: vec![upgrade], paused: Default::default(), deploys: Default::default() };
    let now = stage.clock.now;
    stage.clock.control.stand(standing, now);
    stage.pass_until("10:50:00").await;
    assert_eq!(stage.heard(), [""; 0]);
    stage.pass_until("10:56:00").await;
    // 15 good runs before it, so with the third failure after it 3 of 18 are too many.
    let heard = stage.heard();
    assert_eq!(heard.len(), 2, "{heard:#?}");
    assert!(heard.iter().all(|line| line.contains(": 10:52:")), "{heard:#?}");
}

#[tokio::test]
async fn a_restart_neither_repeats_nor_forgets() {
    let mut stage = Stage::set(OPEN, down("10:20:00", "10:40:00")).await;
    stage.pass_until("10:30:00").await;
    assert_eq!(stage.heard().len(), 2);
    stage.clock.dies_and_returns(&stage.store, &stage.watch).await;
    stage.lookout = Lookout::default();
    stage.look().await;
    assert_eq!(stage.heard().len(), 2);
    stage.pass_until("11:00:00").await;
    let heard = stage.heard();
    assert_eq!(heard.iter().filter(|line| line.ends_with("burn")).count(), 3, "{heard:#?}");
    assert_eq!(heard.iter().filter(|line| line.ends_with("burn_over")).count(), 3, "{heard:#?}");
}

#[tokio::test]
async fn of_what_is_no_longer_promised_nobody_hears() {
    let mut stage = Stage::set(OPEN, down("10:20:00", "10:40:00")).await;
    stage.pass_until("10:30:00").await;
    stage.folder.write(&format!("{}{SHOP}", head()));
    let looks = stage.lookout.look(&stage.watch, &stage.store, stage.clock.now).await.unwrap();
    stage.watch = stage.folder.read();
    stage.clock.reload(&stage.watch);
    // What was looked at before the files were read again comes too late.
    looks.iter().for_each(|look| stage.clock.control.judge.looked(look));
    stage.pass_until("11:00:00").await;
    assert_eq!(stage.heard().len(), 2, "{:#?}", stage.heard());
    let later = stage.clock.now + SignedDuration::from_hours(1);
    assert!(stage.clock.control.next_due().is_none_or(|due| due < later));
}

#[tokio::test]
async fn a_rule_may_tell_others_than_its_monitor_does() {
    let team = OPEN.replace("severity: critical", "severity: warning, notify: team");
    let mut stage = Stage::set(&team, down("10:20:00", "10:40:00")).await;
    stage.pass_until("10:25:00").await;
    let heard = stage.heard();
    assert_eq!(heard.len(), 1, "{heard:#?}");
    assert!(heard[0].starts_with("slack: 10:23:"), "{heard:#?}");
}

#[tokio::test]
async fn a_budget_that_burns_after_a_deploy_is_told_when_its_gate_has_spoken_or_too_late_to_wait() {
    for (spoken, told) in [(None, "10:24:50"), (Some("10:23:40"), "10:23:4")] {
        let mut stage = Stage::set(OPEN, down("10:20:00", "11:40:00")).await;
        stage.pass_until("10:19:50").await;
        let shop = |judged: Option<&str>| {
            let mut shop = deployed(1, "shop", "10:19:50", judged);
            shop.deploy.environment = Some("production".try_into().unwrap());
            shop
        };
        stand(&mut stage.clock, &[shop(None)]);
        stage.pass_until(spoken.unwrap_or("10:24:40")).await;
        assert_eq!(stage.heard(), [""; 0]);
        stand(&mut stage.clock, &[shop(spoken)]);
        stage.pass_until("10:26:00").await;
        let heard = stage.heard();
        assert_eq!(heard.len(), 2, "{heard:#?}");
        assert!(heard[0].starts_with(&format!("pager: {told}")), "{heard:#?}");
        let About::Burn(news) = &stage.clock.messages[0].alert.about else { panic!("{heard:#?}") };
        assert_eq!(news.after_deploy.as_deref(), Some("shop 1.4.1"));
    }
}
