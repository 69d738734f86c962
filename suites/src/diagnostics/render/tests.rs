use super::*;
use crate::diagnostics::Code;
use crate::source::SourceFile;

struct Written {
    sources: Sources,
}

impl Written {
    fn new(texts: &[(&str, &str)]) -> Self {
        let mut sources = Sources::default();
        for &(name, text) in texts {
            sources.add(SourceFile { path: name.into(), name: name.into(), text: text.into() });
        }
        Self { sources }
    }

    /// The `n`th `part` of a file.
    fn find(&self, file: u32, part: &str, n: usize) -> Span {
        let file = FileId(file);
        let (at, _) = self.sources.file(file).text.match_indices(part).nth(n).unwrap();
        let at = u32::try_from(at).unwrap();
        Span { file, start: at, end: at + u32::try_from(part.len()).unwrap() }
    }

    fn render(&self, diagnostics: &[Diagnostic]) -> String {
        render(diagnostics, &self.sources, false)
    }
}

#[test]
fn a_mistake_shows_its_line_its_related_places_and_the_way_out() {
    let text = "name: x\nsteps:\n  - get: /orders/{{order_id}}\n\n  - get: /orders\n    expect:\n      status: 200\n    save:\n      order_id: $.orders[0].id\n";
    let written = Written::new(&[("suites/orders.trip.yaml", text)]);
    let diagnostic = Diagnostic::new(
        Code::E301,
        written.find(0, "{{order_id}}", 0),
        "`{{order_id}}` is used before it is saved",
    )
    .related(written.find(0, "order_id", 1), "saved here, by step 2")
    .help("move step 1 after step 2");
    insta::assert_snapshot!(written.render(&[diagnostic]), @"
    error[E301]: `{{order_id}}` is used before it is saved
     --> suites/orders.trip.yaml:3:18
      |
    3 |   - get: /orders/{{order_id}}
      |                  ^^^^^^^^^^^^
    ...
    9 |       order_id: $.orders[0].id
      |       -------- saved here, by step 2
      |
      = help: move step 1 after step 2
    ");
}

#[test]
fn tabs_wide_and_control_characters_do_not_move_the_caret() {
    let text = "a:\t\u{1b}[31m\u{9b}1m日本語 é \u{202e}x: here\n";
    let written = Written::new(&[("a.yaml", text)]);
    let diagnostic =
        Diagnostic::new(Code::E100, written.find(0, "here", 0), "a\u{1b}b").help("\u{1b}[0m");
    let shown = written.render(&[diagnostic]);
    assert!(!shown.contains(['\u{1b}', '\u{9b}', '\u{202e}']));
    insta::assert_snapshot!(shown, @"
    error[E100]: a␛b
     --> a.yaml:1:22
      |
    1 | a:    ␛[31m�1m日本語 é �x: here
      |                            ^^^^
      |
      = help: ␛[0m
    ");
}

#[test]
fn a_long_line_is_shown_in_part() {
    let text = format!("{}: {} here {}\n", "k".repeat(300), "v".repeat(300), "w".repeat(5000));
    let written = Written::new(&[("a.yaml", &text)]);
    let diagnostic = Diagnostic::new(Code::E100, written.find(0, "here", 0), "look").label("there");
    insta::assert_snapshot!(written.render(&[diagnostic]), @"
    error[E100]: look
     --> a.yaml:1:604
      |
    1 | ...vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv here wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww...
      |                                                                ^^^^ there
    ");
}

#[test]
fn places_of_other_files_and_far_away_are_shown_apart() {
    let text = format!("one: 1\n{}two: 2\n", "# x\n".repeat(500));
    let written = Written::new(&[("a.yaml", &text), ("b.yaml", "\u{feff}three: 3\r\n")]);
    let diagnostic = Diagnostic::new(Code::E201, written.find(0, "two", 0), "defined twice")
        .related(written.find(0, "one", 0), "here")
        .related(written.find(1, "three", 0), "and here");
    insta::assert_snapshot!(written.render(&[diagnostic]), @"
    error[E201]: defined twice
       --> a.yaml:502:1
        |
    502 | two: 2
        | ^^^
        |
       ::: a.yaml:1:1
        |
      1 | one: 1
        | --- here
        |
       ::: b.yaml:1:1
        |
      1 | three: 3
        | ----- and here
    ");
}

#[test]
fn the_end_of_a_file_an_empty_file_and_many_lines_can_be_marked() {
    let written = Written::new(&[("a.yaml", "a:"), ("b.yaml", ""), ("c.yaml", "a:\n  b: 1\n")]);
    let end = Span { file: FileId(0), start: 2, end: 2 };
    let past = Span { file: FileId(0), start: 9, end: 12 };
    let empty = Span { file: FileId(1), start: 0, end: 0 };
    let many = Span { file: FileId(2), start: 0, end: 9 };
    insta::assert_snapshot!(written.render(&[
        Diagnostic::new(Code::E106, end, "`a` has no value").label("nothing here"),
        Diagnostic::new(Code::E100, past, "past the end"),
        Diagnostic::new(Code::E115, empty, "this file is empty"),
        Diagnostic::new(Code::W303, many, "many lines"),
    ]), @"
    error[E106]: `a` has no value
     --> a.yaml:1:3
      |
    1 | a:
      |   ^ nothing here

    error[E100]: past the end
     --> a.yaml:1:3
      |
    1 | a:
      |   ^

    error[E115]: this file is empty
    --> b.yaml

    warning[W303]: many lines
     --> c.yaml:1:1
      |
    1 | a:
      | ^^
    ");
}

#[test]
fn each_is_shown_once_in_the_order_of_the_files() {
    let written = Written::new(&[("b.yaml", "x: 1\ny: 2\n"), ("a.yaml", "x: 1\n")]);
    let at = |file, part| Diagnostic::new(Code::E202, written.find(file, part, 0), part);
    let given = [at(0, "y"), at(0, "x"), at(1, "x"), at(0, "x")];
    let shown = in_order(&given, &written.sources);
    let shown: Vec<_> = shown.iter().map(|d| (d.span.file.0, d.message.as_str())).collect();
    assert_eq!(shown, [(1, "x"), (0, "x"), (0, "y")]);
}
