//! Text to a tree.

use suites::source::SourceFile;
use suites::{Sources, yaml};
use suites_fuzz::Corpus;

use crate::said::is_well_said;

#[test]
fn any_bytes_are_a_tree_or_a_mistake() {
    let corpus = Corpus::of_files(&["suites/tests", "examples"], ".yaml");
    crate::hunt("yaml", corpus, |input| {
        let mut sources = Sources::default();
        let decoded = yaml::decode(input.to_vec());
        let text = decoded.as_deref().unwrap_or_default();
        let file = sources.add(SourceFile {
            path: "/nowhere/a.trip.yaml".into(),
            name: "a.trip.yaml".into(),
            text: text.into(),
        });
        let mut diagnostics = Vec::new();
        match &decoded {
            Ok(text) => {
                let tree = yaml::parse(file, text, &mut diagnostics);
                if tree.is_none() && diagnostics.is_empty() && !text.trim().is_empty() {
                    return Err("there is no tree, and nothing is said".to_owned());
                }
            }
            Err(not_text) => diagnostics.push(not_text.diagnostic(file)),
        }
        is_well_said(&diagnostics, &sources)
    });
}
