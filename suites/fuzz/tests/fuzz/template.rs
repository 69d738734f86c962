//! Templates, wherever a value may stand.

use suites_fuzz::Corpus;

use crate::suite::{project, read};

/// It stands in the suite several times.
const LONGEST: usize = 1_000;

#[test]
fn any_text_is_a_template_or_a_mistake() {
    let folder = project();
    let files = Corpus::of_files(&["suites/tests", "examples"], ".yaml");
    crate::hunt("template", files.between("{{", "}}"), |input| {
        let input = &input[..input.len().min(LONGEST)];
        let text = serde_json::Value::from(String::from_utf8_lossy(input));
        let suite = format!(
            "name: a\nservice: shop\ninputs: {{ order: {{ a: [1] }} }}\nsteps:\n  - get: {text}\n    \
             headers: {{ x-a: {text} }}\n    json: {{ a: [{text}] }}\n    expect:\n      $.a: {text}\n"
        );
        read(folder.path(), suite.as_bytes())
    });
}
