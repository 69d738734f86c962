//! Projects, each with everything that is wrong with it: a folder of `tests/reject/projects` and a
//! snapshot of what is said about it.

#![expect(clippy::unwrap_used, reason = "what goes wrong in a test is the test's failure")]

use std::fmt::Write;
use std::path::{Path, PathBuf};

use suites::diagnostics::render;
use suites::{LoadRequest, check, environment, load};

/// `check -e NAME` and its `--set`, as a line of `args` in the folder of a project.
struct Args {
    environments: Vec<String>,
    given: Vec<String>,
    paths: Vec<PathBuf>,
}

fn args(folder: &Path) -> Args {
    let mut args = Args { environments: Vec::new(), given: Vec::new(), paths: Vec::new() };
    let text = std::fs::read_to_string(folder.join("args")).unwrap_or_default();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        match word {
            "-e" => args.environments.extend(words.next().map(str::to_owned)),
            "--set" => args.given.extend(words.next().map(str::to_owned)),
            path => args.paths.push(path.into()),
        }
    }
    args
}

fn what_is_said(folder: &Path) -> String {
    let args = args(folder);
    let request =
        LoadRequest { paths: args.paths, current_dir: folder.to_path_buf(), services: Vec::new() };
    let loaded = load(&request);
    let mut said = render(&loaded.diagnostics, &loaded.sources, false);
    let Some(project) = &loaded.project else { return said };
    for name in args.environments {
        writeln!(said, "\n===== {name}").unwrap();
        let diagnostics = match environment::resolve(project, &loaded.sources, &name) {
            Ok(environment) => {
                let suites = loaded.suites.iter().map(AsRef::as_ref);
                let place = check::Place {
                    environment: Some(&environment),
                    project: Some(project),
                    names: &loaded.names,
                    sources: &loaded.sources,
                    given: &args.given,
                };
                check::environment(suites, &place)
            }
            Err(diagnostics) => diagnostics,
        };
        said += &render(&diagnostics, &loaded.sources, false);
    }
    said
}

#[test]
fn everything_that_is_wrong_with_a_project_is_said_in_one_go() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reject/projects");
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    assert!(!folders.is_empty());
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(&root);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for folder in folders {
            let name = folder.file_name().unwrap().to_string_lossy().into_owned();
            insta::assert_snapshot!(name, what_is_said(&folder));
        }
    });
}
