//! Subjects and matchers.

use serde_json::{Map, Value, json};

use super::kinds::{DURATION, SIZE, spellings};
use super::object::{Definitions, expression};
use crate::language::ValueType;
use crate::read::keys::{Argument, MATCHERS, Operand, Place, SUBJECTS, Shape, SubjectWord};

impl Definitions {
    /// Subjects with their conditions.
    pub(super) fn checks(&mut self, place: Place) -> Value {
        let name = match place {
            Place::Answer => "checks",
            Place::Step => "checks-of-a-step-without-request",
            Place::Test => "checks-of-a-test",
            Place::Objective => "checks-of-an-objective",
            Place::Variables => "checks-of-variables",
        };
        self.reference(name, |definitions| definitions.checks_at(place))
    }

    fn checks_at(&mut self, place: Place) -> Value {
        let mut properties = Map::new();
        let mut patterns = Map::new();
        let here = |word: &&SubjectWord| word.places.contains(&place) && !word.later;
        for word in SUBJECTS.iter().filter(here) {
            let mut condition = self.condition(word.shape);
            if let Value::Object(condition) = &mut condition {
                condition.insert("description".into(), json!(word.about));
            }
            match word.argument {
                Argument::None => properties.insert(word.name.into(), condition),
                Argument::Required(..) => patterns.insert(format!("^{} .", word.name), condition),
            };
        }
        if place == Place::Answer {
            let mut condition = self.condition(Shape::Any);
            if let Value::Object(condition) = &mut condition {
                let about = "What a JSONPath finds in the answer";
                condition.insert("description".into(), json!(about));
            }
            patterns.insert(r"^\$".into(), condition);
        }
        json!({
            "type": "object",
            "minProperties": 1,
            "properties": properties,
            "patternProperties": patterns,
            "additionalProperties": false,
        })
    }

    /// A plain value, or matchers.
    fn condition(&mut self, shape: Shape) -> Value {
        let name = match shape {
            Shape::Any | Shape::List => "condition",
            Shape::Status => "condition-on-a-status",
            Shape::Duration => "condition-on-a-duration",
            Shape::Size => "condition-on-a-size",
            Shape::Count => "condition-on-a-number",
            Shape::Text => "condition-on-text",
            Shape::Texts => "condition-on-texts",
            Shape::Body => "condition-on-a-body",
            // Each has words of its own.
            Shape::Word(words) => {
                let plain = json!({ "anyOf": [{ "enum": spellings(words) }, expression()] });
                return json!({ "anyOf": [plain, self.matchers()] });
            }
        };
        self.reference(
            name,
            |definitions| json!({ "anyOf": [plain(shape), definitions.matchers()] }),
        )
    }

    fn matchers(&mut self) -> Value {
        self.reference("matchers", |definitions| {
            let mut properties = Map::new();
            for word in MATCHERS.iter().filter(|word| !matches!(word.operand, Operand::Later)) {
                let mut operand = definitions.operand(word.operand);
                if let Value::Object(operand) = &mut operand {
                    operand.insert("description".into(), json!(word.about));
                }
                properties.insert(word.name.into(), operand);
            }
            json!({
                "type": "object",
                "minProperties": 1,
                "properties": properties,
                "additionalProperties": false,
            })
        })
    }

    fn operand(&mut self, operand: Operand) -> Value {
        match operand {
            Operand::Same(_) | Operand::Part(_) | Operand::Like => json!({}),
            Operand::Text(_) | Operand::Pattern | Operand::Moment(_) => {
                json!({ "type": "string" })
            }
            Operand::Schema => json!({ "type": "string", "minLength": 1 }),
            Operand::Ordered(_) => json!({ "type": ["number", "string"] }),
            Operand::Two(_) => json!({
                "type": "array",
                "items": { "type": ["number", "string"] },
                "minItems": 2,
                "maxItems": 2,
            }),
            Operand::Several(_) => json!({ "type": "array", "minItems": 1 }),
            Operand::Condition(_) | Operand::Elements(_) => self.condition(Shape::Any),
            Operand::Number(_) => self.condition(Shape::Count),
            Operand::Conditions(_) => {
                json!({ "type": "array", "items": self.condition(Shape::Any), "minItems": 1 })
            }
            Operand::Boolean(_) => json!({ "type": "boolean" }),
            Operand::Type => {
                let names: Vec<&str> = ValueType::ALL.iter().map(|kind| kind.as_str()).collect();
                json!({ "enum": spellings(&names) })
            }
            Operand::Order => json!({ "enum": ["ascending", "descending"] }),
            Operand::Within => json!({ "type": "string", "pattern": DURATION }),
            Operand::Later => json!(false),
        }
    }
}

/// A plain value of this shape.
fn plain(shape: Shape) -> Value {
    match shape {
        Shape::Any | Shape::List => json!({ "not": { "type": "object" } }),
        Shape::Status => json!({ "anyOf": [
            { "type": "integer", "minimum": 100, "maximum": 999 },
            { "type": "string", "pattern": "^([1-5]xx|any)$" },
            expression(),
        ] }),
        Shape::Duration => {
            json!({ "anyOf": [{ "type": "string", "pattern": DURATION }, expression()] })
        }
        Shape::Size => json!({ "anyOf": [
            { "type": "string", "pattern": SIZE },
            { "const": 0 },
            expression(),
        ] }),
        Shape::Count => {
            json!({ "anyOf": [{ "type": "integer", "minimum": 0 }, expression()] })
        }
        Shape::Text | Shape::Word(_) => json!({ "type": "string" }),
        Shape::Body => json!({ "type": ["string", "array"] }),
        Shape::Texts => json!({ "anyOf": [{ "type": "array" }, expression()] }),
    }
}

/// A subject where a value is taken from.
pub(super) fn subject() -> Value {
    let supported = || SUBJECTS.iter().filter(|word| !word.later);
    let alone: Vec<&str> =
        supported().filter(|word| word.argument == Argument::None).map(|word| word.name).collect();
    let with: Vec<&str> =
        supported().filter(|word| word.argument != Argument::None).map(|word| word.name).collect();
    json!({ "anyOf": [
        { "enum": alone },
        { "type": "string", "pattern": r"^\$" },
        { "type": "string", "pattern": format!("^({}) .", with.join("|")) },
    ] })
}
