//! Status pages as files: they are there when the service is not.

use std::fs;
use std::path::Path;

use regex::Regex;

use crate::feed::assert_is_atom;
use crate::harness::Project;
use crate::service::{Service, token, within};

/// A monitor that fails, on two pages, one of which tells of incidents.
fn project() -> Project {
    Project::bare()
        .file(
            "tripline.yaml",
            "version: 1
monitors: { shop: { run: [shop.trip.yaml], every: 1s, timeout: 900ms, down_after: 1 of 1 runs } }
status_pages:
  shop: { title: Shop & Co, components: { Checkout: shop }, publish: incidents }
  quiet: { components: { Checkout: shop } }
",
        )
        .file("shop.trip.yaml", "name: Shop\nsteps: [ { get: ORIGIN/status/500 } ]\n")
}

/// All files below a folder, each with what it holds.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for page in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        for file in fs::read_dir(page.path()).unwrap().map(Result::unwrap) {
            let name = Path::new(&page.file_name()).join(file.file_name());
            found.push((name.display().to_string(), fs::read_to_string(file.path()).unwrap()));
        }
    }
    found.sort();
    found
}

/// What differs from moment to moment.
fn timeless(text: &str) -> String {
    let json: serde_json::Value = serde_json::from_str(text).unwrap();
    let mut json = json.as_object().unwrap().clone();
    json.remove("at");
    for component in json["components"].as_array_mut().unwrap() {
        component["days"].as_array_mut().unwrap().pop();
    }
    serde_json::Value::Object(json).to_string()
}

#[test]
fn the_files_outlive_the_service_and_need_nothing_beside_them() {
    let project = project();
    let admin = token(&project, "admin");
    let service = Service::of(&project);
    within(|| {
        let list = service.api(&admin, "GET /api/v1/incidents", "").json();
        list["items"].as_array().is_some_and(|items| !items.is_empty()).then_some(())
    });
    let said = r#"{"text": "We <look> into it & tell more."}"#;
    assert_eq!(service.api(&admin, "POST /api/v1/incidents/1/updates", said).status, 201);
    let export = ["status-page", "export", "public"];
    // What the page tells is a few seconds old at most.
    let json = "/status/shop/status.json";
    let live = within(|| {
        let live = service.send(&format!("GET {json}"), &[], "").body;
        live.contains("We <look> into it").then_some(live)
    });
    project.tripline(&export).exits(0).says(&["wrote 2 status pages to "]);
    service.end();

    let folder = project.path("public");
    let files = files(&folder);
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    let expected = ["quiet", "shop"].iter().flat_map(|page| {
        ["feed.atom", "index.html", "status.css", "status.js", "status.json"]
            .map(|file| format!("{page}/{file}"))
    });
    assert_eq!(names, expected.collect::<Vec<_>>());
    let link = Regex::new(r##"(?:href|src)="([^"#]+)"|url\(([^)]*)\)"##).unwrap();
    for (name, text) in &files {
        for found in link.captures_iter(text) {
            let to = found.get(1).or(found.get(2)).unwrap().as_str();
            assert!(!to.contains(':') && !to.starts_with('/'), "{name} leads to `{to}`");
            let target = folder.join(name).with_file_name(to);
            assert!(target.is_file(), "{name} leads to `{to}`, which is not there");
        }
    }
    let text = |name: &str| &files.iter().find(|(of, _)| of == name).unwrap().1;
    assert_eq!(timeless(text("shop/status.json")), timeless(&live), "the same as the live one");
    assert!(text("shop/index.html").contains("We &lt;look&gt; into it &amp; tell more."));
    assert!(text("shop/feed.atom").contains("We &lt;look&gt; into it &amp; tell more."));
    assert!(!text("quiet/index.html").contains("into it"), "it tells of no incident");
    for page in ["shop", "quiet"] {
        assert_is_atom(&project, text(&format!("{page}/feed.atom")));
    }
}

#[test]
fn an_export_that_fails_leaves_the_pages_as_they_were() {
    let project = project();
    project.tripline(&["token", "create", "any", "--scope", "read"]).exits(0);
    let export = ["status-page", "export", "public"];
    project.tripline(&export).exits(0);
    let folder = project.path("public");
    let before = files(&folder);
    // A folder is where the last of the files would be written first.
    let in_the_way = folder.join("quiet/status.json.new");
    fs::create_dir(&in_the_way).unwrap();
    let failed = project.tripline(&export);
    failed.exits(3).says(&["quiet/status.json cannot be written"]);
    fs::remove_dir(&in_the_way).unwrap();
    assert_eq!(files(&folder), before, "and nothing is left beside them");
    project.tripline(&export).exits(0);
    assert_ne!(files(&folder), before);
}
