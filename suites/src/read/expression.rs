//! What stands between `{{` and `}}`, by the `handlebars` crate's parser.

use handlebars::Template as Handlebars;
use handlebars::template::{HelperTemplate, Parameter, TemplateElement};
use serde_json::Value;

use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Expr, Helper};
use crate::read::Reader;
use crate::read::suggest::{did_you_mean, nearest};
use crate::read::var_path::var_path;
use crate::source::Span;

/// Helpers that Handlebars brings along and suites do not have.
const HANDLEBARS_OWN: &[&str] = &[
    "and", "each", "eq", "gt", "gte", "if", "len", "log", "lookup", "lt", "lte", "ne", "not", "or",
    "unless", "with",
];

impl Reader<'_> {
    /// `{{…}}`, braces included, as an expression. What cannot be read is reported and becomes
    /// the literal `null`, or what was meant if that can be told.
    pub(crate) fn expression(&mut self, source: &str, span: Span) -> Expr {
        if let Some(name) = plain_name(source) {
            return self.name(name, span, true);
        }
        let nothing = Expr::Literal(Value::Null);
        if let Some((message, help)) = not_for_suites(source) {
            self.mistake(Code::E210, span, message, &help);
            return nothing;
        }
        if let Some(mended) = with_dots_before_brackets(source) {
            let message = "an element is written `.[N]`, with the dot".to_owned();
            self.mistake(Code::E210, span, message, &format!("write `{mended}`"));
            return self.expression(&mended, span);
        }
        let compiled = Handlebars::compile(source).ok();
        match compiled.as_ref().map(|template| template.elements.as_slice()) {
            Some([TemplateElement::Expression(call)]) => self.call(call, span, true),
            Some(_) | None => {
                let (message, help, meant) = unreadable(source);
                self.mistake(Code::E210, span, message, &help);
                meant.unwrap_or(nothing)
            }
        }
    }

    /// A name alone, or a helper with arguments.
    fn call(&mut self, call: &HelperTemplate, span: Span, outermost: bool) -> Expr {
        let alone = call.params.is_empty() && call.hash.is_empty();
        if alone && matches!(call.name, Parameter::Subexpression(_)) {
            return self.parameter(&call.name, span);
        }
        let name = call.name.as_name().unwrap_or_default();
        if alone {
            return self.name(name, span, outermost);
        }
        let args: Vec<Expr> = call.params.iter().map(|param| self.parameter(param, span)).collect();
        let mut named: Vec<(String, Expr)> = call
            .hash
            .iter()
            .map(|(name, param)| (name.clone(), self.parameter(param, span)))
            .collect();
        named.sort_by(|(a, _), (b, _)| a.cmp(b));
        match Helper::named(name) {
            Some(helper) => {
                self.check_arguments(helper, &args, &named, span);
                Expr::Call { helper, args, named }
            }
            None => {
                self.unknown_helper(name, &args, span);
                Expr::Literal(Value::Null)
            }
        }
    }

    fn parameter(&mut self, parameter: &Parameter, span: Span) -> Expr {
        if let Parameter::Literal(value) = parameter {
            return Expr::Literal(value.clone());
        }
        if let Parameter::Subexpression(inner) = parameter {
            return if let TemplateElement::Expression(call) = inner.as_element() {
                self.call(call, span, false)
            } else {
                Expr::Literal(Value::Null)
            };
        }
        self.name(parameter.as_name().unwrap_or_default(), span, false)
    }

    /// A word without arguments: a helper when there is one of that name, else a variable.
    fn name(&mut self, name: &str, span: Span, outermost: bool) -> Expr {
        if let Some(helper) = Helper::named(name) {
            self.check_arguments(helper, &[], &[], span);
            return Expr::Call { helper, args: Vec::new(), named: Vec::new() };
        }
        if outermost && serde_json::from_str::<Value>(name).is_ok() {
            let message = format!("`{name}` is a value, not a name");
            self.mistake(Code::E210, span, message, &format!("write `{name}` without the braces"));
            return Expr::Literal(Value::Null);
        }
        match var_path(name) {
            Ok(path) => {
                if let Some(helper) = Helper::named(&path.root) {
                    let message =
                        format!("`{}` is a helper: nothing lies below it", helper.as_str());
                    let help = format!("write `{{{{{}}}}}`", helper.as_str());
                    self.mistake(Code::E303, span, message, &help);
                    return Expr::Literal(Value::Null);
                }
                Expr::Var(path)
            }
            Err(mistake) => {
                self.mistake(Code::E210, span, mistake.message, &mistake.help);
                mistake.meant.map_or(Expr::Literal(Value::Null), Expr::Var)
            }
        }
    }

    fn unknown_helper(&mut self, name: &str, args: &[Expr], span: Span) {
        if HANDLEBARS_OWN.contains(&name) {
            let help = match name {
                "lookup" => "write the way down: `{{order.lines.[0]}}`".to_owned(),
                "len" => "write `length`".to_owned(),
                _ => "decide in the YAML: `if:`, `for_each:`, a check".to_owned(),
            };
            let message = format!("`{name}` of Handlebars is not part of suites");
            return self.mistake(Code::E210, span, message, &help);
        }
        let known = Helper::ALL.iter().map(|helper| helper.as_str());
        let mistake = Diagnostic::new(Code::E303, span, format!("unknown helper `{name}`"));
        let mistake = match (meant_helper(name).or_else(|| nearest(name, known)), args) {
            (Some(meant), _) => mistake.help(did_you_mean(meant)),
            (None, []) => mistake,
            (None, [..]) => mistake.help(format!(
                "the first word is a helper and the rest its arguments; a variable stands alone: \
                 `{{{{{name}}}}}`"
            )),
        };
        self.report(mistake);
    }
}

