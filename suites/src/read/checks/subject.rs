//! What a check looks at, and a save takes from.

use scraper::Selector;

use crate::diagnostics::{Code, Diagnostic};
use crate::language::{JsonPath, Subject, VarPath};
use crate::read::Reader;
use crate::read::keys::{Argument, MATCHERS, OTHER_SUBJECTS, Place, SUBJECTS, Shape, SubjectWord};
use crate::read::suggest::{did_you_mean, nearest};
use crate::read::var_path::var_path;
use crate::source::Span;
use crate::yaml::{Entry, Node};

impl Reader<'_> {
    /// The subject that is the key of a check.
    pub(super) fn check_subject(
        &mut self,
        entry: &Entry,
        place: Place,
    ) -> Option<(Subject, Shape)> {
        let text = &entry.key.value;
        let help = |mistake: Diagnostic| match text.to_ascii_lowercase().as_str() {
            "headers" | "header" => {
                mistake.help("write `header NAME: …` for each, as in `header content-type: …`")
            }
            "json" | "body" if entry.value.entries().is_some() => {
                mistake.help("write `$.key: …` for each, or `body: { like: … }`")
            }
            _ if MATCHERS.iter().any(|matcher| matcher.name == text) => mistake.help(format!(
                "`{text}` says what is claimed; write first of what: `status: {{ {text}: … }}`"
            )),
            _ => mistake,
        };
        self.subject_at(text, entry.key.span, place, Code::E202, help)
    }

    /// The subject that a save takes a value from.
    pub(crate) fn save_subject(&mut self, node: &Node) -> Option<(Subject, Shape)> {
        let text = self.text(node)?.value;
        let help = |mistake: Diagnostic| {
            if text.contains("{{") {
                mistake.help("write what to take, as in `$.id`; `set:` is for values put together")
            } else {
                mistake
            }
        };
        self.subject_at(&text, node.span, Place::Answer, Code::E214, help)
    }

    fn subject_at(
        &mut self,
        text: &str,
        span: Span,
        place: Place,
        unknown: Code,
        help: impl Fn(Diagnostic) -> Diagnostic,
    ) -> Option<(Subject, Shape)> {
        let allowed = |word: &SubjectWord| word.places.contains(&place);
        if text.starts_with('$') && (!text.starts_with("$ ") || text == "$") {
            if place != Place::Answer {
                self.not_here(text, span, place);
                return None;
            }
            let path = self.path(text, self.bare(text, span))?;
            let shape = if path.singular { Shape::Any } else { Shape::List };
            return Some((Subject::Json(path), shape));
        }
        let Some((word, argument)) = split(text) else {
            let mistake = Diagnostic::new(unknown, span, format!("unknown subject `{text}`"));
            let mistake = help(mistake);
            let known = SUBJECTS.iter().filter(|word| allowed(word) && !word.later);
            let names: Vec<&str> = known.map(|word| word.name).collect();
            let mistake = match meant(text, &names) {
                Some(meant) if mistake.help.is_none() => {
                    let mistake = mistake.help(did_you_mean(&meant));
                    let word = meant.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
                    if word { mistake.fix(span, meant) } else { mistake }
                }
                Some(_) | None => mistake,
            };
            self.report(mistake);
            return None;
        };
        if word.later {
            self.not_supported(span, &format!("`{}` is", word.name));
            return None;
        }
        if !allowed(word) {
            self.not_here(text, span, place);
            return None;
        }
        match (word.argument, argument) {
            (Argument::Required(what, example), "") => {
                let message = format!("`{}` needs {what} after it", word.name);
                let mistake = Diagnostic::new(Code::E214, span, message);
                self.report(help(mistake.help(format!("write it as in `{example}`"))));
                None
            }
            (Argument::None, rest) if !rest.is_empty() => {
                let message =
                    format!("`{}` takes nothing after it, and `{rest}` stands there", word.name);
                self.mistake(Code::E214, span, message, &format!("write `{}`", word.name));
                None
            }
            (_, argument) => self.with_argument(word, argument, text, span),
        }
    }

    /// A subject is known and cannot be looked at in this place.
    fn not_here(&mut self, text: &str, span: Span, place: Place) {
        let message = format!("`{text}` cannot be checked here");
        let mistake = Diagnostic::new(Code::E214, span, message);
        self.report(match place.only() {
            Some(only) => mistake.help(only),
            None => mistake,
        });
    }

    fn with_argument(
        &mut self,
        word: &'static SubjectWord,
        argument: &str,
        text: &str,
        span: Span,
    ) -> Option<(Subject, Shape)> {
        let start = text.len() - argument.len();
        let place = self.bare(text, span).part(start, argument.len());
        let subject = match word.name {
            "header" => Subject::Header(self.header_name(argument, place)?),
            "request header" => Subject::RequestHeader(self.header_name(argument, place)?),
            "cookie" => Subject::Cookie(argument.to_owned()),
            "css" => self.selector(argument, place)?,
            "regex" => self.slashed_pattern(argument, place)?,
            "var" => Subject::Var(self.variable(argument, place)?),
            "tenant" => Subject::Tenant(argument.to_owned()),
            name => plain(name)?,
        };
        Some((subject, word.shape))
    }

    /// A JSONPath.
    pub(crate) fn path(&mut self, text: &str, span: Span) -> Option<JsonPath> {
        if let Some(known) = self.paths.get(text) {
            return Some(JsonPath { span, ..known.clone() });
        }
        let read =
            crate::jsonpath::parse_with(text, span, &mut |expr, span| self.expression(expr, span));
        match read {
            Ok(path) => {
                if path.holes.is_empty() {
                    self.paths.insert(text.to_owned(), path.clone());
                }
                Some(path)
            }
            Err(mistake) => {
                self.report(*mistake);
                None
            }
        }
    }

    /// A variable, or a place in one, without braces.
    fn variable(&mut self, text: &str, span: Span) -> Option<VarPath> {
        let bare = text.trim_start_matches("{{").trim_end_matches("}}").trim();
        if bare != text {
            let message = format!("`var` takes a name, and `{text}` stands there");
            self.mistake(Code::E214, span, message, &format!("write `var {bare}`"));
            return var_path(bare).ok();
        }
        match var_path(text) {
            Ok(path) => Some(path),
            Err(mistake) => {
                self.mistake(Code::E214, span, mistake.message, &mistake.help);
                mistake.meant
            }
        }
    }

    /// A header's name, in lower case.
    pub(crate) fn header_name(&mut self, text: &str, span: Span) -> Option<String> {
        let legal = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        if !text.is_empty() && text.chars().all(legal) {
            return Some(text.to_ascii_lowercase());
        }
        let message = format!("`{text}` cannot be the name of a header");
        let help = "a name is letters, digits and `-`, as in `content-type`";
        self.mistake(Code::E215, span, message, help);
        None
    }

    fn selector(&mut self, text: &str, span: Span) -> Option<Subject> {
        match Selector::parse(text) {
            Ok(_) => Some(Subject::Css(text.to_owned())),
            Err(error) => {
                let reason = first_line(&error.to_string());
                let message = if reason.contains("report this") {
                    format!("`{text}` is not a CSS selector")
                } else {
                    format!("`{text}` is not a CSS selector: {reason}")
                };
                let help = "write it as a style sheet would, as in `css ul.orders > li`";
                self.mistake(Code::E213, span, message, help);
                None
            }
        }
    }
}

