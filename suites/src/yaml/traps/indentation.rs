//! Lines that stand in the wrong column, or among the wrong neighbours.

use super::Trap;
use super::line::{content_end, key_colon, line_start, next_line, skip_blanks};
use super::survey::{Last, Survey};
use super::trap::{insert, replace};
use crate::diagnostics::{Code, Diagnostic, Edit};

/// A map or a list around a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Level {
    /// Where its keys or dashes stand.
    pub(super) column: usize,
    pub(super) is_map: bool,
}

impl Survey<'_> {
    /// Notes that a key or a dash begins a line. `false` when it cannot stand there; then the
    /// survey ends, because what follows belongs to it.
    pub(super) fn enter(&mut self, at: usize, level: Level) -> bool {
        if self.tabs {
            return true;
        }
        let mut deeper = None;
        while let Some(&top) = self.levels.last()
            && top.column > level.column
        {
            deeper = self.levels.pop();
        }
        if level.is_map && self.list_in_column(level.column) {
            self.levels.pop();
        }
        let outer = self.levels.last().copied();
        match (outer, deeper) {
            (Some(outer), _) if outer == level => true,
            (Some(outer), _) if outer.column == level.column => self.neighbour(at, level),
            (None, None) => self.nest(level),
            (Some(_), None) if self.last == Last::Open || self.lacks_colon() => self.nest(level),
            (Some(outer), None) => self.too_deep(at, level.column, outer.column),
            (outer, Some(deeper)) => {
                self.between(at, level.column, outer.map(|outer| outer.column), deeper.column)
            }
        }
    }

    fn nest(&mut self, level: Level) -> bool {
        self.levels.push(level);
        true
    }

    /// The innermost level is a list whose dashes stand below the keys of the map around it.
    fn list_in_column(&self, column: usize) -> bool {
        let level = |is_map| Level { column, is_map };
        self.levels.ends_with(&[level(true), level(false)])
    }

    /// A dash below keys, or a key below dashes.
    fn neighbour(&mut self, at: usize, level: Level) -> bool {
        if !level.is_map && self.last == Last::Open {
            return self.nest(level);
        }
        let end = content_end(self.text, at);
        if level.is_map {
            let message = "this line stands among the items of a list, but begins with no `-`";
            let help = "begin it with `- `, or indent it below the item it belongs to";
            let diagnostic = self.diagnostic(Code::E100, at, end, message).help(help);
            let mut edits = self.shifted(at, level.column + 1, level.column + 3);
            edits.insert(0, insert(self.file, at, "- "));
            self.stop(diagnostic, edits);
        } else {
            let message = "a `-` begins the item of a list, but the lines above are keys";
            let diagnostic = self.diagnostic(Code::E100, at, at + 1, message);
            let diagnostic = diagnostic.help("remove the `-`, or indent the list below its key");
            let inner = skip_blanks(self.text, at + 1);
            let mut edits = self.shifted(at, level.column + (inner - at), level.column);
            edits.insert(0, replace(self.file, at, inner, ""));
            self.stop(diagnostic, edits);
        }
        false
    }

    /// The line above is a key without its `:`, which is noted: `- get /orders`.
    fn lacks_colon(&mut self) -> bool {
        let Some(bare) = self.bare else { return false };
        let text = self.part(bare, content_end(self.text, bare));
        let lacks = text.split_whitespace().count() <= 2;
        if lacks {
            self.without_colon(bare);
        }
        lacks
    }

    /// A key below a value that is complete: `get: /x`, and deeper `expect:`.
    fn too_deep(&mut self, at: usize, column: usize, outer: usize) -> bool {
        let end = key_colon(self.text, at).unwrap_or(at + 1);
        let message = "this line is indented, but the line above already has its value";
        let help = format!("begin it in column {}, like the key above", outer + 1);
        let diagnostic = self.diagnostic(Code::E100, at, end, message).help(help);
        self.shift(diagnostic, at, column, outer);
        false
    }

    /// A line that begins between two levels.
    fn between(&mut self, at: usize, column: usize, outer: Option<usize>, deeper: usize) -> bool {
        let end = key_colon(self.text, at).unwrap_or(at + 1);
        let nearer = outer.filter(|outer| column - outer < deeper - column);
        let columns = match outer {
            Some(outer) => format!("column {} or {}", outer + 1, deeper + 1),
            None => format!("column {}", deeper + 1),
        };
        let message = "this line lines up with nothing above it";
        let help = format!("begin it in {columns}, like the lines above");
        let diagnostic = self.diagnostic(Code::E100, at, end, message).help(help);
        self.shift(diagnostic, at, column, nearer.unwrap_or(deeper));
        false
    }

    /// Moves the line, and the lines below that belong to it, to another column.
    fn shift(&mut self, diagnostic: Diagnostic, at: usize, column: usize, to: usize) {
        let mut edits = vec![self.moved(line_start(self.text, at), column, to)];
        edits.extend(self.shifted(at, column, to));
        self.stop(diagnostic, edits);
    }

    /// Moves the lines below a line that begin in a column or deeper.
    fn shifted(&self, at: usize, column: usize, to: usize) -> Vec<Edit> {
        let mut edits: Vec<Edit> = Vec::new();
        let mut start = next_line(self.text, at);
        while start < self.text.len() {
            let content = skip_blanks(self.text, start);
            let empty = matches!(self.byte(content), None | Some(b'\r' | b'\n'));
            if !empty && content - start < column {
                break;
            }
            if !empty {
                edits.push(self.moved(start, column, to));
            }
            start = next_line(self.text, start);
        }
        edits
    }

    fn moved(&self, start: usize, column: usize, to: usize) -> Edit {
        match column.checked_sub(to) {
            Some(less) => replace(self.file, start, start + less, ""),
            None => insert(self.file, start, &" ".repeat(to - column)),
        }
    }

    fn stop(&mut self, diagnostic: Diagnostic, mend: Vec<Edit>) {
        self.traps.push(Trap::guessed(diagnostic, mend));
        self.stopped = true;
    }
}
