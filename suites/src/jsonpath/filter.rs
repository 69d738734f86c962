//! Filters: conditions joined by `&&` and `||`.

use super::cursor::{Cursor, Read};
use super::hole::Role;
use super::operand::{Kind, Operand};

impl Cursor<'_, '_> {
    /// Reads what stands after `?`, and writes it down.
    pub(super) fn filter(&mut self) -> Read<()> {
        self.skip_blanks();
        self.conditions()
    }

    /// RFC 9535's `logical-or-expr`.
    fn conditions(&mut self) -> Read<()> {
        loop {
            self.condition()?;
            self.condition_ends()?;
            let joint =
                ["&&", "||"].into_iter().find(|joint| self.after_blanks().starts_with(joint));
            let Some(joint) = joint else { return Ok(()) };
            self.skip_blanks();
            self.take(joint);
            self.write(joint);
            self.skip_blanks();
        }
    }

    /// RFC 9535's `basic-expr`.
    fn condition(&mut self) -> Read<()> {
        let from = self.at;
        let not = self.take("!");
        if not {
            self.write("!");
            self.skip_blanks();
            if self.peek() == Some('!') {
                let mistake = self.wrong_here("`!` stands once");
                return Err(mistake.help("`!!` says nothing: leave it out").into());
            }
        }
        if self.peek() == Some('(') {
            return self.parentheses();
        }
        let left = self.operand(Role::Value)?;
        if !self.operator_comes_next()? {
            return self.check_test(&left);
        }
        if not {
            let left = &self.source[left.from..left.to];
            let mistake = self.wrong(from, 1, "`!` cannot stand before a comparison");
            let help = format!("turn the operator round, or write `!({left} == …)`");
            return Err(mistake.help(help).into());
        }
        self.check_compared(&left)?;
        self.skip_blanks();
        self.comparison_operator()?;
        self.skip_blanks();
        let right = self.operand(Role::Value)?;
        self.check_compared(&right)
    }

    /// Whether a comparison goes on after the blanks that come next.
    fn operator_comes_next(&mut self) -> Read<bool> {
        let (at, written) = (self.at, self.canonical.len());
        self.skip_blanks();
        let comes = self.comparison_operator()?;
        self.at = at;
        self.canonical.truncate(written);
        Ok(comes)
    }

    fn parentheses(&mut self) -> Read<()> {
        let open = self.at;
        self.enter(open)?;
        self.at += 1;
        self.write("(");
        self.skip_blanks();
        self.conditions()?;
        self.skip_blanks();
        match self.peek() {
            Some(')') => {}
            Some(c) => {
                let message = format!("`)` is missing before `{c}`");
                return Err(self.wrong_here(message).into());
            }
            None => {
                let mistake = self.wrong(open, 1, "`(` is never closed");
                return Err(mistake.help("end the condition with `)`").into());
            }
        }
        self.at += 1;
        self.write(")");
        self.leave();
        let before = self.at;
        if self.operator_comes_next()? {
            self.skip_blanks();
            let mistake = self.wrong(self.at, 1, "a condition in parentheses is not compared");
            return Err(mistake.help("leave the comparison out").into());
        }
        self.at = before;
        Ok(())
    }

    /// What stands by itself is a query or a function that answers yes or no.
    fn check_test(&self, operand: &Operand) -> Read<()> {
        let text = &self.source[operand.from..operand.to];
        let at = operand.from;
        match operand.kind {
            Kind::Query(_) | Kind::Logical => Ok(()),
            Kind::Literal => {
                let mistake = self.wrong(at, text.len(), "a value by itself is no condition");
                Err(mistake.help(format!("compare it: `@.name == {text}`")).into())
            }
            Kind::Value => {
                let message = format!("`{text}` is a value, not a condition");
                let mistake = self.wrong(at, text.len(), message);
                Err(mistake.help(format!("compare it: `{text} > 0`")).into())
            }
        }
    }

    /// What is compared is one value.
    fn check_compared(&self, operand: &Operand) -> Read<()> {
        let text = &self.source[operand.from..operand.to];
        match operand.kind {
            Kind::Literal | Kind::Value => Ok(()),
            Kind::Query(shape) => self.check_singular(shape, operand),
            Kind::Logical => {
                let message = format!("`{text}` is a condition, not a value");
                let mistake = self.wrong(operand.from, text.len(), message);
                Err(mistake.help("leave the comparison out; `!` turns a condition round").into())
            }
        }
    }
}
