//! Answers a GraphQL query from the catalogue.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::parse::{Argument, Field, Operation};
use crate::store::{Product, Tongue, catalogue, product};

/// What comes back.
#[derive(Debug, PartialEq)]
pub(super) struct Answer {
    /// `null` when a variable is missing: then nothing was answered.
    pub(super) data: Value,
    pub(super) errors: Vec<GraphqlError>,
}

/// What went wrong, and with which field.
#[derive(Debug, PartialEq, Serialize)]
pub(super) struct GraphqlError {
    message: String,
    path: Vec<String>,
}

impl GraphqlError {
    fn at(path: &[&str], message: impl Into<String>) -> Self {
        let path = path.iter().map(|part| (*part).to_owned()).collect();
        Self { message: message.into(), path }
    }
}

/// Answers one operation.
pub(super) fn answer(operation: &Operation, given: Map<String, Value>, tongue: Tongue) -> Answer {
    let variables = match variables(operation, given) {
        Ok(variables) => variables,
        Err(error) => return Answer { data: Value::Null, errors: vec![error] },
    };
    let mut data = Map::new();
    let mut errors = Vec::new();
    for field in &operation.fields {
        let value = root(field, &variables, tongue).unwrap_or_else(|error| {
            errors.push(error);
            Value::Null
        });
        data.insert(field.alias.clone(), value);
    }
    Answer { data: Value::Object(data), errors }
}

fn variables(
    operation: &Operation,
    mut given: Map<String, Value>,
) -> Result<Map<String, Value>, GraphqlError> {
    let mut variables = Map::new();
    for declared in &operation.variables {
        let value = given.remove(&declared.name).or_else(|| declared.default.clone());
        let value = value.unwrap_or(Value::Null);
        if declared.required && value.is_null() {
            let message = format!("The variable `${}` is required.", declared.name);
            return Err(GraphqlError::at(&[], message));
        }
        variables.insert(declared.name.clone(), value);
    }
    Ok(variables)
}

fn root(
    field: &Field,
    variables: &Map<String, Value>,
    tongue: Tongue,
) -> Result<Value, GraphqlError> {
    let alias = field.alias.as_str();
    match field.name.as_str() {
        "__typename" => Ok(json!("Query")),
        "product" => {
            let sku = argument(field, "sku", variables)?;
            let Some(sku) = sku.as_str() else {
                return Err(GraphqlError::at(&[alias], "`product` needs `sku`, a String."));
            };
            product(sku).map_or(Ok(Value::Null), |product| selected(field, product, tongue))
        }
        "products" => {
            let first = argument(field, "first", variables)?;
            let first = if first.is_null() { json!(5) } else { first };
            let Some(first) = first.as_u64().and_then(|first| usize::try_from(first).ok()) else {
                return Err(GraphqlError::at(&[alias], "`first` must be an Int, 0 or more."));
            };
            let tag = argument(field, "tag", variables)?;
            let tagged =
                |product: &&Product| tag.as_str().is_none_or(|tag| product.tags.contains(&tag));
            let chosen = catalogue().iter().filter(tagged).take(first);
            chosen.map(|product| selected(field, product, tongue)).collect()
        }
        other => Err(GraphqlError::at(&[alias], format!("`Query` has no field `{other}`."))),
    }
}

fn argument(
    field: &Field,
    name: &str,
    variables: &Map<String, Value>,
) -> Result<Value, GraphqlError> {
    match field.arguments.iter().find(|(argument, _)| argument == name) {
        None => Ok(Value::Null),
        Some((_, Argument::Literal(value))) => Ok(value.clone()),
        Some((_, Argument::Variable(variable))) => {
            let message = || format!("The variable `${variable}` is not declared.");
            let value = variables.get(variable).cloned();
            value.ok_or_else(|| GraphqlError::at(&[&field.alias], message()))
        }
    }
}

/// The chosen fields of a product.
fn selected(field: &Field, product: &Product, tongue: Tongue) -> Result<Value, GraphqlError> {
    let alias = field.alias.as_str();
    if field.fields.is_empty() {
        return Err(GraphqlError::at(&[alias], "Say which fields of `Product` are wanted."));
    }
    let all = json!(product.view(tongue));
    let mut chosen = Map::new();
    for wanted in &field.fields {
        let value = match wanted.name.as_str() {
            "__typename" => json!("Product"),
            name => all.get(name).cloned().ok_or_else(|| {
                let message = format!("`Product` has no field `{name}`.");
                GraphqlError::at(&[alias, &wanted.alias], message)
            })?,
        };
        chosen.insert(wanted.alias.clone(), value);
    }
    Ok(Value::Object(chosen))
}

#[cfg(test)]
mod tests {
    use super::super::parse::{choose, document};
    use super::*;

    fn ask(query: &str, given: Value) -> (Value, Vec<String>) {
        let operation = choose(document(query).unwrap(), None).unwrap();
        let given = given.as_object().cloned().unwrap_or_default();
        let answer = answer(&operation, given, Tongue::English);
        (answer.data, answer.errors.into_iter().map(|error| error.message).collect())
    }

    #[test]
    fn a_query_gets_what_it_selects() {
        let query = "query One($sku: String!) { chair: product(sku: $sku) { name price } }";
        let (data, errors) = ask(query, json!({ "sku": "SKU-1001" }));
        assert_eq!(data.to_string(), r#"{"chair":{"name":"Garden chair","price":12.99}}"#);
        assert!(errors.is_empty());
    }

    #[test]
    fn lists_are_cut_and_filtered() {
        let query = r#"{ products(first: 2, tag: "light") { sku } }"#;
        let (data, _) = ask(query, json!({}));
        assert_eq!(data.to_string(), r#"{"products":[{"sku":"SKU-1008"},{"sku":"SKU-1009"}]}"#);
    }

    #[test]
    fn what_is_wrong_is_said() {
        let errors = |query, given| ask(query, given).1;
        assert_eq!(errors("{ colour }", json!({})), ["`Query` has no field `colour`."]);
        assert_eq!(
            errors(r#"{ product(sku: "SKU-1001") { colour } }"#, json!({})),
            ["`Product` has no field `colour`."]
        );
        assert_eq!(
            errors("query($sku: String!) { product(sku: $sku) { name } }", json!({})),
            ["The variable `$sku` is required."]
        );
        let unread = |query| document(query).unwrap_err().to_string();
        assert_eq!(unread("{ product(sku: ) }"), "Expected a value, found `)`.");
        assert_eq!(unread("mutation { x }"), "Only queries are answered, not `mutation`.");
        assert_eq!(unread(&"{a".repeat(100)), "The selections are nested too deeply.");
    }
}
