//! Segments: `.name`, `.*`, `[…]`, and the same after `..`.

use super::cursor::{Cursor, Read, begins_name, is_blank, is_in_name};

/// What the syntax of a query says about how much it selects.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shape {
    /// The first segment that may select several: where it stands, and its length.
    pub(super) several: Option<(usize, usize)>,
    /// A blank inside the brackets of a name or index: a compared query has none (RFC 9535,
    /// section 2.3.5.1).
    pub(super) blank: Option<usize>,
}

/// A name after a dot.
#[derive(Clone, Copy, Debug)]
pub(super) struct LastName {
    /// Where the dots stand.
    pub(super) dots_at: usize,
    /// `.` or `..`
    pub(super) dots: &'static str,
    /// The byte after the name.
    pub(super) end: usize,
}

impl Cursor<'_, '_> {
    /// `$` or `@` and its segments.
    pub(super) fn query(&mut self) -> Read<Shape> {
        let root = if self.take("$") { "$" } else { "@" };
        if root == "@" {
            self.at += 1;
        }
        self.write(root);
        self.last_name = None;
        let mut shape = Shape::default();
        if let Some(c) = self.peek()
            && (is_in_name(c) || matches!(c, '\'' | '"' | '$' | '@'))
        {
            return Err(self.no_dot(root).into());
        }
        loop {
            let before = self.at;
            self.skip_blanks();
            let from = self.at;
            match self.peek() {
                Some('[') => {
                    self.bracketed(&mut shape)?;
                    self.last_name = None;
                }
                Some('.') => {
                    let dots = if self.take("..") { ".." } else { "." };
                    if dots == "." {
                        self.at += 1;
                    }
                    if self.dotted(from, dots, &mut shape)? {
                        let length = self.at - from;
                        shape.several.get_or_insert((from, length));
                    }
                }
                Some(_) | None => {
                    self.at = before;
                    return Ok(shape);
                }
            }
        }
    }

    /// What follows the dots at `from`; answers whether it may select several.
    fn dotted(&mut self, from: usize, dots: &'static str, shape: &mut Shape) -> Read<bool> {
        let descendant = dots == "..";
        if descendant {
            self.write("..");
        }
        match self.peek() {
            Some('*') => {
                self.at += 1;
                self.write("[*]");
                self.last_name = None;
                Ok(true)
            }
            Some('[') if descendant => {
                self.bracketed(shape)?;
                self.last_name = None;
                Ok(true)
            }
            Some(c) if begins_name(c) => {
                let name = self.take_while(is_in_name);
                let last = LastName { dots_at: from, dots, end: self.at };
                self.name_ends(last, name)?;
                self.write("[");
                self.write_string(name);
                self.write("]");
                self.last_name = Some(last);
                Ok(descendant)
            }
            Some(_) | None => Err(self.no_name(from, dots).into()),
        }
    }

    /// After a name comes a segment, a blank, the end, or what may follow a query in a filter.
    fn name_ends(&self, name: LastName, text: &str) -> Read<()> {
        match self.peek() {
            None | Some('.' | '[' | '=' | '!' | '<' | '>' | '&' | '|' | ')' | ']' | ',') => Ok(()),
            Some(c) if is_blank(c) => Ok(()),
            Some(c) => Err(self.odd_in_name(name, text, c).into()),
        }
    }
}
