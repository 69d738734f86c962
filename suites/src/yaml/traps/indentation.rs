//! Lines that stand in the wrong column.

use super::Trap;
use super::line::{content_end, key_colon, line_start, next_line, skip_blanks};
use super::survey::{Last, Survey};
use super::trap::{insert, replace};
use crate::diagnostics::{Code, Diagnostic, Edit};

/// What a tab is taken for when no line around tells.
const TAB: usize = 2;

impl Survey<'_> {
    /// Looks for tabs in the blanks before a line's content.
    pub(super) fn indentation(&mut self, start: usize, content: usize) {
        let blanks = self.part(start, content);
        let Some(tab) = blanks.find('\t') else { return };
        self.tabs = true;
        let wide = |width: usize| -> usize {
            blanks.chars().map(|blank| if blank == '\t' { width } else { 1 }).sum()
        };
        let around = [self.column_before(start), self.column_after(content)];
        let agrees = |width: &usize| around.contains(&Some(wide(*width)));
        let known = [2, 4, 8].into_iter().find(agrees);
        let only_tabs = !self.text.contains("\n ") && blanks.chars().all(|blank| blank == '\t');
        let spaces = " ".repeat(wide(known.unwrap_or(TAB)));
        let message = "this line is indented with a tab, which YAML does not allow";
        let tabs = blanks[tab..].chars().take_while(|&blank| blank == '\t').count();
        let diagnostic = self
            .diagnostic(Code::E109, start + tab, start + tab + tabs, message)
            .help("indent with spaces");
        let edits = vec![replace(self.file, start, content, &spaces)];
        self.traps.push(if known.is_some() || only_tabs {
            Trap::fixed(diagnostic, edits)
        } else {
            Trap::guessed(diagnostic, edits)
        });
    }

    /// The column of the last line above that has content, when spaces indent it.
    fn column_before(&self, start: usize) -> Option<usize> {
        let above = self.text[..start].lines().rev().find(|line| !line.trim().is_empty())?;
        spaces(above)
    }

    fn column_after(&self, content: usize) -> Option<usize> {
        let below = &self.text[next_line(self.text, content)..];
        spaces(below.lines().find(|line| !line.trim().is_empty())?)
    }

    /// Notes that a key or a dash stands in a column. `false` when it cannot stand there; then
    /// the survey ends, because what follows belongs to it.
    pub(super) fn enter(&mut self, at: usize, column: usize) -> bool {
        if self.tabs {
            return true;
        }
        let mut deeper = None;
        while self.levels.last().is_some_and(|&level| level > column) {
            deeper = self.levels.pop();
        }
        let outer = self.levels.last().copied();
        match (outer, deeper) {
            (Some(level), _) if level == column => true,
            (None, None) => {
                self.levels.push(column);
                true
            }
            (Some(_), None) if self.last == Last::Open => {
                self.levels.push(column);
                true
            }
            (Some(_), None) if self.lacks_colon() => {
                self.levels.push(column);
                true
            }
            (Some(level), None) => {
                self.too_deep(at, column, level);
                false
            }
            (outer, Some(deeper)) => {
                self.between(at, column, outer, deeper);
                false
            }
        }
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
    fn too_deep(&mut self, at: usize, column: usize, level: usize) {
        let end = key_colon(self.text, at).unwrap_or(at + 1);
        let message = "this line is indented, but the line above already has its value";
        let help = format!("begin it in column {}, like the key above", level + 1);
        let diagnostic = self.diagnostic(Code::E100, at, end, message).help(help);
        self.shift(diagnostic, at, column, level);
    }

    /// A line that begins between two levels.
    fn between(&mut self, at: usize, column: usize, outer: Option<usize>, deeper: usize) {
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
    }

    /// Moves the line, and the lines below that belong to it, to another column.
    fn shift(&mut self, diagnostic: Diagnostic, at: usize, column: usize, to: usize) {
        let mut edits: Vec<Edit> = Vec::new();
        let mut start = line_start(self.text, at);
        while start < self.text.len() {
            let content = skip_blanks(self.text, start);
            let empty = matches!(self.byte(content), None | Some(b'\r' | b'\n'));
            if !empty && content - start < column {
                break;
            }
            if !empty && to < column {
                edits.push(replace(self.file, start, start + (column - to), ""));
            } else if !empty {
                edits.push(insert(self.file, start, &" ".repeat(to - column)));
            }
            start = next_line(self.text, start);
        }
        self.traps.push(Trap::guessed(diagnostic, edits));
        self.stopped = true;
    }
}

/// The width of a line's indentation, when it has no tab.
fn spaces(line: &str) -> Option<usize> {
    let content = line.trim_start_matches(' ');
    (!content.starts_with('\t')).then_some(line.len() - content.len())
}
