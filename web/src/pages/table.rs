//! What a drawing shows, as a table: for those who would rather read, and for machines that read
//! aloud. It stands below the drawing, folded, and needs no script.

use serde::Serialize;

/// What a drawing shows, as a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Table {
    heads: Vec<Head>,
    rows: Vec<Vec<Cell>>,
    /// What there is to say of what has no row.
    note: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Head {
    text: String,
    is_number: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Cell {
    text: String,
    href: Option<String>,
    is_number: bool,
}

impl Table {
    /// Without rows; of its columns the last `numbers` hold numbers.
    pub(crate) fn new<T: Into<String>>(heads: impl IntoIterator<Item = T>, numbers: usize) -> Self {
        let heads: Vec<String> = heads.into_iter().map(Into::into).collect();
        let words = heads.len().saturating_sub(numbers);
        let head = |(at, text)| Head { text, is_number: at >= words };
        let heads = heads.into_iter().enumerate().map(head).collect();
        Self { heads, ..Self::default() }
    }

    /// Another row: a text for each column.
    pub(crate) fn add(&mut self, texts: impl IntoIterator<Item = String>) {
        let cells = self.heads.iter().zip(texts);
        let cell =
            |(head, text): (&Head, String)| Cell { text, href: None, is_number: head.is_number };
        self.rows.push(cells.map(cell).collect());
    }

    /// The same, and the first text leads somewhere.
    pub(crate) fn add_linked(&mut self, href: String, texts: impl IntoIterator<Item = String>) {
        self.add(texts);
        if let Some(first) = self.rows.last_mut().and_then(|row| row.first_mut()) {
            first.href = Some(href);
        }
    }

    /// Says something of what has no row.
    pub(crate) fn noting(self, note: Option<String>) -> Self {
        Self { note, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_in_the_last_columns_and_the_first_one_leads_on() {
        let mut table = Table::new(["Began", "Result", "Took"], 1);
        table.add_linked("/r/1".to_owned(), ["12:00", "passed", "1 s"].map(str::to_owned));
        let [row] = &table.rows[..] else { panic!("{table:?}") };
        let read = |cell: &Cell| (cell.text.clone(), cell.href.clone(), cell.is_number);
        assert_eq!(read(&row[0]), ("12:00".to_owned(), Some("/r/1".to_owned()), false));
        assert_eq!(read(&row[2]), ("1 s".to_owned(), None, true));
    }
}