fn first_line(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let mut chars = line.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// The word a subject begins with, and what follows it.
fn split(text: &str) -> Option<(&'static SubjectWord, &str)> {
    let find = |name: &str| SUBJECTS.iter().find(|word| word.name == name);
    let mut words = text.match_indices(' ').map(|(at, _)| at);
    let first = words.next().unwrap_or(text.len());
    let second = words.next().unwrap_or(text.len());
    let two = find(&text[..second]).map(|word| (word, text[second..].trim()));
    two.or_else(|| find(&text[..first]).map(|word| (word, text[first..].trim())))
}

/// The subject of a name that stands alone.
fn plain(name: &str) -> Option<Subject> {
    Some(match name {
        "status" => Subject::Status,
        "time" => Subject::Time,
        "took" => Subject::Took,
        "time_to_first_byte" => Subject::TimeToFirstByte,
        "dns_time" => Subject::DnsTime,
        "connect_time" => Subject::ConnectTime,
        "tls_time" => Subject::TlsTime,
        "size" => Subject::Size,
        "url" => Subject::Url,
        "redirects" => Subject::Redirects,
        "protocol" => Subject::Protocol,
        "body" => Subject::Body,
        "request body" => Subject::RequestBody,
        "request url" => Subject::RequestUrl,
        "certificate_expires_in" => Subject::CertificateExpiresIn,
        "certificate_issuer" => Subject::CertificateIssuer,
        "tls_version" => Subject::TlsVersion,
        "ip" => Subject::Ip,
        "error" => Subject::Error,
        "environment" => Subject::Environment,
        _ => return None,
    })
}

/// What was probably meant by a subject that is none.
fn meant(text: &str, known: &[&str]) -> Option<String> {
    if let Some(path) = path_meant(text) {
        return Some(path);
    }
    if let Some(name) = text.strip_prefix("headers.").or_else(|| text.strip_prefix("header.")) {
        return Some(format!("header {name}"));
    }
    if let Some(name) = text.strip_prefix("header:").or_else(|| text.strip_prefix("Header ")) {
        return Some(format!("header {}", name.trim()));
    }
    let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
    let word = first.replace('-', "_").to_ascii_lowercase();
    let other = OTHER_SUBJECTS
        .iter()
        .find(|(wrong, _)| *wrong == word || wrong.replace('_', "") == word)
        .map(|(_, right)| *right)
        .filter(|right| {
            known.contains(&right.split(' ').next().unwrap_or_default()) || right.starts_with('$')
        });
    match nearest(first, known.iter().copied()).or(other) {
        Some(meant) if rest.is_empty() || meant.contains(' ') => Some(meant.to_owned()),
        Some(meant) => Some(format!("{meant} {rest}")),
        None if text.contains('-') && rest.is_empty() && known.contains(&"header") => {
            Some(format!("header {}", text.to_ascii_lowercase()))
        }
        None => None,
    }
}

/// `body.id`, `jsonpath $.id`, `.id`: a JSONPath that lacks its `$`, or has too much before it.
fn path_meant(text: &str) -> Option<String> {
    for prefix in ["jsonpath ", "jsonpath:", "json ", "body "] {
        if let Some(path) = text.strip_prefix(prefix)
            && path.trim().starts_with('$')
        {
            return Some(path.trim().to_owned());
        }
    }
    for prefix in ["response.body", "response.json", "body", "json", "data", "res.body"] {
        if let Some(path) = text.strip_prefix(prefix)
            && path.starts_with(['.', '['])
        {
            return Some(format!("${path}"));
        }
    }
    (text.starts_with('.') && text.len() > 1).then(|| format!("${text}"))
}
