//! Environments: what they say, where it was said, how two differ.

use crate::support::Project;

const PROJECT: &str = "\
version: 1
services: { shop: {}, orders: {} }
environments:
  base:
    abstract: true
    vars: { currency: EUR, user: { email: a@example.com, plan: free } }
    services:
      shop: https://shop.{{domain}}
      orders: { url: \"https://orders.{{domain}}/api\", timeout: 5s, headers: { x-team: money } }
    secrets: { key: { env: SHOP_KEY } }
  staging:
    extends: base
    vars: { domain: staging.test, user: { plan: gold } }
  production:
    extends: base
    vars: { domain: shop.test }
    services: { orders: https://orders.shop.test }
    secrets: { key: { command: [vault, kv, get, shop key] } }
    protected: true
    headers: { authorization: Bearer written-out, x-client: tests }
    matrix:
      tenant: [ { name: eu, canary: true, password: \"{{secret.key}}\" } ]
  ios: { overlay: true, vars: { client: ios/18.2, currency: USD } }
";

fn project() -> Project {
    Project::bare().file("tripline.yaml", PROJECT)
}

#[test]
fn all_environments_are_listed() {
    let ended = project().tripline(&["env", "show"]).exits(0);
    insta::assert_snapshot!(ended.stdout, @r"
    base        abstract   2 services
    staging                2 services  extends base
    production  protected  2 services  extends base
    ios         overlay    0 services
    ");
}

#[test]
fn every_value_is_shown_filled_with_the_line_it_came_from() {
    let ended = project().tripline(&["env", "show", "staging+ios"]).exits(0);
    insta::assert_snapshot!(ended.stdout, @r"
    staging+ios

    vars
      currency               USD                              tripline.yaml:23
      user.email             a@example.com                    tripline.yaml:6
      user.plan              gold                             tripline.yaml:13
      domain                 staging.test                     tripline.yaml:13
      client                 ios/18.2                         tripline.yaml:23

    services
      shop                   https://shop.staging.test        tripline.yaml:8
      orders                 https://orders.staging.test/api  tripline.yaml:9
      orders.timeout         5s                               tripline.yaml:9
      orders.headers.x-team  money                            tripline.yaml:9

    secrets
      key                    env SHOP_KEY                     tripline.yaml:10
    ");
}

#[test]
fn credentials_that_are_written_out_are_masked() {
    let ended = project().tripline(&["env", "show", "production"]).exits(0).hides(&["written-out"]);
    insta::assert_snapshot!(ended.stdout, @r"
    production
      protected              true                             tripline.yaml:19
      headers.authorization  •••                              tripline.yaml:20
      headers.x-client       tests                            tripline.yaml:20

    vars
      currency               EUR                              tripline.yaml:6
      user.email             a@example.com                    tripline.yaml:6
      user.plan              free                             tripline.yaml:6
      domain                 shop.test                        tripline.yaml:16

    services
      shop                   https://shop.shop.test           tripline.yaml:8
      orders                 https://orders.shop.test         tripline.yaml:17

    secrets
      key                    command vault kv get 'shop key'  tripline.yaml:18

    matrix
      tenant.eu.canary       true                             tripline.yaml:22
      tenant.eu.password     {{secret.key}}                   tripline.yaml:22
    ");
}

#[test]
fn only_what_differs_is_shown() {
    let ended = project().tripline(&["env", "diff", "staging", "staging+ios"]).exits(0);
    insta::assert_snapshot!(ended.stdout, @r"
    - staging
    + staging+ios

    vars currency
      - EUR                                                          tripline.yaml:6
      + USD                                                         tripline.yaml:23

    vars client
      - (not in staging)
      + ios/18.2                                                    tripline.yaml:23
    ");
    let ended = project().tripline(&["env", "diff", "staging", "staging"]).exits(0);
    assert_eq!(ended.stdout, "staging and staging say the same\n");
    project()
        .tripline(&["env", "diff", "staging", "production"])
        .exits(0)
        .says(&[
            "vars user.plan",
            "- gold",
            "+ free",
            "- env SHOP_KEY",
            "+ command vault",
            "orders.timeout",
            "(not in production)",
        ])
        .hides(&["currency", "written-out"]);
}

#[test]
fn what_cannot_be_shown_says_why() {
    project().tripline(&["env", "show", "base"]).exits(2).says(&["abstract"]);
    project().tripline(&["env", "show", "ios"]).exits(2).says(&["overlay", "+ios"]);
    project().tripline(&["env", "show", "stagin"]).exits(2).says(&["did you mean `staging`?"]);
    project().tripline(&["env", "diff", "staging", "nope"]).exits(2).says(&["nope"]);
    project().tripline(&["env", "show", ""]).exits(2).says(&[
        "the name of the environment is empty",
        "there are `base`, `staging`, `production` and `ios`",
    ]);
    project().tripline(&["env", "show", "ios+"]).exits(2).says(&["`ios+` lacks a name beside `+`"]);
    Project::bare()
        .file("tripline.yaml", "version: 1\nenvironments: { local: { vars: { a: b } } }\n")
        .tripline(&["env", "show", "production"])
        .exits(2)
        .says(&["unknown environment `production`", "there is only `local`"]);
    Project::bare()
        .tripline(&["env", "show"])
        .exits(64)
        .says(&["no project file", "tripline.yaml"]);
    let broken = Project::bare().file("tripline.yaml", "version: 1\nenviroments: {}\n");
    broken.tripline(&["env", "show"]).exits(2).says(&["did you mean `environments`?"]);
    Project::bare()
        .file("tripline.yaml", "version: 1\n")
        .tripline(&["env", "show"])
        .exits(0)
        .says(&["no environments"]);
}

#[test]
fn without_a_project_there_is_no_environment() {
    let alone = Project::bare().suite("a.trip.yaml", "  - get: ORIGIN/json\n");
    for command in ["check", "run"] {
        alone.tripline(&[command, "-e", "local"]).exits(64).says(&[
            "there is no project file, so no environment `local`",
            "environments are written in `tripline.yaml`",
        ]);
    }
}

#[test]
fn a_project_is_found_from_a_folder_below() {
    let project = project();
    std::fs::create_dir_all(project.path("a/b")).unwrap();
    let mut command = project.command();
    let output =
        command.args(["env", "show", "staging"]).current_dir(project.path("a/b")).output().unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert!(stdout.contains("../../tripline.yaml:6"), "{stdout}");
}

#[test]
fn a_value_that_is_new_in_each_run_is_shown_as_it_is_written() {
    let project = Project::bare().file(
        "tripline.yaml",
        "version: 1\nenvironments:\n  local: { vars: { ref: \"e2e-{{uuid}}\", list: [1, two], text: \"5\", none: \"\" } }\n",
    );
    project.tripline(&["env", "show", "local"]).exits(0).says(&[
        "e2e-{{uuid}}",
        "[1,\"two\"]",
        "\"5\"",
        "\"\"",
    ]);
}
