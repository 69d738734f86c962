//! A table that reads well in a terminal and in Markdown.

use std::fmt;

/// Rows of `N` cells, the first of them the head.
#[derive(Debug)]
pub struct Grid<const N: usize> {
    rows: Vec<[String; N]>,
}

impl<const N: usize> Grid<N> {
    /// Only a head.
    pub fn new(head: [&str; N]) -> Self {
        Self { rows: vec![head.map(str::to_owned)] }
    }

    /// Adds a row.
    pub fn push(&mut self, row: [String; N]) {
        self.rows.push(row);
    }
}

impl<const N: usize> fmt::Display for Grid<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut widths = [3; N];
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = cell.chars().count().max(*width);
            }
        }
        let line = |f: &mut fmt::Formatter<'_>, row: &[String; N]| {
            let cells: Vec<String> =
                row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}")).collect();
            writeln!(f, "| {} |", cells.join(" | "))
        };
        for (index, row) in self.rows.iter().enumerate() {
            line(f, row)?;
            if index == 0 {
                line(f, &widths.map(|width| "-".repeat(width)))?;
            }
        }
        Ok(())
    }
}
