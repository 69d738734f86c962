//! Elements, attributes and text; nothing else of XML is needed here.

use std::fmt::Write as _;

/// XML in the making, indented.
#[derive(Default)]
pub(super) struct Xml {
    text: String,
    open: Vec<&'static str>,
}

impl Xml {
    /// Begins a document.
    pub(super) fn new() -> Self {
        Self { text: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(), open: Vec::new() }
    }

    /// An element, with what `inside` puts into it.
    pub(super) fn element(
        &mut self,
        name: &'static str,
        attributes: &[(&str, &str)],
        inside: impl FnOnce(&mut Self),
    ) {
        self.start(name, attributes);
        let empty = self.text.len();
        self.text.push_str(">\n");
        let begun = self.text.len();
        self.open.push(name);
        inside(self);
        self.open.pop();
        if self.text.len() == begun {
            self.text.truncate(empty);
            self.text.push_str("/>\n");
        } else {
            self.indent();
            self.end(name);
        }
    }

    /// An element that holds text, which is kept as it is.
    pub(super) fn text(&mut self, name: &'static str, attributes: &[(&str, &str)], text: &str) {
        self.start(name, attributes);
        self.text.push('>');
        escape(&mut self.text, text, false);
        self.end(name);
    }

    /// The document.
    pub(super) fn finish(self) -> String {
        self.text
    }

    fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.indent();
        self.text.push('<');
        self.text.push_str(name);
        for (key, value) in attributes {
            self.text.push(' ');
            self.text.push_str(key);
            self.text.push_str("=\"");
            escape(&mut self.text, value, true);
            self.text.push('"');
        }
    }

    fn end(&mut self, name: &str) {
        writeln!(self.text, "</{name}>").expect("writing to a String cannot fail");
    }

    fn indent(&mut self) {
        self.text.extend(self.open.iter().map(|_| "  "));
    }
}

/// Characters that XML 1.0 cannot hold in any way are replaced.
fn escape(out: &mut String, text: &str, attribute: bool) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            '\n' if attribute => out.push_str("&#10;"),
            '\t' if attribute => out.push_str("&#9;"),
            '\r' => out.push_str("&#13;"),
            '\n' | '\t' => out.push(c),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_said_stays_what_it_is() {
        let mut xml = Xml::new();
        xml.element("a", &[("x", "\"<&>'\n\t\0\u{1b}")], |xml| {
            xml.text("b", &[], "]]> \"q\"\r\n\u{ffff}\u{8}é");
            xml.element("c", &[], |_| {});
        });
        insta::assert_snapshot!(xml.finish(), @r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <a x="&quot;&lt;&amp;&gt;'&#10;&#9;��">
          <b>]]&gt; "q"&#13;
        ��é</b>
          <c/>
        </a>
        "#);
    }
}
