//! Crates may depend only on crates of lower floors. This file is the map.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// From the ground up. A crate may use any crate of an earlier line, none of its own.
const FLOORS: &[&[&str]] = &[
    &["runner-model", "runner-testkit", "examples-shop"],
    &["suites", "runner-http", "runner-health"],
    &["runner-engine", "runner-store", "reporters"],
    &["runner-monitor"],
    &["web"],
    &["tripline", "suites-fuzz", "benches"],
];

/// For tests only: any crate may use it there, none may ship it.
const TESTKIT: &str = "runner-testkit";

/// A member of the workspace.
struct Crate {
    name: String,
    /// The folder below the root.
    folder: String,
    uses: Vec<Use>,
}

/// A dependency.
struct Use {
    name: String,
    /// Only its tests use it.
    in_tests: bool,
}

#[test]
fn no_crate_reaches_up_or_sideways() {
    assert_eq!(broken_rules(&members()), Vec::<String>::new());
}

/// What is wrong with the way `crates` use each other.
fn broken_rules(crates: &[Crate]) -> Vec<String> {
    let mut broken: Vec<String> = crates.iter().flat_map(broken_by).collect();
    for named in FLOORS.iter().copied().flatten() {
        if !crates.iter().any(|member| member.name == *named) {
            broken.push(format!("`{named}` has a floor and is no member of the workspace"));
        }
    }
    broken
}

fn broken_by(Crate { name, folder, uses }: &Crate) -> Vec<String> {
    let mut broken = Vec::new();
    if *name != name_of(folder) {
        broken.push(format!("the crate in `{folder}` is named `{name}`, not after its folder"));
    }
    let Some(floor) = floor_of(name) else {
        broken.push(format!("`{name}` has no floor: give it one in FLOORS"));
        return broken;
    };
    for used in uses {
        let allowed = if used.name == TESTKIT {
            used.in_tests
        } else {
            floor_of(&used.name).is_none_or(|lower| lower < floor)
        };
        if !allowed {
            broken.push(format!("`{name}` may not use `{}`", used.name));
        }
    }
    broken
}

/// `None` for crates of other people.
fn floor_of(name: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&name))
}

/// A crate is named after its folder; only the binary bears the name of the product.
fn name_of(folder: &str) -> String {
    match folder {
        "runner/cli" => "tripline".to_owned(),
        _ => folder.replace('/', "-"),
    }
}

/// The members of this workspace, as cargo sees them.
fn members() -> Vec<Crate> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs these tests, so it can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    let root = Path::new(text(&metadata["workspace_root"]));
    list(&metadata["packages"]).iter().map(|package| member(package, root)).collect()
}

fn member(package: &Value, root: &Path) -> Crate {
    let folder = Path::new(text(&package["manifest_path"])).parent();
    let folder = folder.and_then(|folder| folder.strip_prefix(root).ok());
    let uses = list(&package["dependencies"]).iter().map(|dependency| Use {
        name: text(&dependency["name"]).to_owned(),
        in_tests: dependency["kind"] == "dev",
    });
    Crate {
        name: text(&package["name"]).to_owned(),
        folder: folder.expect("members lie below the root").to_string_lossy().replace('\\', "/"),
        uses: uses.collect(),
    }
}

fn text(value: &Value) -> &str {
    value.as_str().expect("cargo metadata, format 1, has text here")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("cargo metadata, format 1, has a list here")
}

/// A house in which all is well, made of the map itself.
fn house() -> Vec<Crate> {
    let names = FLOORS.iter().copied().flatten();
    let folder_of = |name: &str| match name {
        "tripline" => "runner/cli".to_owned(),
        _ => name.replace('-', "/"),
    };
    names
        .map(|name| Crate { name: (*name).into(), folder: folder_of(name), uses: Vec::new() })
        .collect()
}

/// What is wrong when `user` uses `used`, too.
fn with_use(user: &str, used: &str, in_tests: bool) -> Vec<String> {
    let mut crates = house();
    let user = crates.iter_mut().find(|member| member.name == user).expect("on the map");
    user.uses.push(Use { name: used.to_owned(), in_tests });
    broken_rules(&crates)
}

#[test]
fn lower_floors_and_the_crates_of_others_may_be_used() {
    assert_eq!(with_use("tripline", "runner-model", false), Vec::<String>::new());
    assert_eq!(with_use("reporters", "suites", false), Vec::<String>::new());
    assert_eq!(with_use("runner-model", "serde", false), Vec::<String>::new());
}

#[test]
fn neighbours_and_upper_floors_may_not() {
    let sideways = with_use("reporters", "runner-engine", false);
    assert_eq!(sideways, ["`reporters` may not use `runner-engine`"]);
    let up = with_use("suites", "tripline", true);
    assert_eq!(up, ["`suites` may not use `tripline`"]);
}

#[test]
fn the_testkit_is_for_all_tests_and_for_nothing_else() {
    assert_eq!(with_use("examples-shop", TESTKIT, true), Vec::<String>::new());
    let shipped = with_use("tripline", TESTKIT, false);
    assert_eq!(shipped, ["`tripline` may not use `runner-testkit`"]);
}

#[test]
fn a_crate_that_is_not_on_the_map_is_noticed() {
    let mut crates = house();
    crates.push(Crate { name: "agents".into(), folder: "agents".into(), uses: Vec::new() });
    assert_eq!(broken_rules(&crates), ["`agents` has no floor: give it one in FLOORS"]);
}

#[test]
fn a_floor_of_a_crate_that_is_gone_is_noticed() {
    let mut crates = house();
    crates.retain(|member| member.name != "suites");
    assert_eq!(broken_rules(&crates), ["`suites` has a floor and is no member of the workspace"]);
}

#[test]
fn a_crate_is_named_after_its_folder() {
    let mut crates = house();
    crates[0].folder = "runner/nouns".to_owned();
    let expected = "the crate in `runner/nouns` is named `runner-model`, not after its folder";
    assert_eq!(broken_rules(&crates), [expected]);
}
