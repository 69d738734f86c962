//! The reporter, and its templates.

use std::io;

use handlebars::Handlebars;
use runner_model::{Run, RunEvent};

use super::page::Page;
use crate::Reporter;

/// The templates, by the name under which they include each other.
const TEMPLATES: [(&str, &str); 5] = [
    ("page", include_str!("templates/page.hbs")),
    ("icons", include_str!("templates/icons.hbs")),
    ("chain", include_str!("templates/chain.hbs")),
    ("inspector", include_str!("templates/inspector.hbs")),
    ("trouble", include_str!("templates/trouble.hbs")),
];

/// Writes one self-contained HTML file when the run is done.
///
/// It holds no link to anything outside, works without JavaScript, in the dark, on a phone and on
/// paper. Bodies are shown as text; when there are too many, those of steps that passed are cut.
#[derive(Debug)]
pub struct Html<W> {
    out: W,
}

impl<W: io::Write + Send> Html<W> {
    /// Reports to `out`.
    pub fn new(out: W) -> Self {
        Self { out }
    }
}

impl<W: io::Write + Send> Reporter for Html<W> {
    fn on_event(&mut self, event: &RunEvent<'_>) -> io::Result<()> {
        match event {
            RunEvent::Done(run) => {
                self.out.write_all(document(run).as_bytes())?;
                self.out.flush()
            }
            RunEvent::Started(_)
            | RunEvent::StepStarted { .. }
            | RunEvent::StepDone { .. }
            | RunEvent::SuiteDone(_) => Ok(()),
        }
    }
}

fn document(run: &Run) -> String {
    let mut templates = Handlebars::new();
    templates.set_strict_mode(true);
    for (name, text) in TEMPLATES {
        templates.register_template_string(name, text).expect("the templates are tested");
    }
    templates.render("page", &Page::of(run)).expect("the templates are tested")
}
