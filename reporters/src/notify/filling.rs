//! A template that somebody wrote: read, tried, filled.
//!
//! Lives here: what may stand in one, and what is said of one that does not work.
//! Lives elsewhere: the built-in templates (`messages`), the facts (`facts`).

use handlebars::template::{Template, TemplateElement};
use handlebars::{Handlebars, RenderError, RenderErrorReason, no_escape};
use serde::Serialize;

use super::said::within;

/// The only template of its registry.
const ONLY: &str = "it";

/// How much of a parser's complaint is passed on.
const COMPLAINT: usize = 200;

/// A template that parses, over plain text.
#[derive(Debug)]
pub(super) struct Filling(Handlebars<'static>);

impl Filling {
    /// Reads a template.
    ///
    /// # Errors
    /// Why it cannot be used, in words.
    pub(super) fn read(source: &str) -> Result<Self, String> {
        let template = Template::compile(source).map_err(|error| {
            let reason = error.reason().to_string();
            let reason = reason.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default();
            let place = error.pos().map(|(line, column)| format!("line {line}, column {column}: "));
            format!("{}{}", place.unwrap_or_default(), within(reason, COMPLAINT))
        })?;
        if includes(&template) {
            return Err("partials (`{{> …}}`) and inline ones are not available here".to_owned());
        }
        let mut registry = Handlebars::new();
        registry.register_escape_fn(no_escape);
        registry.register_template(ONLY, template);
        Ok(Self(registry))
    }

    /// Fills it with facts that have every name there is, to see whether it names others.
    ///
    /// # Errors
    /// What it names.
    pub(super) fn try_on(&mut self, facts: &impl Serialize) -> Result<(), String> {
        self.0.set_strict_mode(true);
        let tried = self.0.render(ONLY, facts).map(drop).map_err(|error| complaint(&error));
        // Later, a list may be shorter than the one it was tried on: no reason to tell nobody.
        self.0.set_strict_mode(false);
        tried
    }

    /// Fills it; names that are not there are empty.
    ///
    /// # Errors
    /// A helper that does not bear what it is given.
    pub(super) fn fill(&self, facts: &impl Serialize) -> Result<String, String> {
        self.0.render(ONLY, facts).map_err(|error| complaint(&error))
    }
}

fn complaint(error: &RenderError) -> String {
    let place = error.line_no.map(|line| format!("line {line}: ")).unwrap_or_default();
    if let RenderErrorReason::MissingVariable(Some(name)) = error.reason() {
        return format!("{place}`{name}` is not known of a message");
    }
    format!("{place}{}", within(&error.reason().to_string(), COMPLAINT))
}

/// Whether it holds others, which may hold each other without end.
fn includes(template: &Template) -> bool {
    template.elements.iter().any(|element| {
        if let TemplateElement::HelperBlock(block) = element {
            return [&block.template, &block.inverse].into_iter().flatten().any(includes);
        }
        matches!(
            element,
            TemplateElement::PartialExpression(_)
                | TemplateElement::PartialBlock(_)
                | TemplateElement::DecoratorExpression(_)
                | TemplateElement::DecoratorBlock(_)
        )
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_cannot_be_used_is_refused_with_its_place() {
        let refused = |source| Filling::read(source).map(drop).unwrap_err();
        assert!(refused("a\n{{#if}").starts_with("line 2, column "), "{}", refused("a\n{{#if}"));
        assert_eq!(
            refused("{{#if a}}{{b}}{{/each}}"),
            "line 1, column 15: helper \"if\" was opened, but \"each\" is closing"
        );
        let inline = "{{#*inline \"a\"}}{{> a}}{{/inline}}{{> a}}";
        for source in ["{{> text}}", "{{#if a}}{{else}}{{> text}}{{/if}}", inline] {
            assert!(refused(source).starts_with("partials"), "{source}");
        }
    }

    #[test]
    fn an_unknown_name_is_found_when_it_is_tried_and_empty_when_it_is_filled() {
        let mut filling = Filling::read("\n{{a}} & {{b.[0].c}}").unwrap();
        assert_eq!(
            filling.try_on(&json!({"a": 1, "b": []})).unwrap_err(),
            "line 2: `b.[0].c` is not known of a message"
        );
        filling.try_on(&json!({"a": null, "b": [{"c": 1}]})).unwrap();
        assert_eq!(filling.fill(&json!({"a": "<x>", "b": []})).unwrap(), "\n<x> & ");
    }
}
