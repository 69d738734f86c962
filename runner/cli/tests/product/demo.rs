//! `tripline demo`: the first screen a stranger sees.

use crate::support::Project;

#[test]
fn the_demo_explains_itself_runs_every_example_and_ends_well() {
    let project = Project::bare();
    let ended = project.tripline(&["demo"]).exits(0);
    assert!(ended.took.as_secs() < 20);
    ended.says(&[
        "tripline tests chains of HTTP requests",
        "A customer can find and open an order",
        "A paid order is shipped",
        "FAILED",
        "on purpose",
        "tripline new",
    ]);
    let left: Vec<_> = std::fs::read_dir(project.path("")).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
}
