//! Functions of filters and their types (RFC 9535, section 2.4).

use super::cursor::{Cursor, Read};
use super::hole::Role;
use super::iregexp;
use super::operand::{Kind, Operand};
use super::operator::no_such_operator;
use crate::diagnostics::Diagnostic;
use crate::read::suggest::{did_you_mean, nearest};

/// What a function takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Param {
    /// One value, or nothing.
    Value,
    /// All that a path selects.
    Nodes,
    /// One value: an I-Regexp.
    Pattern,
}

/// A function.
struct Function {
    name: &'static str,
    params: &'static [Param],
    gives: Kind,
    /// How it is called.
    example: &'static str,
}

const FUNCTIONS: &[Function] = &[
    Function {
        name: "length",
        params: &[Param::Value],
        gives: Kind::Value,
        example: "length(@.name)",
    },
    Function {
        name: "count",
        params: &[Param::Nodes],
        gives: Kind::Value,
        example: "count(@.items[*])",
    },
    Function {
        name: "value",
        params: &[Param::Nodes],
        gives: Kind::Value,
        example: "value(@..id)",
    },
    Function {
        name: "match",
        params: &[Param::Value, Param::Pattern],
        gives: Kind::Logical,
        example: "match(@.name, 'a.*')",
    },
    Function {
        name: "search",
        params: &[Param::Value, Param::Pattern],
        gives: Kind::Logical,
        example: "search(@.name, 'a')",
    },
];

impl Cursor<'_, '_> {
    /// Reads what follows the name of a function, and writes all of it down.
    pub(super) fn function(&mut self, from: usize, name: &str) -> Read<Kind> {
        let Some(function) = FUNCTIONS.iter().find(|function| function.name == name) else {
            return Err(self.unknown_function(from, name).into());
        };
        if self.peek() != Some('(') {
            let mistake = self.wrong_here("no blank stands between a function and `(`");
            return Err(mistake.help(format!("write `{}`", function.example)).into());
        }
        let open = self.at;
        self.enter(open)?;
        self.at += 1;
        self.write(name);
        self.write("(");
        for (index, param) in function.params.iter().enumerate() {
            self.skip_blanks();
            if index > 0 {
                if !self.take(",") {
                    return Err(self.arguments(function, open).into());
                }
                self.write(",");
                self.skip_blanks();
            }
            if self.peek() == Some(')') {
                return Err(self.arguments(function, open).into());
            }
            self.argument(function, *param)?;
        }
        self.skip_blanks();
        if !self.take(")") {
            return Err(self.arguments(function, open).into());
        }
        self.write(")");
        self.leave();
        Ok(function.gives)
    }

    fn argument(&mut self, function: &Function, param: Param) -> Read<()> {
        if matches!(self.peek(), Some('!' | '(')) {
            return Err(self.no_condition(function).into());
        }
        let argument = self.operand(match param {
            Param::Value | Param::Nodes => Role::Value,
            Param::Pattern => Role::Pattern,
        })?;
        let rest = self.after_blanks();
        if ["=", "!=", "<", ">", "&", "|"].iter().any(|operator| rest.starts_with(operator)) {
            self.skip_blanks();
            return Err(self.no_condition(function).into());
        }
        self.check_argument(function, param, &argument)?;
        if let (Param::Pattern, Some(text)) = (param, &argument.text)
            && let Err(mistake) = iregexp::compile(&text.value, iregexp::Extent::Part)
        {
            let place = |at: usize| text.places.get(at).copied().unwrap_or(argument.to - 1);
            let at = place(mistake.at);
            let length = place(mistake.at + mistake.length).saturating_sub(at).max(1);
            let diagnostic = self.wrong(at, length, mistake.message);
            return Err(match mistake.help {
                Some(help) => diagnostic.help(help),
                None => diagnostic,
            }
            .into());
        }
        Ok(())
    }

    fn check_argument(&self, function: &Function, param: Param, argument: &Operand) -> Read<()> {
        let text = &self.source[argument.from..argument.to];
        let wrong = |message: String| self.wrong(argument.from, text.len(), message);
        match (param, argument.kind) {
            (Param::Value | Param::Pattern, Kind::Literal | Kind::Value)
            | (Param::Nodes, Kind::Query(_)) => Ok(()),
            (Param::Value | Param::Pattern, Kind::Query(shape)) => {
                self.check_singular(shape, argument)
            }
            (Param::Value | Param::Pattern | Param::Nodes, Kind::Logical) => Err(wrong(format!(
                "`{text}` is a condition; `{}` does not take one",
                function.name
            ))
            .help(format!("write `{}`", function.example))
            .into()),
            (Param::Nodes, Kind::Literal | Kind::Value) => {
                Err(wrong(format!("`{}` takes a path", function.name))
                    .help(format!("write `{}`", function.example))
                    .into())
            }
        }
    }

    fn no_condition(&self, function: &Function) -> Diagnostic {
        self.wrong_here(format!("`{}` does not take a condition", function.name))
            .help(format!("write `{}`", function.example))
    }

    /// Too few arguments, or too many.
    fn arguments(&self, function: &Function, open: usize) -> Diagnostic {
        if self.peek().is_none() {
            let mistake = self.wrong(open, 1, "`(` is never closed");
            return mistake.help("end the arguments with `)`");
        }
        let takes = match function.params.len() {
            1 => "one argument",
            _ => "two arguments",
        };
        self.wrong_here(format!("`{}` takes {takes}", function.name))
            .help(format!("write `{}`", function.example))
    }

    fn unknown_function(&self, from: usize, name: &str) -> Diagnostic {
        let mistake = self.wrong(from, name.len(), format!("unknown function `{name}`"));
        let lower = name.to_ascii_lowercase();
        let meant = match lower.as_str() {
            "size" | "len" => Some("length"),
            "regex" | "matches" => Some("match"),
            "contains" => Some("search"),
            lower => nearest(lower, FUNCTIONS.iter().map(|function| function.name)),
        };
        match meant {
            Some(meant) => mistake.help(did_you_mean(meant)),
            None if ["in", "nin", "none_of", "any_of", "subset_of"].contains(&lower.as_str()) => {
                mistake.help(no_such_operator(&lower))
            }
            None => mistake.help("RFC 9535 has `length`, `count`, `value`, `match` and `search`"),
        }
    }
}
