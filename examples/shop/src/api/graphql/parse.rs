//! Reads a GraphQL document.

use std::iter::Peekable;
use std::vec::IntoIter;

use serde_json::Value;

use super::tokens::{Token, Unread, tokens};

/// How deep selections may be nested.
const DEEPEST: usize = 8;

/// One query of a document.
#[derive(Debug, PartialEq)]
pub(super) struct Operation {
    pub(super) name: Option<String>,
    pub(super) variables: Vec<Variable>,
    pub(super) fields: Vec<Field>,
}

/// A variable that the query declares: `$first: Int = 5`.
#[derive(Debug, PartialEq)]
pub(super) struct Variable {
    pub(super) name: String,
    pub(super) required: bool,
    pub(super) default: Option<Value>,
}

/// A field that the query asks for.
#[derive(Debug, PartialEq)]
pub(super) struct Field {
    /// Under which name it wants the answer.
    pub(super) alias: String,
    pub(super) name: String,
    pub(super) arguments: Vec<(String, Argument)>,
    pub(super) fields: Vec<Field>,
}

/// What an argument is given.
#[derive(Debug, PartialEq)]
pub(super) enum Argument {
    /// It stands in the query.
    Literal(Value),
    /// The name of a variable.
    Variable(String),
}

/// Reads all operations of a document.
pub(super) fn document(text: &str) -> Result<Vec<Operation>, Unread> {
    let mut reader = Reader { tokens: tokens(text)?.into_iter().peekable() };
    let mut operations = Vec::new();
    while reader.tokens.peek().is_some() {
        operations.push(reader.operation()?);
    }
    Ok(operations)
}

/// The operation of that name, or the only one.
pub(super) fn choose(
    mut operations: Vec<Operation>,
    name: Option<&str>,
) -> Result<Operation, Unread> {
    match name {
        Some(name) => operations
            .into_iter()
            .find(|operation| operation.name.as_deref() == Some(name))
            .ok_or_else(|| Unread(format!("There is no operation `{name}`."))),
        None if operations.len() == 1 => Ok(operations.remove(0)),
        None if operations.is_empty() => Err(Unread("The document is empty.".to_owned())),
        None => Err(Unread("Several operations: say which in `operationName`.".to_owned())),
    }
}

struct Reader {
    tokens: Peekable<IntoIter<Token>>,
}

impl Reader {
    fn operation(&mut self) -> Result<Operation, Unread> {
        let mut name = None;
        let mut variables = Vec::new();
        if let Some(word) = self.name_if_any() {
            if word != "query" {
                return Err(Unread(format!("Only queries are answered, not `{word}`.")));
            }
            name = self.name_if_any();
            if self.takes('(') {
                while !self.takes(')') {
                    variables.push(self.variable()?);
                }
            }
        }
        let fields = self.selection(0)?;
        Ok(Operation { name, variables, fields })
    }

    fn variable(&mut self) -> Result<Variable, Unread> {
        self.expect('$')?;
        let name = self.name()?;
        self.expect(':')?;
        let list = self.takes('[');
        self.name()?;
        let mut required = self.takes('!');
        if list {
            self.expect(']')?;
            required = self.takes('!');
        }
        let default = if self.takes('=') { Some(self.literal()?) } else { None };
        Ok(Variable { name, required: required && default.is_none(), default })
    }

    fn selection(&mut self, depth: usize) -> Result<Vec<Field>, Unread> {
        if depth > DEEPEST {
            return Err(Unread("The selections are nested too deeply.".to_owned()));
        }
        self.expect('{')?;
        let mut fields = Vec::new();
        while !self.takes('}') {
            fields.push(self.field(depth)?);
        }
        Ok(fields)
    }

    fn field(&mut self, depth: usize) -> Result<Field, Unread> {
        let alias = self.name()?;
        let name = if self.takes(':') { self.name()? } else { alias.clone() };
        let mut arguments = Vec::new();
        if self.takes('(') {
            while !self.takes(')') {
                let name = self.name()?;
                self.expect(':')?;
                arguments.push((name, self.argument()?));
            }
        }
        let nested = self.tokens.peek() == Some(&Token::Sign('{'));
        let fields = if nested { self.selection(depth + 1)? } else { Vec::new() };
        Ok(Field { alias, name, arguments, fields })
    }

    fn argument(&mut self) -> Result<Argument, Unread> {
        if self.takes('$') {
            self.name().map(Argument::Variable)
        } else {
            self.literal().map(Argument::Literal)
        }
    }

    fn literal(&mut self) -> Result<Value, Unread> {
        match self.tokens.next() {
            Some(Token::Text(text)) => Ok(Value::String(text)),
            Some(Token::Number(number)) => Ok(Value::Number(number)),
            Some(Token::Name(name)) => Ok(match name.as_str() {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                "null" => Value::Null,
                _ => return Err(Unread(format!("`{name}` is not a value."))),
            }),
            other => Err(unexpected("a value", other)),
        }
    }

    fn name(&mut self) -> Result<String, Unread> {
        match self.tokens.next() {
            Some(Token::Name(name)) => Ok(name),
            other => Err(unexpected("a name", other)),
        }
    }

    fn name_if_any(&mut self) -> Option<String> {
        match self.tokens.next_if(|token| matches!(token, Token::Name(_))) {
            Some(Token::Name(name)) => Some(name),
            _ => None,
        }
    }

    fn takes(&mut self, sign: char) -> bool {
        self.tokens.next_if_eq(&Token::Sign(sign)).is_some()
    }

    fn expect(&mut self, sign: char) -> Result<(), Unread> {
        if self.takes(sign) {
            return Ok(());
        }
        let found = self.tokens.next();
        Err(unexpected(&format!("`{sign}`"), found))
    }
}

fn unexpected(wanted: &str, found: Option<Token>) -> Unread {
    let found = found.map_or_else(|| "the end".to_owned(), |token| token.to_string());
    Unread(format!("Expected {wanted}, found {found}."))
}
