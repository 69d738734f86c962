//! Tabs in the blanks before a line's content.

use super::Trap;
use super::line::{content_end, line_end, skip_blanks};
use super::survey::{MOST, Survey};
use super::trap::replace;
use crate::diagnostics::{Code, Diagnostic, Edit};

/// How wide a tab may have been in the author's editor.
const WIDTHS: [usize; 3] = [2, 4, 8];

/// A line with content, outside of braces and texts.
#[derive(Clone, Copy)]
pub(super) struct Indented {
    /// Where it begins.
    pub(super) start: usize,
    /// Where its content begins.
    pub(super) content: usize,
}

impl Survey<'_> {
    /// Notes how a line is indented. Whether by tabs, is seen when all lines are known.
    pub(super) fn indented(&mut self, start: usize, content: usize) {
        self.tabs |= self.part(start, content).contains('\t');
        self.indented.push(Indented { start, content });
    }

    /// A tab before a line inside braces, where the indentation of what is around goes on. How
    /// wide it is means nothing there.
    pub(super) fn tab_in_flow(&mut self, start: usize, parent: Option<usize>) {
        let content = skip_blanks(self.text, start);
        let blanks = self.part(start, content);
        let reaches = blanks.find('\t').is_some_and(|tab| tab <= parent.unwrap_or(0));
        if reaches && content < line_end(self.text, content) {
            let edit = self.spaces(start, content, WIDTHS[0]);
            let diagnostic = self.tab_diagnostic(start, content);
            self.traps.push(Trap::fixed(diagnostic, vec![edit]));
        }
    }

    /// Notes all lines that tabs indent. They are mended in the file when some width of a tab
    /// gives each line a place.
    pub(super) fn tabs(&mut self) {
        let lines = std::mem::take(&mut self.indented);
        let fitting = |width: &usize| self.fitting(&lines, *width);
        // The smallest that is as good as any.
        let width = WIDTHS.into_iter().rev().max_by_key(fitting).unwrap_or(WIDTHS[0]);
        let fits = self.fitting(&lines, width) == lines.len();
        let tabbed = |line: &&Indented| self.part(line.start, line.content).contains('\t');
        let tabbed: Vec<Indented> = lines.iter().filter(tabbed).take(MOST).copied().collect();
        for line in tabbed {
            let edit = self.spaces(line.start, line.content, width);
            let diagnostic = self.tab_diagnostic(line.start, line.content);
            self.traps.push(match fits {
                true => Trap::fixed(diagnostic, vec![edit]),
                false => Trap::guessed(diagnostic, vec![edit]),
            });
        }
    }

    /// How many lines find a place with tabs of this width, up to the first that does not: each
    /// lines up with one above, or is deeper than one that waits for its value.
    fn fitting(&self, lines: &[Indented], width: usize) -> usize {
        let mut columns: Vec<usize> = Vec::new();
        let mut opens = true;
        for (index, line) in lines.iter().enumerate() {
            let column = wide(self.part(line.start, line.content), width);
            let dash = self.text[line.content..].starts_with("- ");
            let deeper = columns.last().is_none_or(|&above| column > above);
            while columns.last().is_some_and(|&above| above > column) {
                columns.pop();
            }
            let known = columns.last() == Some(&column);
            let fits = if opens && !dash { deeper || !known } else { opens || known };
            if !fits {
                return index;
            }
            // `- a: 1` is a line of two columns.
            let mut at = line.content;
            if !known {
                columns.push(column);
            }
            while self.text[at..].starts_with("- ") {
                at = skip_blanks(self.text, at + 1);
                columns.push(column + (at - line.content));
            }
            let end = content_end(self.text, at);
            opens = self.part(at, end).ends_with([':', '-']);
        }
        lines.len()
    }

    fn spaces(&self, start: usize, content: usize, width: usize) -> Edit {
        let spaces = " ".repeat(wide(self.part(start, content), width));
        replace(self.file, start, content, &spaces)
    }

    fn tab_diagnostic(&self, start: usize, content: usize) -> Diagnostic {
        let blanks = self.part(start, content);
        let tab = start + blanks.find('\t').unwrap_or(0);
        let end = start + blanks.rfind('\t').map_or(0, |last| last + 1);
        let message = "this line is indented with a tab, which YAML does not allow";
        self.diagnostic(Code::E109, tab, end, message).help("indent with spaces")
    }
}

/// How many columns some blanks take.
fn wide(blanks: &str, width: usize) -> usize {
    blanks.chars().map(|blank| if blank == '\t' { width } else { 1 }).sum()
}
