//! A suite that stands in no file: put together from a command line.

use std::path::Path;
use std::sync::Arc;

use runner_model::SuiteId;

use crate::check::{self, Names};
use crate::diagnostics::{Diagnostic, Severity};
use crate::language::Suite;
use crate::source::{SourceFile, Sources};
use crate::yaml;

/// Reads and checks the suite that `text` is, as [`load`](super::load) does with files. `shown` is
/// what its places name in the place of a file, and its id; paths in it are relative to `folder`.
/// The suite is `None` when it has a mistake.
pub fn from_text(
    text: &str,
    shown: &SuiteId,
    folder: &Path,
    names: &Names,
    sources: &mut Sources,
) -> (Option<Arc<Suite>>, Vec<Diagnostic>) {
    let file = sources.add(SourceFile {
        path: folder.join(shown.as_str()),
        name: shown.to_string().into(),
        text: text.into(),
    });
    let mut found = Vec::new();
    let tree = yaml::parse(file, text, &mut found);
    let suite =
        tree.and_then(|tree| crate::read::suite(&tree, file, shown.clone(), sources, &mut found));
    if let Some(suite) = &suite {
        found.extend(check::suite(suite, names, sources, None));
    }
    let is_right = found.iter().all(|diagnostic| diagnostic.severity() != Severity::Error);
    (suite.filter(|_| is_right).map(Arc::new), found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<Arc<Suite>>, Vec<Diagnostic>, Sources) {
        let mut sources = Sources::default();
        let id = SuiteId::try_from("--until").unwrap();
        let folder = Path::new("/nowhere");
        let (suite, found) = from_text(text, &id, folder, &Names::default(), &mut sources);
        (suite, found, sources)
    }

    #[test]
    fn a_suite_is_read_from_a_text() {
        let (suite, found, _) =
            read("name: live\nsteps:\n  - get: https://example.com/\n    until: { $.v: a }\n");
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(suite.unwrap().id.as_str(), "--until");
    }

    #[test]
    fn a_mistake_has_its_place_and_leaves_no_suite() {
        let (suite, found, sources) = read(
            "name: live\nsteps:\n  - get: https://example.com/\n    until: { $.v: { is_not: a } }\n",
        );
        assert!(suite.is_none());
        let text = crate::diagnostics::render(&found, &sources, false);
        assert!(text.contains("--> --until:4:"), "{text}");
    }
}
