//! Tables of comma-separated values (RFC 4180), with types in the head: `amount:number`.

use serde_json::{Map, Number, Value};

/// What is wrong with a table.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct CsvError {
    /// Counted from 1.
    pub(super) line: usize,
    /// In a few words.
    pub(super) what: String,
}

impl CsvError {
    fn new(line: usize, what: impl Into<String>) -> Self {
        Self { line, what: what.into() }
    }
}

/// What the cells of a column are made into.
#[derive(Clone, Copy)]
enum Column {
    Text,
    Number,
    Boolean,
}

/// The rows below the head. Cells are text unless the head gives their column a type; an empty
/// cell of such a column is null. Empty lines are left out.
pub(super) fn rows(text: &str) -> Result<Vec<Map<String, Value>>, CsvError> {
    let mut records = records(text)?.into_iter();
    let Some((line, head)) = records.next() else {
        return Err(CsvError::new(1, "the first line names the columns, and there is none"));
    };
    let columns = columns(line, head)?;
    let mut rows = Vec::new();
    for (line, cells) in records {
        if cells.len() != columns.len() {
            let what = format!("{} cells, and {} columns", cells.len(), columns.len());
            return Err(CsvError::new(line, what));
        }
        let mut row = Map::new();
        for ((name, kind), cell) in columns.iter().zip(cells) {
            row.insert(name.clone(), value(*kind, cell, name, line)?);
        }
        rows.push(row);
    }
    Ok(rows)
}

fn columns(line: usize, head: Vec<String>) -> Result<Vec<(String, Column)>, CsvError> {
    let mut columns: Vec<(String, Column)> = Vec::with_capacity(head.len());
    for cell in head {
        let (name, kind) = match cell.trim().split_once(':') {
            None => (cell.trim(), Column::Text),
            Some((name, "number")) => (name, Column::Number),
            Some((name, "boolean")) => (name, Column::Boolean),
            Some((name, "string")) => (name, Column::Text),
            Some((_, other)) => {
                let what = format!(
                    "unknown type `{other}`; the types are `number`, `boolean` and `string`"
                );
                return Err(CsvError::new(line, what));
            }
        };
        if name.is_empty() {
            return Err(CsvError::new(line, "a column without a name"));
        }
        if columns.iter().any(|(known, _)| known == name) {
            return Err(CsvError::new(line, format!("two columns are called `{name}`")));
        }
        columns.push((name.to_owned(), kind));
    }
    Ok(columns)
}

fn value(kind: Column, cell: String, name: &str, line: usize) -> Result<Value, CsvError> {
    let bare = cell.trim();
    match kind {
        Column::Text => Ok(Value::String(cell)),
        Column::Number | Column::Boolean if bare.is_empty() => Ok(Value::Null),
        Column::Number => serde_json::from_str::<Number>(bare)
            .map(Value::Number)
            .map_err(|_| CsvError::new(line, format!("`{bare}` in column `{name}` is no number"))),
        Column::Boolean => match bare {
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            _ => {
                let what = format!("`{bare}` in column `{name}` is neither `true` nor `false`");
                Err(CsvError::new(line, what))
            }
        },
    }
}

/// The lines that hold something, each with its number and its cells.
fn records(text: &str) -> Result<Vec<(usize, Vec<String>)>, CsvError> {
    let mut records = Vec::new();
    let mut cells = Vec::new();
    let mut cell = String::new();
    let mut chars = text.chars().peekable();
    let (mut line, mut begun, mut quoted) = (1, 1, false);
    while let Some(c) = chars.next() {
        match c {
            '"' if cell.is_empty() && !quoted => {
                quoted = true;
                quoted_cell(&mut chars, &mut cell, &mut line)?;
            }
            ',' => {
                cells.push(std::mem::take(&mut cell));
                quoted = false;
            }
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' => {
                end_record(&mut records, begun, &mut cells, &mut cell, quoted);
                quoted = false;
                line += 1;
                begun = line;
            }
            c if quoted && !c.is_whitespace() => {
                return Err(CsvError::new(line, "text after a closing quote"));
            }
            c => cell.push(c),
        }
    }
    end_record(&mut records, begun, &mut cells, &mut cell, quoted);
    Ok(records)
}

/// Up to the closing quote; two quotes stand for one.
fn quoted_cell(
    chars: &mut std::iter::Peekable<std::str::Chars<'_>>,
    cell: &mut String,
    line: &mut usize,
) -> Result<(), CsvError> {
    let begun = *line;
    while let Some(c) = chars.next() {
        match c {
            '"' if chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' => return Ok(()),
            c => {
                *line += usize::from(c == '\n');
                cell.push(c);
            }
        }
    }
    Err(CsvError::new(begun, "a quote that is never closed"))
}

fn end_record(
    records: &mut Vec<(usize, Vec<String>)>,
    line: usize,
    cells: &mut Vec<String>,
    cell: &mut String,
    quoted: bool,
) {
    let empty = cells.is_empty() && cell.trim().is_empty() && !quoted;
    cells.push(std::mem::take(cell));
    let cells = std::mem::take(cells);
    if !empty {
        records.push((line, cells));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(text: &str) -> Value {
        Value::Array(rows(text).unwrap().into_iter().map(Value::Object).collect())
    }

    #[test]
    fn cells_are_text_unless_the_column_says_otherwise() {
        assert_eq!(
            read("name,amount:number,active:boolean,zip\nfirst,12.50,true,02134\nsecond,,false,\n"),
            json!([
                { "name": "first", "amount": serde_json::from_str::<Value>("12.50").unwrap(), "active": true, "zip": "02134" },
                { "name": "second", "amount": null, "active": false, "zip": "" },
            ])
        );
    }

    #[test]
    fn quotes_protect_commas_quotes_and_line_breaks() {
        assert_eq!(
            read("a,b\r\n\"x, \"\"y\"\"\",\"one\ntwo\"\r\n\r\n"),
            json!([{ "a": "x, \"y\"", "b": "one\ntwo" }])
        );
    }

    #[test]
    fn mistakes_have_their_line() {
        let wrong = |text: &str| {
            let error = rows(text).unwrap_err();
            format!("{}: {}", error.line, error.what)
        };
        assert_eq!(wrong("a,b\n1,2\n3\n"), "3: 1 cells, and 2 columns");
        assert_eq!(wrong("a\n\"x\n"), "2: a quote that is never closed");
        assert_eq!(wrong("a:number\n\nx\n"), "3: `x` in column `a` is no number");
        assert_eq!(
            wrong("a:int\n"),
            "1: unknown type `int`; the types are `number`, `boolean` and `string`"
        );
        assert_eq!(wrong("a,a\n"), "1: two columns are called `a`");
        assert_eq!(wrong("a\n\"x\"y\n"), "2: text after a closing quote");
        assert!(rows("").is_err());
    }
}
