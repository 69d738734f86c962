//! A suite, read and checked as a command would, in a project with services and a flow.

use std::fs;
use std::path::Path;

use suites::{LoadRequest, load};
use suites_fuzz::Corpus;
use tempfile::TempDir;

use crate::said::is_well_said;

/// The suite that is made anew again and again.
const SUITE: &str = "a.trip.yaml";

/// A project like that of the suites in `suites/tests/accept`.
pub(crate) fn project() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let accept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/accept");
    for part in ["", "files", "flows"] {
        fs::create_dir_all(folder.path().join(part)).expect("it is our own folder");
        for entry in fs::read_dir(accept.join(part)).into_iter().flatten().flatten() {
            let is_suite =
                part.is_empty() && entry.path().to_string_lossy().ends_with(".trip.yaml");
            if entry.path().is_file() && !is_suite {
                let copy = folder.path().join(part).join(entry.file_name());
                fs::copy(entry.path(), copy).expect("it is our own folder");
            }
        }
    }
    folder
}

/// Reads and checks a suite; it is mended as `check --fix` does, and read again.
pub(crate) fn read(folder: &Path, text: &[u8]) -> Result<(), String> {
    let path = folder.join(SUITE);
    let request = LoadRequest {
        paths: vec![path.clone()],
        current_dir: folder.to_owned(),
        services: Vec::new(),
    };
    let mut text = text.to_vec();
    for _ in 0..2 {
        fs::write(&path, &text).map_err(|cause| cause.to_string())?;
        let loaded = load(&request);
        is_well_said(&loaded.diagnostics, &loaded.sources)?;
        if loaded.suites.is_empty() && !loaded.has_errors() {
            return Err("there is no suite, and nothing is wrong".to_owned());
        }
        for environment in &loaded.environments {
            let place = suites::check::Place {
                environment: Some(environment),
                project: loaded.project.as_ref(),
                names: &loaded.names,
                sources: &loaded.sources,
                given: &[],
            };
            let suites = loaded.suites.iter().map(|suite| &**suite);
            is_well_said(&suites::check::environment(suites, &place), &loaded.sources)?;
        }
        let own = loaded.sources.files().find(|(_, file)| file.path == path);
        let mended = own.and_then(|(file, _)| {
            suites::diagnostics::apply(&loaded.sources, file, &loaded.diagnostics)
        });
        match mended {
            Some(mended) => text = mended.into_bytes(),
            None => break,
        }
    }
    Ok(())
}

#[test]
fn any_bytes_are_a_suite_or_a_mistake() {
    let folder = project();
    let corpus = Corpus::of_files(&["suites/tests", "examples"], ".yaml");
    crate::hunt("suite", corpus, |input| read(folder.path(), input));
}
