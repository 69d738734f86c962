//! The whole run as JSON. Its shape is documented in `docs/report-json.md`.

use std::io;

use runner_model::RunEvent;

use crate::Reporter;

/// Writes the whole [`Run`](runner_model::Run), indented, when it is done.
#[derive(Debug)]
pub struct Json<W> {
    out: W,
}

impl<W: io::Write + Send> Json<W> {
    /// Reports to `out`.
    pub fn new(out: W) -> Self {
        Self { out }
    }
}

impl<W: io::Write + Send> Reporter for Json<W> {
    fn on_event(&mut self, event: &RunEvent<'_>) -> io::Result<()> {
        match event {
            RunEvent::Done(run) => {
                serde_json::to_writer_pretty(&mut self.out, run)?;
                self.out.write_all(b"\n")?;
                self.out.flush()
            }
            RunEvent::Started(_)
            | RunEvent::StepStarted { .. }
            | RunEvent::StepDone { .. }
            | RunEvent::SuiteDone(_) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use runner_model::Run;
    use serde_json::Value;

    use super::*;
    use crate::sample;

    const DOCUMENTED: &str = include_str!("../../docs/report-json.md");

    fn json(run: &Run) -> String {
        let mut out = Vec::new();
        Json::new(&mut out).on_event(&RunEvent::Done(run)).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_run_can_be_read_back() {
        let run = sample::run();
        assert_eq!(serde_json::from_str::<Run>(&json(&run)).unwrap(), run);
    }

    #[test]
    fn a_run_as_json() {
        let suites = vec![sample::passed()];
        insta::assert_snapshot!(json(&Run { suites, ..sample::run() }));
    }

    #[test]
    fn the_documented_example_is_a_run() {
        let (_, example) = DOCUMENTED.split_once("```json\n").unwrap();
        let (example, _) = example.split_once("```").unwrap();
        let run: Run = serde_json::from_str(example).unwrap();
        let value: Value = serde_json::from_str(example).unwrap();
        assert_eq!(serde_json::to_value(&run).unwrap(), value);
    }

    #[test]
    fn every_field_is_documented() {
        let mut names = BTreeSet::new();
        collect(&serde_json::to_value(sample::run()).unwrap(), &mut names);
        assert!(names.len() > 50);
        names.retain(|name| !DOCUMENTED.contains(&format!("`{name}`")));
        assert_eq!(names, BTreeSet::new());
    }

    fn collect(value: &Value, names: &mut BTreeSet<String>) {
        match value {
            Value::Object(map) => {
                for (name, value) in map {
                    names.insert(name.clone());
                    if name != "matrix" {
                        collect(value, names);
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| collect(item, names)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}
