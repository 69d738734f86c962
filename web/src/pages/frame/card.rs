//! A page without a frame: a card in the middle, for those of whom nobody knows who they are.

use handlebars::RenderError;
use serde::Serialize;

use crate::pages::visit::Visit;
use crate::pages::{assets, templates};

#[derive(Serialize)]
struct Document<'d> {
    title: &'d str,
    theme: Option<&'static str>,
    style: String,
    mark: String,
    body: &'d str,
}

/// The page: `template`, filled with `data`, on a card.
///
/// # Errors
/// The data lack something that the template names.
pub(crate) fn card<T: Serialize>(
    visit: &Visit,
    title: &str,
    template: &str,
    data: &T,
) -> Result<String, RenderError> {
    let body = templates::fill(template, data)?;
    let document = Document {
        title,
        theme: visit.theme,
        style: assets::style(),
        mark: assets::mark(),
        body: &body,
    };
    templates::fill("card", &document)
}
