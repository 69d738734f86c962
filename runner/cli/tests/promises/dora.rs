//! `tripline dora`: how deploys went.

use runner_store::Deploy;

use crate::scripted::{Project, at, minutes};

const SLOS: &str = "\
slos:
  open: { of: payments-eu, target: 99.5%, over: 1d }
  works: { of: payments-us, measure: reliability, target: 99%, over: 1d }
";

fn deploy(clock: &str, service: &str, version: &str) -> Deploy {
    Deploy {
        at: at(clock),
        service: service.try_into().unwrap(),
        environment: None,
        version: version.to_owned(),
        commit: None,
        url: None,
        who: "ci".to_owned(),
    }
}

/// Three deploys of the payments: one breaks them for three minutes, and one of the search.
fn project() -> Project {
    let mut runs = minutes("payments-eu", at("10:00:00"), "....xxx.......x.xx..");
    runs.extend(minutes("payments-us", at("10:00:00"), "....................x"));
    runs.extend(minutes("search", at("10:00:00"), "...................."));
    let project = Project::promising(SLOS).remembers(runs);
    project.store(async |store| {
        for deploy in [
            deploy("10:03:30", "payments", "1.4.1"),
            deploy("10:09:30", "payments", "1.4.2"),
            deploy("10:18:30", "payments", "1.4.3"),
            deploy("10:10:00", "search", "7"),
        ] {
            store.deploys().add(deploy).await.unwrap();
        }
    });
    project
}

#[test]
fn failed_changes_recovery_and_what_each_deploy_cost_are_told() {
    let ended = project().tripline(&["dora", "--at", "2026-11-20T10:20:00Z"]);
    insta::assert_snapshot!(ended.exits(0).stdout);
}

#[test]
fn what_breaks_in_one_environment_is_not_held_against_a_deploy_to_another() {
    let project = project();
    let elsewhere = "environments:\n  there: { services: { payments: ORIGIN, search: ORIGIN } }\n";
    let text = project.read("tripline.yaml").replace("environments:\n", elsewhere);
    project.write("tripline.yaml", &text.replace("every: 1m }", "every: 1m, in: here }"));
    project.store(async |store| {
        for place in ["here", "there"] {
            let environment = Some(place.try_into().unwrap());
            let deploy = Deploy { environment, ..deploy("10:03:40", "payments", "2.0") };
            store.deploys().add(deploy).await.unwrap();
        }
    });
    let ended = project.tripline(&["dora", "--at", "2026-11-20T10:20:00Z"]).exits(0);
    let said = |place: &str| {
        let (_, rest) = ended.stdout.split_once(&format!("payments in {place}: ")).unwrap();
        rest.lines().nth(1).unwrap().to_owned()
    };
    // One of 3 min, one of 1 min and one of 2 min, as the monitor has it: the second is a blip.
    assert_eq!(
        said("here"),
        "  2026-11-20T10:03:40Z  2.0  2 incidents, restored after 14 min 20 s · 83.333 % of the \
         budget of open"
    );
    assert_eq!(said("there"), "  2026-11-20T10:03:40Z  2.0  no incident");
}

#[test]
fn without_a_deploy_there_are_no_figures() {
    let project = Project::promising(SLOS).remembers(minutes("search", at("10:00:00"), "."));
    let ended = project.tripline(&["dora", "--at", "2026-11-20T10:20:00Z"]);
    insta::assert_snapshot!(ended.exits(3).stderr, @r#"
    error: no deploy is known from 2026-10-21T10:20:00Z to 2026-11-20T10:20:00Z
      = help: announce deploys with `tripline gate --version`, or to the API
    "#);
}

#[test]
fn deploys_may_stand_in_the_file_of_runs() {
    let run = "{\"event\":\"ran\",\"at\":\"2026-11-20T10:00:00Z\",\"monitor\":\"search\",\"suite\":\"search\",\
               \"test\":\"main\",\"location\":\"here\",\"run\":\"0192f3a4b5c60000000000000000000a\",\
               \"planned\":\"2026-11-20T10:00:00Z\",\"took_ms\":3,\"outcome\":\"passed\",\"trigger\":\"schedule\"}\n";
    let deployed = "{\"event\":\"deployed\",\"at\":\"2026-11-20T10:00:30Z\",\"service\":\"search\",\"version\":\"8\"}\n";
    let project = Project::promising(SLOS).file("runs.jsonl", &format!("{run}{deployed}"));
    project
        .tripline(&["dora", "--runs", "runs.jsonl"])
        .exits(0)
        .says(&["1 deploy", "8  no incident"]);
}
