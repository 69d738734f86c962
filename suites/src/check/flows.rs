//! What a flow is given, and what is taken from it.

use super::every_step::every_step;
use crate::diagnostics::{Code, Diagnostic};
use crate::language::{FlowCall, Input, InputType, Piece, StepKind, Suite, ValueTemplate};
use crate::read::suggest::{did_you_mean, first_of, nearest};
use crate::source::Spanned;

/// What is wrong with the flows that `suite` uses, as far as they could be read.
pub(super) fn flows(suite: &Suite) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for step in every_step(suite) {
        if let StepKind::Use(call) = &step.kind
            && let Some(flow) = &call.flow
        {
            match not_a_flow(call, flow) {
                Some(diagnostic) => found.push(diagnostic),
                None => {
                    given(call, flow, &mut found);
                    taken(call, flow, &mut found);
                }
            }
        }
    }
    found
}

/// A suite of several tests or with cases has no one result to give back.
fn not_a_flow(call: &FlowCall, flow: &Suite) -> Option<Diagnostic> {
    let written = &call.file.written;
    let (what, at) = if !flow.single {
        ("tests", flow.tests.first().map_or(flow.name.span, |test| test.span))
    } else {
        let cases =
            flow.cases.iter().chain(flow.tests.iter().flat_map(|test| &test.cases)).next()?;
        ("cases", cases.span)
    };
    let message = format!("`{written}` has `{what}` and cannot be used as a flow");
    Some(
        Diagnostic::new(Code::E209, call.file.span, message)
            .related(at, format!("its `{what}`"))
            .help("move the steps to share into a suite of their own, with `steps`"),
    )
}

fn given(call: &FlowCall, flow: &Suite, found: &mut Vec<Diagnostic>) {
    for (name, value) in &call.with {
        match flow.inputs.iter().find(|input| input.name.value == name.value) {
            None => found.push(unknown_input(name, call, flow)),
            Some(input) => found.extend(mistyped(name, value, input)),
        }
    }
    for input in &flow.inputs {
        let name = &input.name.value;
        if input.default.is_none() && call.given(name).is_none() {
            let message = format!("`{}` needs the input `{name}`", call.file.written);
            found.push(
                Diagnostic::new(Code::E304, call.file.span, message)
                    .related(input.name.span, "it has no default")
                    .help(format!("add `with: {{ {name}: … }}`")),
            );
        }
    }
}

fn unknown_input(name: &Spanned<String>, call: &FlowCall, flow: &Suite) -> Diagnostic {
    let inputs = || flow.inputs.iter().map(|input| input.name.value.as_str());
    let message = format!("`{}` has no input `{}`", call.file.written, name.value);
    Diagnostic::new(Code::E304, name.span, message).help(match nearest(&name.value, inputs()) {
        Some(near) => did_you_mean(near),
        None if flow.inputs.is_empty() => "leave it out: the flow has no `inputs`".to_owned(),
        None => format!("its inputs are {}", first_of(inputs())),
    })
}

fn mistyped(name: &Spanned<String>, value: &ValueTemplate, input: &Input) -> Option<Diagnostic> {
    let kind = input.kind?;
    let is = mismatch(value, kind)?;
    let message = format!("the input `{}` is {}, not {is}", name.value, describe(kind));
    let diagnostic = Diagnostic::new(Code::E204, name.span, message);
    Some(diagnostic.related(input.name.span, "declared here"))
}

/// What `value` is, when it can be seen not to be of type `kind`.
pub(super) fn mismatch(value: &ValueTemplate, kind: InputType) -> Option<String> {
    let (actual, fits) = match value {
        ValueTemplate::Template(template) => {
            let is_text = template.pieces.iter().any(|piece| matches!(piece, Piece::Text(_)));
            if !is_text {
                return None;
            }
            ("text".to_owned(), kind == InputType::String)
        }
        ValueTemplate::List(_) => ("a list".to_owned(), kind == InputType::Array),
        ValueTemplate::Map(_) => ("a map".to_owned(), kind == InputType::Object),
        ValueTemplate::Fixed(value) => fixed(value, kind),
    };
    (!fits).then_some(actual)
}

fn fixed(value: &serde_json::Value, kind: InputType) -> (String, bool) {
    use serde_json::Value;
    match value {
        Value::Null => ("null".to_owned(), true),
        Value::Bool(value) => (value.to_string(), kind == InputType::Boolean),
        Value::Number(number) => {
            let whole = !number.as_str().contains(['.', 'e', 'E']);
            let fits = kind == InputType::Number || kind == InputType::Integer && whole;
            (format!("the number {number}"), fits)
        }
        Value::String(text) => (format!("the text \"{text}\""), kind == InputType::String),
        Value::Array(_) => ("a list".to_owned(), kind == InputType::Array),
        Value::Object(_) => ("a map".to_owned(), kind == InputType::Object),
    }
}

/// The type in words.
pub(super) fn describe(kind: InputType) -> &'static str {
    match kind {
        InputType::String => "text",
        InputType::Number => "a number",
        InputType::Integer => "a whole number",
        InputType::Boolean => "`true` or `false`",
        InputType::Array => "a list",
        InputType::Object => "a map",
    }
}

fn taken(call: &FlowCall, flow: &Suite, found: &mut Vec<Diagnostic>) {
    let outputs = || flow.outputs.iter().map(|output| output.value.as_str());
    for name in &call.save {
        if outputs().any(|output| output == name.value) {
            continue;
        }
        let message = format!("`{}` has no output `{}`", call.file.written, name.value);
        let help = match nearest(&name.value, outputs()) {
            Some(near) => did_you_mean(near),
            None if flow.outputs.is_empty() => {
                format!("add `outputs: [{}]` to the flow", name.value)
            }
            None => format!("its outputs are {}", first_of(outputs())),
        };
        found.push(Diagnostic::new(Code::E302, name.span, message).help(help));
    }
}
