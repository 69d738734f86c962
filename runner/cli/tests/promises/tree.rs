//! `tripline slo tree`: a composition, part by part.

use crate::scripted::{Project, at, minutes};

const COMPOSED: &str = "\
composition:
  shop:
    series:
      - any_of: [payments-eu, payments-us]
      - { node: search, customer_responsible: true }
  twice: { series: [payments-eu, { any_of: [payments-eu, search] }] }
";

fn project() -> Project {
    let mut runs = minutes("payments-eu", at("10:00:00"), "xx........");
    runs.extend(minutes("payments-us", at("10:00:00"), "x..x...?.."));
    runs.extend(minutes("search", at("10:00:00"), "........xx"));
    Project::promising(COMPOSED).remembers(runs)
}

#[test]
fn each_part_is_told_measured_and_modelled() {
    let args = ["tree", "shop", "--from", "2026-11-20T10:00"];
    insta::assert_snapshot!(project().slo("10:10:00", &args).exits(0).stdout);
}

#[test]
fn one_may_suppose() {
    let args = ["tree", "twice", "--from", "2026-11-20T10:00", "--what-if", "payments-eu=99.95%"];
    insta::assert_snapshot!(project().slo("10:10:00", &args).exits(0).stdout);
}

#[test]
fn what_is_not_there_cannot_be_surveyed() {
    let project = project();
    let refused = |args: &[&str]| project.slo("10:10:00", args).exits(64).stderr;
    insta::assert_snapshot!(refused(&["tree", "shpo"]), @r#"
    error: there is no composition `shpo`
      = help: there are shop, twice
    "#);
    insta::assert_snapshot!(refused(&["tree", "shop", "--what-if", "payments=99%"]), @"error: `payments` is no part of it; there are payments-eu, payments-us, search");
    insta::assert_snapshot!(refused(&["tree", "shop", "--what-if", "payments-eu=99.5"]), @r#"
    error: `--what-if payments-eu=99.5`: `99.5` is not a percentage: write it like `99.9%`
      = help: write it like `payments-eu=99.5%`
    "#);
    let early = ["tree", "shop", "--to", "2026-11-01"];
    project.slo("10:10:00", &early).exits(3).says(&["no run of `shop` in this time is remembered"]);
}