/// Helpers by the names that other tools give them.
fn meant_helper(name: &str) -> Option<&'static str> {
    Some(match name {
        "uuid4" | "uuidv4" | "guid" => "uuid",
        "uppercase" | "toUpperCase" => "upper",
        "lowercase" | "toLowerCase" => "lower",
        "randomInt" | "rand" | "random_number" => "random_int",
        "urlencode" | "encode_uri" | "encodeURIComponent" => "url_encode",
        "to_json" | "toJson" | "stringify" => "json",
        "b64" | "btoa" => "base64",
        "atob" => "base64_decode",
        "int" | "float" => "number",
        "str" => "string",
        "size" | "count" => "length",
        "today" => "date",
        "sha_256" => "sha256",
        _ => return None,
    })
}

/// The name in `{{order.id}}`: most expressions are no more than that, and need no parser.
fn plain_name(source: &str) -> Option<&str> {
    let inner = source.strip_prefix("{{")?.strip_suffix("}}")?.trim();
    let plain = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    };
    (!inner.starts_with("else") && inner.split('.').all(plain)).then_some(inner)
}

/// `{{lines[0]}}` as `{{lines.[0]}}`, when there is such a bracket outside of quotes: Handlebars
/// takes it for an argument.
fn with_dots_before_brackets(source: &str) -> Option<String> {
    if !source.contains('[') {
        return None;
    }
    let mut mended = String::with_capacity(source.len() + 1);
    let mut quote = None;
    let mut before = ' ';
    for c in source.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None if c == '[' && (before.is_alphanumeric() || matches!(before, '_' | ']')) => {
                mended.push('.');
            }
            None => {}
        }
        mended.push(c);
        before = c;
    }
    (mended.len() != source.len()).then_some(mended)
}

/// Handlebars that is legal there and not here: what to say, and the way out.
fn not_for_suites(source: &str) -> Option<(String, String)> {
    let inner = source[2..].trim_end_matches('}').trim();
    let say = |message: &str, help: &str| Some((message.to_owned(), help.to_owned()));
    if inner.contains(['“', '”', '„', '‘', '’']) && !inner.contains(['"', '\'']) {
        return say(
            "curly quotes are letters like any other",
            "write straight quotes: `\"` or `'`",
        );
    }
    if inner.starts_with('~') || inner.ends_with('~') {
        return say("`~` trims white space in Handlebars, and suites do not", "leave `~` out");
    }
    let word = inner.split_whitespace().next().unwrap_or_default();
    match inner.as_bytes().first() {
        None => say("there is nothing between `{{` and `}}`", "write the name of a variable"),
        Some(b'{' | b'&') => {
            let name = inner.trim_start_matches(['{', '&']).trim();
            let help = format!("write `{{{{{name}}}}}`");
            Some(("there is no HTML escaping to switch off in suites".to_owned(), help))
        }
        Some(b'#' | b'/' | b'^') => say(BLOCKS, BLOCKS_HELP),
        Some(b'>') => {
            say("partials are not part of suites", "write the text here, or a flow: `use:`")
        }
        Some(b'!') => say("comments are YAML's in suites", "write `# …` at the end of the line"),
        Some(b'*') => say("decorators are not part of suites", "write the name of a variable"),
        Some(_) if word == "else" => say(BLOCKS, BLOCKS_HELP),
        Some(_) if word.starts_with("else") => Some((
            format!("Handlebars takes the beginning of `{word}` for `else`"),
            "give the variable a name that does not begin with `else`".to_owned(),
        )),
        Some(_) => None,
    }
}

const BLOCKS: &str = "blocks of Handlebars are not part of suites";
const BLOCKS_HELP: &str = "decide and repeat in the YAML: `if:`, `for_each:`";

/// Text that Handlebars cannot parse: what to say, the way out, and what was meant.
fn unreadable(source: &str) -> (String, String, Option<Expr>) {
    let inner = source.trim_start_matches('{').trim_end_matches('}').trim();
    let message = format!("cannot read `{source}`");
    if !inner.contains([' ', '(', '"', '\'', '|'])
        && let Err(mistake) = var_path(inner)
        && let Some(meant) = mistake.meant
    {
        let help = format!("write `{{{{{meant}}}}}`");
        return (mistake.message, help, Some(Expr::Var(meant)));
    }
    if let Some((value, filter)) = inner.split_once('|') {
        let help = format!(
            "a helper stands before its argument: `{{{{{} {}}}}}`",
            filter.trim(),
            value.trim()
        );
        return (message, help, None);
    }
    if let Some((name, rest)) = inner.split_once('(')
        && Helper::named(name.trim()).is_some()
    {
        let args = rest.trim_end_matches(')').replace(',', "");
        let call = format!("{} {args}", name.trim());
        return (message, format!("write `{{{{{}}}}}`", call.trim()), None);
    }
    if inner.contains(' ') && inner.contains(['+', '*', '<', '>', '?', '%']) && !inner.contains('"')
    {
        let help = "write the value itself, or let the service work it out";
        return ("there is no arithmetic in templates".to_owned(), help.to_owned(), None);
    }
    let help = "write a name (`{{order.id}}`) or a helper with its arguments (`{{upper name}}`)";
    (message, help.to_owned(), None)
}
