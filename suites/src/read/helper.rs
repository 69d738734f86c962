//! The helpers' arguments: how many, their names, and which literals make sense.

use jiff::Timestamp;
use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::TimeZone;
use serde_json::Value;

use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Expr, Helper};
use crate::read::Reader;
use crate::read::suggest::{did_you_mean, listed, nearest};
use crate::read::units;
use crate::source::Span;

/// What an argument must be, as far as a literal shows it.
#[derive(Clone, Copy)]
enum Arg {
    /// Anything.
    Any,
    /// Text, or something that can be written as text.
    Text,
    /// A whole number.
    Integer,
    /// `-2d`
    Offset,
    /// `%Y-%m-%d`
    Format,
    /// The path of a file beside the suite.
    File,
    /// One of these words.
    Word(&'static [&'static str]),
}

/// A helper's arguments.
struct Signature {
    /// In order; all must be there.
    required: &'static [(&'static str, Arg)],
    /// By name; each may be left out.
    named: &'static [(&'static str, Arg)],
    /// The first of those may also stand without its name.
    one_by_position: bool,
}

impl Signature {
    /// ``one argument, not 2``
    fn count(&self, given: usize) -> String {
        let count = match self.required.len() {
            0 if !self.named.is_empty() && !self.one_by_position => {
                return "its arguments by name".to_owned();
            }
            0 if self.one_by_position => "at most one argument".to_owned(),
            0 => "no argument".to_owned(),
            1 if self.one_by_position => "one or two arguments".to_owned(),
            1 => "one argument".to_owned(),
            many => format!("{many} arguments"),
        };
        if given == 0 { count } else { format!("{count}, not {given}") }
    }
}

const FAKES: &[&str] =
    &["name", "email", "phone", "street", "city", "country", "company", "word", "sentence"];

fn signature(helper: Helper) -> Signature {
    use Arg::{Any, File, Format, Integer, Offset, Text, Word};
    let (required, named): (&[_], &[_]) = match helper {
        Helper::Uuid | Helper::Random => (&[], &[]),
        Helper::Now => (&[], &[("offset", Offset), ("format", Format)]),
        Helper::Date => (&[], &[("offset", Offset)]),
        Helper::Timestamp => (&[], &[("unit", Word(&["s", "ms"]))]),
        Helper::RandomInt => (&[("a", Integer), ("b", Integer)], &[]),
        Helper::RandomString => (&[("n", Integer)], &[("alphabet", Text)]),
        Helper::Base64
        | Helper::Base64Decode
        | Helper::Base64Url
        | Helper::Hex
        | Helper::Md5
        | Helper::Sha1
        | Helper::Sha256
        | Helper::Number
        | Helper::Lower
        | Helper::Upper
        | Helper::Trim
        | Helper::UrlEncode => (&[("text", Text)], &[]),
        Helper::HmacSha1 | Helper::HmacSha256 => (
            &[("data", Text), ("key", Text)],
            &[("encoding", Word(&["hex", "base64", "base64url"]))],
        ),
        Helper::Json | Helper::String | Helper::Length | Helper::Raw => (&[("x", Any)], &[]),
        Helper::Default => (&[("x", Any), ("fallback", Any)], &[]),
        Helper::File => (&[("path", File)], &[]),
        Helper::Fake => (&[("kind", Word(FAKES))], &[]),
    };
    let one_by_position = matches!(helper, Helper::Timestamp | Helper::RandomString);
    Signature { required, named, one_by_position }
}

/// `{{now offset=… format=…}}`: how a helper is written.
fn usage(helper: Helper) -> String {
    let signature = signature(helper);
    let mut text = format!("`{{{{{}", helper.as_str());
    for (name, _) in signature.required {
        text.push(' ');
        text.push_str(name);
    }
    for (name, _) in signature.named {
        text.push_str(&format!(" {name}=…"));
    }
    text.push_str("}}`");
    text
}

impl Reader<'_> {
    /// Reports arguments that are missing, too many, misnamed, or cannot be right.
    pub(super) fn check_arguments(
        &mut self,
        helper: Helper,
        args: &[Expr],
        named: &[(String, Expr)],
        span: Span,
    ) {
        let signature = signature(helper);
        let required = signature.required.len();
        let most = required + usize::from(signature.one_by_position);
        if !(required..=most).contains(&args.len()) {
            let verb = if args.is_empty() { "is a helper, and takes" } else { "takes" };
            let message = format!("`{}` {verb} {}", helper.as_str(), signature.count(args.len()));
            self.report(
                Diagnostic::new(Code::E303, span, message).help(format!("write {}", usage(helper))),
            );
            return;
        }
        for (arg, (name, kind)) in args.iter().zip(signature.required.iter().chain(signature.named))
        {
            self.check_argument(helper, name, *kind, arg, span);
        }
        for (name, arg) in named {
            match signature.named.iter().find(|(known, _)| known == name) {
                Some((_, kind)) => self.check_argument(helper, name, *kind, arg, span),
                None => self.unknown_argument(helper, name, &signature, span),
            }
        }
        if helper == Helper::RandomInt
            && let [Expr::Literal(Value::Number(low)), Expr::Literal(Value::Number(high))] = args
            && low.as_i64() > high.as_i64()
        {
            let message = format!("`random_int` from {low} to {high}: there is nothing between");
            self.mistake(Code::E303, span, message, "write the smaller number first");
        }
    }

    fn unknown_argument(&mut self, helper: Helper, name: &str, signature: &Signature, span: Span) {
        let known: Vec<&str> = signature.named.iter().map(|(name, _)| *name).collect();
        let message = format!("`{}` has no argument `{name}=`", helper.as_str());
        let help = match nearest(name, known.iter().copied()) {
            Some(meant) => did_you_mean(&format!("{meant}=")),
            None => format!("write {}", usage(helper)),
        };
        self.mistake(Code::E303, span, message, &help);
    }

    /// Only literals can be judged before the run.
    fn check_argument(&mut self, helper: Helper, name: &str, kind: Arg, arg: &Expr, span: Span) {
        let Expr::Literal(value) = arg else { return };
        let text = value.as_str();
        let wrong = match kind {
            Arg::Any => None,
            Arg::Text => matches!(value, Value::Array(_) | Value::Object(_) | Value::Null)
                .then(|| "text".to_owned()),
            Arg::Integer => (!is_integer(value)).then(|| "a whole number".to_owned()),
            Arg::Offset => text
                .is_none_or(|text| units::offset(text).is_err())
                .then(|| "a duration such as `\"-2d\"`".to_owned()),
            Arg::Format => text
                .is_none_or(|text| !is_time_format(text))
                .then(|| "a format such as `\"%Y-%m-%d\"`".to_owned()),
            Arg::Word(words) => text
                .is_none_or(|text| !words.contains(&text))
                .then(|| format!("one of {}", listed(words.iter().copied()))),
            Arg::File => match text {
                Some(text) => {
                    self.data_file(text, span);
                    None
                }
                None => Some("the path of a file".to_owned()),
            },
        };
        if let Some(wanted) = wrong {
            let message = format!("`{name}` of `{}` is {wanted}, not `{value}`", helper.as_str());
            self.mistake(Code::E303, span, message, &format!("write {}", usage(helper)));
        }
    }
}

fn is_integer(value: &Value) -> bool {
    value.as_i64().is_some() || value.as_u64().is_some()
}

fn is_time_format(format: &str) -> bool {
    let epoch = Timestamp::UNIX_EPOCH.to_zoned(TimeZone::UTC);
    BrokenDownTime::from(&epoch).to_string(format).is_ok()
}
