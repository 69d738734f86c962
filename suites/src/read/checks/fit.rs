//! Which matchers fit which subjects.

use crate::read::keys::{MatcherWord, Operand, Shape};

/// What a matcher looks at in a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Claim {
    /// The value as such, whatever it is.
    Itself,
    /// How large it is.
    Order,
    /// Its elements.
    Elements,
    /// How long it is.
    Length,
    /// A piece of it.
    Piece,
    /// Its letters.
    Letters,
    /// The point in time that it names.
    Time,
    /// Its JSON.
    Json,
}

fn claim(word: &MatcherWord) -> Claim {
    match word.operand {
        Operand::Boolean(_) if word.name == "unique" => Claim::Elements,
        Operand::Number(_) if word.name == "count" => Claim::Elements,
        Operand::Same(_)
        | Operand::Several(_)
        | Operand::Condition(_)
        | Operand::Conditions(_)
        | Operand::Boolean(_)
        | Operand::Type
        | Operand::Later => Claim::Itself,
        Operand::Ordered(_) | Operand::Two(_) => Claim::Order,
        Operand::Elements(_) | Operand::Order => Claim::Elements,
        Operand::Number(_) => Claim::Length,
        Operand::Part(_) | Operand::Like => Claim::Piece,
        Operand::Text(_) | Operand::Pattern => Claim::Letters,
        Operand::Moment(_) | Operand::Within => Claim::Time,
        Operand::Schema => Claim::Json,
    }
}

/// Why a matcher can never hold of a subject of this shape, and the way out.
pub(super) fn misfit(word: &MatcherWord, shape: Shape, subject: &str) -> Option<(String, String)> {
    let claim = claim(word);
    let name = word.name;
    let (what, help) = match shape {
        Shape::Any => return None,
        Shape::Status | Shape::Count => (unfit_for_numbers(claim, "a number")?, NUMBERS.to_owned()),
        Shape::Duration => {
            let help = match claim {
                Claim::Time => format!("write `{subject}: {{ under: … }}`"),
                Claim::Itself
                | Claim::Order
                | Claim::Elements
                | Claim::Length
                | Claim::Piece
                | Claim::Letters
                | Claim::Json => NUMBERS.to_owned(),
            };
            (unfit_for_numbers(claim, "a duration")?, help)
        }
        Shape::Size => (unfit_for_numbers(claim, "a number of bytes")?, NUMBERS.to_owned()),
        Shape::Text | Shape::Word(_) => match claim {
            Claim::Order => {
                ("text", format!("save it as a number first: `{{ from: {subject}, as: number }}`"))
            }
            Claim::Elements => {
                ("text", "only lists have elements; of text there is `length`".into())
            }
            Claim::Json => ("text", "`schema` is for `body` and `$…`".to_owned()),
            Claim::Itself | Claim::Length | Claim::Piece | Claim::Letters | Claim::Time => {
                return None;
            }
        },
        Shape::Body => match claim {
            Claim::Order | Claim::Elements => {
                ("text", "look into its JSON: `$` is the whole of it, `$.key` a part".to_owned())
            }
            Claim::Itself
            | Claim::Length
            | Claim::Piece
            | Claim::Letters
            | Claim::Time
            | Claim::Json => return None,
        },
        Shape::Texts | Shape::List => match claim {
            Claim::Order | Claim::Letters | Claim::Time => (
                "a list",
                format!("say of which elements: `{{ each: {{ {name}: … }} }}`, or `any`, `none`"),
            ),
            Claim::Itself | Claim::Elements | Claim::Length | Claim::Piece | Claim::Json => {
                return None;
            }
        },
    };
    Some((format!("`{name}` does not fit `{subject}`, which is {what}"), help))
}

const NUMBERS: &str = "write `over`, `under`, `at_least`, `at_most`, `between` or `one_of`";

/// `what`, when the claim is not one that numbers can fulfil.
fn unfit_for_numbers(claim: Claim, what: &'static str) -> Option<&'static str> {
    match claim {
        Claim::Itself | Claim::Order => None,
        Claim::Elements
        | Claim::Length
        | Claim::Piece
        | Claim::Letters
        | Claim::Time
        | Claim::Json => Some(what),
    }
}
