//! A project file, with what stands in it resolved for every environment.

use std::fs;

use suites::{LoadRequest, environment, load};
use suites_fuzz::Corpus;

use crate::said::is_well_said;

#[test]
fn any_bytes_are_a_project_or_a_mistake() {
    let folder = crate::suite::project();
    let suite = "name: a\nservice: shop\nsteps:\n  - get: /a/{{user.email}}\n";
    fs::write(folder.path().join("a.trip.yaml"), suite).expect("it is our own folder");
    let corpus = Corpus::of_files(&["suites/tests", "examples"], "tripline.yaml");
    crate::hunt("project", corpus, |input| {
        let path = folder.path().join("tripline.yaml");
        fs::write(&path, input).map_err(|cause| cause.to_string())?;
        let current_dir = folder.path().to_owned();
        let paths = vec!["a.trip.yaml".into()];
        let loaded = load(&LoadRequest { paths, current_dir, services: Vec::new() });
        is_well_said(&loaded.diagnostics, &loaded.sources)?;
        let Some(project) = &loaded.project else { return Ok(()) };
        for name in ["test", "demo", "staging", "production", "test+demo", ""] {
            if let Err(found) = environment::resolve(project, &loaded.sources, name) {
                is_well_said(&found, &loaded.sources)?;
            }
        }
        Ok(())
    });
}
