//! Which matchers fit which subjects.

use crate::read::keys::{MatcherWord, Operand, Shape};

/// Why a matcher can never hold of a subject of this shape, and the way out.
pub(super) fn misfit(word: &MatcherWord, shape: Shape, subject: &str) -> Option<(String, String)> {
    let name = word.name;
    let refuse = |what: &str, help: String| {
        Some((format!("`{name}` does not fit `{subject}`, which is {what}"), help))
    };
    match shape {
        Shape::Any => None,
        Shape::Status | Shape::Duration | Shape::Size | Shape::Count => match word.operand {
            Operand::Within => refuse(number(shape), format!("write `{subject}: {{ under: … }}`")),
            _ if for_numbers(word) => None,
            _ => refuse(
                number(shape),
                "write `over`, `under`, `at_least`, `at_most`, `between` or `one_of`".to_owned(),
            ),
        },
        Shape::Text | Shape::Word(_) => match word.operand {
            Operand::Ordered(_) | Operand::Two(_) => refuse(
                "text",
                format!("save it as a number first: `{{ from: {subject}, as: number }}`"),
            ),
            Operand::Elements(_) | Operand::Order => refuse("text", NO_ELEMENTS.to_owned()),
            _ if matches!(name, "count" | "unique") => refuse("text", NO_ELEMENTS.to_owned()),
            Operand::Schema => refuse("text", "`schema` is for `body` and `$…`".to_owned()),
            _ => None,
        },
        Shape::Body => match word.operand {
            Operand::Ordered(_) | Operand::Two(_) | Operand::Elements(_) | Operand::Order => {
                refuse("text", JSON.to_owned())
            }
            _ if matches!(name, "count" | "unique") => refuse("text", JSON.to_owned()),
            _ => None,
        },
        Shape::Texts | Shape::List => match word.operand {
            Operand::Ordered(_)
            | Operand::Two(_)
            | Operand::Text(_)
            | Operand::Pattern
            | Operand::Moment(_)
            | Operand::Within => refuse(
                "a list",
                format!("say of which elements: `{{ each: {{ {name}: … }} }}`, or `any`, `none`"),
            ),
            _ => None,
        },
    }
}

const NO_ELEMENTS: &str = "only lists have elements; of text there is `length`";
const JSON: &str = "look into its JSON: `$` is the whole of it, `$.key` a part";

fn number(shape: Shape) -> &'static str {
    match shape {
        Shape::Duration => "a duration",
        Shape::Size => "a number of bytes",
        _ => "a number",
    }
}

/// Matchers that can hold of a number.
fn for_numbers(word: &MatcherWord) -> bool {
    match word.operand {
        Operand::Same(_)
        | Operand::Ordered(_)
        | Operand::Two(_)
        | Operand::Several(_)
        | Operand::Condition(_)
        | Operand::Conditions(_)
        | Operand::Type => true,
        Operand::Boolean(_) => word.name != "unique",
        Operand::Part(_)
        | Operand::Text(_)
        | Operand::Elements(_)
        | Operand::Number(_)
        | Operand::Moment(_)
        | Operand::Pattern
        | Operand::Order
        | Operand::Within
        | Operand::Like
        | Operand::Schema
        | Operand::Later => false,
    }
}
