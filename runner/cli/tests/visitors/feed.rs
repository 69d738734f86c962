//! Whether a feed is one (RFC 4287).

use std::process::Command;

use crate::harness::Project;

/// Feeds that readers take.
#[track_caller]
pub(crate) fn assert_is_atom(project: &Project, feed: &str) {
    project.write("feed.checked", feed);
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/visitors/atom.rng");
    let checked = Command::new("xmllint")
        .args(["--noout", "--nonet", "--relaxng", schema])
        .arg(project.path("feed.checked"))
        .output();
    match checked {
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{said}\n{feed}");
        }
        Err(error) => assert!(may_be_skipped(), "xmllint ({error}): install libxml2-utils"),
    }
}

/// Where nothing may be skipped, a missing tool is a failure; elsewhere `./test` tells of it.
#[expect(clippy::disallowed_methods, reason = "a test asks where it is run")]
fn may_be_skipped() -> bool {
    std::env::var_os("CI").is_none_or(|ci| ci != "true")
}
