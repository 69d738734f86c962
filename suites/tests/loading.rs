//! Finding files, and reading many of them.

#![expect(clippy::unwrap_used, reason = "what goes wrong in a test is the test's failure")]

use std::fmt::Write;
use std::fs;
use std::path::Path;

use suites::{Code, LoadRequest, Loaded, load};

const SUITE: &str = "name: A\nsteps: [ { get: https://example.com/ } ]\n";

fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn loaded(current_dir: &Path, paths: &[&str]) -> Loaded {
    load(&LoadRequest {
        paths: paths.iter().map(Into::into).collect(),
        current_dir: current_dir.to_path_buf(),
        services: Vec::new(),
    })
}

fn ids(loaded: &Loaded) -> Vec<&str> {
    loaded.suites.iter().map(|suite| suite.id.as_str()).collect()
}

fn codes(loaded: &Loaded) -> Vec<Code> {
    loaded.diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

#[test]
fn a_suite_is_known_by_its_path_below_the_project() {
    let tree = tree(&[
        ("tripline.yaml", "version: 1\n"),
        ("suites/shop/order.trip.yaml", SUITE),
        ("suites/login.trip.yaml", SUITE),
        (
            "suites/named.trip.yaml",
            "name: B\nid: checkout\nsteps: [ { get: https://a.example/ } ]\n",
        ),
    ]);
    let whole = loaded(tree.path(), &[]);
    assert_eq!(ids(&whole), ["suites/login", "checkout", "suites/shop/order"]);
    let below = loaded(&tree.path().join("suites/shop"), &["order.trip.yaml"]);
    assert_eq!(ids(&below), ["suites/shop/order"]);
    let names: Vec<&str> = below.sources.files().map(|(_, file)| &*file.name).collect();
    assert_eq!(names, ["../../tripline.yaml", "order.trip.yaml"]);
}

#[test]
fn without_a_project_the_folder_is_searched() {
    let tree = tree(&[("a.trip.yaml", SUITE), ("deep/b.trip.yaml", SUITE), ("c.yaml", SUITE)]);
    let whole = loaded(tree.path(), &[]);
    assert_eq!(ids(&whole), ["a", "deep/b"]);
    assert!(whole.project.is_none());
    assert_eq!(codes(&whole), []);
}

#[test]
fn the_same_file_named_twice_is_loaded_once() {
    let tree = tree(&[("s/a.trip.yaml", SUITE), ("s/b.trip.yaml", SUITE)]);
    let found = loaded(tree.path(), &["s/b.trip.yaml", "./s", "s/../s/*.trip.yaml"]);
    assert_eq!(ids(&found), ["s/a", "s/b"]);
}

#[test]
fn the_project_of_a_suite_is_found_from_the_suite() {
    let tree = tree(&[
        ("examples/shop/tripline.yaml", "version: 1\n"),
        ("examples/shop/a.trip.yaml", SUITE),
        ("examples/bank/tripline.yaml", "version: 1\n"),
        ("examples/bank/b.trip.yaml", SUITE),
    ]);
    let one = loaded(tree.path(), &["examples/shop/a.trip.yaml"]);
    assert_eq!(ids(&one), ["a"]);
    assert!(one.project.unwrap().root.ends_with("examples/shop"));
    let both = loaded(tree.path(), &["examples/shop", "examples/bank"]);
    assert_eq!(codes(&both), [Code::E218]);
    assert_eq!(
        both.diagnostics[0].message,
        "`examples/bank/b.trip.yaml` belongs to another project than the paths before"
    );
}

#[test]
fn the_suites_of_a_project_within_the_project_are_left_to_it() {
    let tree = tree(&[
        ("tripline.yaml", "version: 1\n"),
        ("a.trip.yaml", SUITE),
        ("inner/tripline.yaml", "version: 1\n"),
        ("inner/b.trip.yaml", SUITE),
    ]);
    let whole = loaded(tree.path(), &[]);
    assert_eq!((ids(&whole), codes(&whole)), (vec!["a"], vec![]));
}

#[test]
fn the_project_file_can_be_named_alone() {
    let tree = tree(&[("tripline.yaml", "version: 2\n"), ("a.trip.yaml", SUITE)]);
    let found = loaded(tree.path(), &["tripline.yaml"]);
    assert_eq!((ids(&found), codes(&found)), (vec![], vec![Code::E212]));
}

#[test]
fn flows_are_joined_to_the_steps_that_use_them() {
    let flow = "name: F\noutputs: [token]\nsteps:\n  - use: deeper/g.trip.yaml\n  - get: https://example.com/\n    save: { token: $.t }\n";
    let tree = tree(&[
        (
            "suites/a.trip.yaml",
            "name: A\nsteps:\n  - use: ../flows/f.trip.yaml\n    save: [token]\n  - get: https://example.com/{{token}}\n",
        ),
        ("flows/f.trip.yaml", flow),
        ("flows/deeper/g.trip.yaml", SUITE),
    ]);
    let found = loaded(tree.path(), &["suites"]);
    assert_eq!(codes(&found), []);
    assert_eq!(ids(&found), ["suites/a"]);
    let flows: Vec<&str> = found.flows.values().map(|flow| flow.id.as_str()).collect();
    assert_eq!(flows, ["flows/deeper/g", "flows/f"]);
}

#[test]
fn services_of_the_command_line_need_no_project_and_must_fit_one() {
    let suite = "name: A\nservice: shop\nsteps: [ { get: /orders } ]\n";
    let alone = tree(&[("a.trip.yaml", suite)]);
    let request = |folder: &Path, service: &str| LoadRequest {
        paths: Vec::new(),
        current_dir: folder.to_path_buf(),
        services: vec![service.to_owned()],
    };
    assert_eq!(codes(&load(&request(alone.path(), "shop"))), []);
    assert_eq!(codes(&load(&request(alone.path(), "other"))), [Code::E401]);
    let inside = tree(&[("tripline.yaml", "services: { shop: {} }\n"), ("a.trip.yaml", suite)]);
    let found = load(&request(inside.path(), "shpo"));
    assert_eq!(codes(&found), [Code::E401]);
    assert_eq!(found.diagnostics[0].help.as_deref(), Some("did you mean `shop`?"));
    assert_eq!(found.sources.text(found.diagnostics[0].span), "shpo");
}

/// A suite of ten steps, each of which uses what the one before saved.
fn ten_steps(number: usize) -> String {
    let mut text = format!(
        "name: Suite {number}\nservice: shop\nsteps:\n  - get: /start\n    save: {{ v0: $.id }}\n"
    );
    for step in 1..10 {
        let before = step - 1;
        write!(
            text,
            r#"  - name: step {step}
    post: /orders/{{{{v{before}}}}}
    json: {{ reference: "e2e-{{{{uuid}}}}", lines: [ {{ sku: a, quantity: 2 }} ] }}
    expect:
      status: 201
      $.lines[*].quantity: {{ each: {{ over: 0 }} }}
      header location: {{ starts_with: "/v{number}/" }}
    save: {{ v{step}: $.id }}
"#
        )
        .unwrap();
    }
    text
}

#[test]
fn a_thousand_suites_are_read_in_a_moment() {
    let (count, limit) = if cfg!(debug_assertions) { (50, 20_000) } else { (1_000, 2_000) };
    let tree = tree(&[("tripline.yaml", "services: { shop: {} }\n")]);
    for number in 0..count {
        let path = tree.path().join(format!("s{number:04}.trip.yaml"));
        fs::write(path, ten_steps(number)).unwrap();
    }
    let begin = std::time::Instant::now();
    let found = loaded(tree.path(), &[]);
    let took = begin.elapsed();
    assert_eq!(found.suites.len(), count);
    // Nothing uses what the last step saves.
    assert_eq!(codes(&found), vec![Code::W301; count]);
    println!("{count} suites: {took:?}");
    assert!(took.as_millis() < limit, "{took:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_cannot_be_read_says_why() {
    let folder = tree(&[]);
    // There, and nobody may read it from its beginning: also true for root.
    std::os::unix::fs::symlink("/proc/self/mem", folder.path().join("m.trip.yaml")).unwrap();
    let loaded = loaded(folder.path(), &["m.trip.yaml"]);
    assert_eq!(codes(&loaded), [Code::E116]);
    assert!(loaded.diagnostics[0].message.starts_with("`m.trip.yaml` cannot be read: "));
}
