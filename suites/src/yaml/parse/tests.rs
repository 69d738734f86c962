use super::*;

/// The tree of a text in one line, and the codes of its mistakes with the characters they mark.
fn read(text: &str) -> (String, Vec<String>) {
    let mut diagnostics = Vec::new();
    let root = parse(FileId(0), text, &mut diagnostics);
    let shown = root.map_or("nothing".to_owned(), |root| show(&root));
    let marked = |diagnostic: &Diagnostic| {
        let span = diagnostic.span;
        format!("{} {}", diagnostic.code, &text[span.start as usize..span.end as usize])
    };
    (shown, diagnostics.iter().map(marked).collect())
}

fn show(node: &Node) -> String {
    if let Some(scalar) = node.scalar() {
        return scalar.value().to_string();
    }
    if let Some(items) = node.items() {
        let items: Vec<String> = items.iter().map(|item| show(item)).collect();
        return format!("[{}]", items.join(", "));
    }
    let entries = node.entries().unwrap_or_default();
    let entries: Vec<String> = entries
        .iter()
        .map(|entry| format!("{}: {}", entry.key.value, show(&entry.value)))
        .collect();
    format!("{{{}}}", entries.join(", "))
}

#[track_caller]
fn reads(text: &str, tree: &str, mistakes: &[&str]) {
    let (shown, marked) = read(text);
    assert_eq!((shown.as_str(), marked), (tree, mistakes.iter().map(|m| m.to_string()).collect()));
}

#[test]
fn a_tree_knows_where_each_value_stands() {
    let mut diagnostics = Vec::new();
    let text =
        "name: größe\nsteps:\n  - get: \"/x\"\n    n: [1, 2.51]\n    t: |\n      a\n\nz: 1\n";
    let root = parse(FileId(0), text, &mut diagnostics).unwrap();
    assert_eq!(diagnostics, []);
    let at = |node: &Node| text[node.span.start as usize..node.span.end as usize].to_owned();
    let step = &root.get("steps").unwrap().items().unwrap()[0];
    assert_eq!(at(step.get("get").unwrap()), "\"/x\"");
    assert_eq!(at(step.get("n").unwrap()), "[1, 2.51]");
    assert_eq!(at(step.get("t").unwrap()), "a");
    assert_eq!(at(step), "get: \"/x\"\n    n: [1, 2.51]\n    t: |\n      a");
    assert_eq!(at(root.get("name").unwrap()), "größe");
}

#[test]
fn templates_without_quotes_are_mended_and_the_rest_is_read() {
    reads("get: {{url}}\nb: 1\n", "{get: \"{{url}}\", b: 1}", &["E101 {{url}}"]);
    reads("get: {{base}}/x  # c\nb: 1\n", "{get: \"{{base}}/x\", b: 1}", &["E101 {{base}}/x"]);
    reads("a: [a, {{b}}]\n", "{a: [\"a\", \"{{b}}\"]}", &["E101 {{b}}"]);
    reads(
        "a: { get: /orders/{{id}} }\nb: [x{{y}}z, {{t}}]\n",
        "{a: {get: \"/orders/{{id}}\"}, b: [\"x{{y}}z\", \"{{t}}\"]}",
        &["E101 /orders/{{id}}", "E101 x{{y}}z", "E101 {{t}}"],
    );
    reads(
        "h: { authorization: Bearer {{t}}, n: {{n}}}\n",
        "{h: {authorization: \"Bearer {{t}}\", n: \"{{n}}\"}}",
        &["E101 Bearer {{t}}", "E101 {{n}}"],
    );
    reads(
        "a:\n  - {{b}}\n  - {{c}}: 1\n",
        "{a: [\"{{b}}\", {{{c}}: 1}]}",
        &["E101 {{b}}", "E101 {{c}}"],
    );
    reads(
        "a: {{now offset=\"-2d\"}}\n",
        "{a: \"{{now offset=\\\"-2d\\\"}}\"}",
        &["E101 {{now offset=\"-2d\"}}"],
    );
    reads("a: {{{raw}}}\n", "{a: \"{{{raw}}}\"}", &["E101 {{{raw}}}"]);
    reads("{{a}}: 1\nb: 2\n", "{{{a}}: 1, b: 2}", &["E101 {{a}}"]);
    reads(
        "a: \n  {\n    b: {{c}},\n    d: e\n  }\n",
        "{a: {b: \"{{c}}\", d: \"e\"}}",
        &["E101 {{c}}"],
    );
}

#[test]
fn templates_where_yaml_reads_text_are_left_alone() {
    reads("get: /orders/{{id}}?x={{y}}\n", "{get: \"/orders/{{id}}?x={{y}}\"}", &[]);
    reads("a: |\n  {{b}}\n  {\"c\": {{d}}}\n", "{a: \"{{b}}\\n{\\\"c\\\": {{d}}}\\n\"}", &[]);
    reads("a: \"{{b}}\"\nc: ['{{d}}']\n", "{a: \"{{b}}\", c: [\"{{d}}\"]}", &[]);
    reads("a: text\n  {{b}} more\n", "{a: \"text {{b}} more\"}", &[]);
}

#[test]
fn quotes_inside_quotes_are_put_right() {
    reads(
        "a: \"{{now offset=\"-2d\"}}\"\nb: 1\n",
        "{a: \"{{now offset=\\\"-2d\\\"}}\", b: 1}",
        &["E112 \"{{now offset=\"-2d\"}}\""],
    );
    reads(
        "a: { b: \"{{default x \"\"}}\", c: 1 }\n",
        "{a: {b: \"{{default x \\\"\\\"}}\", c: 1}}",
        &["E112 \"{{default x \"\"}}\""],
    );
    reads("a: \"say \"hi\" now\"\n", "{a: \"say \\\"hi\\\" now\"}", &["E112 \"say \"hi\" now\""]);
    reads("a: 'it's'\nb: 1\n", "{a: \"it's\", b: 1}", &["E100 '"]);
}

#[test]
fn paths_in_braces_need_quotes() {
    reads("a: { $.items[0].id: 5 }\n", "{a: {$.items[0].id: 5}}", &["E102 $.items[0].id"]);
    reads(
        "save: { id: $.orders[0].id, b: $.x[?@.y == 'z, q'].w }\n",
        "{save: {id: \"$.orders[0].id\", b: \"$.x[?@.y == 'z, q'].w\"}}",
        &["E102 $.orders[0].id", "E102 $.x[?@.y == 'z, q'].w"],
    );
    reads(
        "save:\n  id: $.orders[0].id\n  $.a[*]: 1\n",
        "{save: {id: \"$.orders[0].id\", $.a[*]: 1}}",
        &[],
    );
}

#[test]
fn operators_are_no_matchers() {
    let under = "{n: {under: 5}, b: 1}";
    reads("n: > 5\nb: 1\n", "{n: {over: 5}, b: 1}", &["E103 > 5"]);
    reads("n: >5\nb: 1\n", "{n: {over: 5}, b: 1}", &["E103 >5"]);
    reads("n: >= 500ms # c\nb: 1\n", "{n: {at_least: \"500ms\"}, b: 1}", &["E103 >= 500ms"]);
    reads("n: < 5\nb: 1\n", under, &["E103 < 5"]);
    reads("n: != 3\nb: 1\n", "{n: {not: 3}, b: 1}", &["E103 != 3"]);
    reads("n: !=3\nb: 1\n", "{n: {not: 3}, b: 1}", &["E103 !=3"]);
    reads("n: != \"a b\"\n", "{n: {not: \"a b\"}}", &["E103 != \"a b\""]);
    reads("n: == 3\nb: 1\n", "{n: 3, b: 1}", &["E103 == 3"]);
    reads(
        "{ n: != 3, m: >5, q: > 5 }\n",
        "{n: {not: 3}, m: {over: 5}, q: {over: 5}}",
        &["E103 >5", "E103 > 5", "E103 != 3"],
    );
    reads("n: > some text\nb: 1\n", "{n: \"> some text\", b: 1}", &["E103 > some text"]);
    reads(
        "n: >\n  folded\n  text\nm: >-\n  x\no: |2\n   y\n",
        "{n: \"folded text\\n\", m: \"x\", o: \" y\\n\"}",
        &[],
    );
    reads("a: <b>5</b>\nb: -> 5\nc: a > 5\n", "{a: \"<b>5</b>\", b: \"-> 5\", c: \"a > 5\"}", &[]);
}

#[test]
fn comments_that_were_meant_are_told() {
    reads("slack: #orders\nb: 1\n", "{slack: \"#orders\", b: 1}", &["E104 #orders"]);
    reads("a:\n  - #x  # c\n  - y\n", "{a: [\"#x\", \"y\"]}", &["E104 #x"]);
    reads(
        "a: { channel: #deploys }\nb: 1\n",
        "{a: {channel: \"#deploys\"}, b: 1}",
        &["E104 #deploys"],
    );
    reads("expect:\n  css #price: 5\n", "{expect: {css #price: 5}}", &["E104 #price"]);
    reads(
        "e:\n  a: 1\n  css #price: 5\n  b: 2\n",
        "{e: {a: 1, css #price: 5, b: 2}}",
        &["E104 #price"],
    );
    reads("e: { css #price: 5 }\nb: 2\n", "{e: {css #price: 5}, b: 2}", &["E104 #price"]);
    reads("a: #the steps\n  - b\nc: http://x/#y # z\n", "{a: [\"b\"], c: \"http://x/#y\"}", &[]);
}

#[test]
fn colons_in_text_need_quotes() {
    reads("message: Hi: there\nb: 1\n", "{message: \"Hi: there\", b: 1}", &["E105 Hi: there"]);
    reads("{ message: Hi: there, b: 1 }\n", "{message: \"Hi: there\", b: 1}", &["E105 Hi: there"]);
    reads(
        "regex /total: (\\d+)/: 7\nb: 1\n",
        "{regex /total: (\\d+)/: 7, b: 1}",
        &["E105 regex /total: (\\d+)/"],
    );
    reads("a: http://x:80/y\nb: 12:30\n", "{a: \"http://x:80/y\", b: \"12:30\"}", &[]);
}

#[test]
fn empty_values_are_told_where_they_belong() {
    reads("a:\nb:  # c\nc: 1\n", "{a: null, b: null, c: 1}", &["E106 ", "E106 "]);
    reads("a:\n  -\n  - x\n", "{a: [null, \"x\"]}", &["E106 "]);
    reads("{ a, b: 1, c: }\n", "{a: null, b: 1, c: null}", &["E106 ", "E106 "]);
    reads("a: \"\"\nb: null\nc: ''\n", "{a: \"\", b: null, c: \"\"}", &[]);
}

#[test]
fn a_key_stands_once() {
    reads("a: 1\nb: 2\na: 3\n", "{a: 1, b: 2}", &["E107 a"]);
    let many: String = (0..40).map(|n| format!("k{}: {n}\n", n % 39)).collect();
    assert_eq!(read(&many).1, ["E107 k0"]);
}

#[test]
fn escapes_that_are_none_become_text() {
    reads("a: \"\\{{a}}\"\nb: 1\n", "{a: \"\\\\{{a}}\", b: 1}", &["E108 \\{"]);
    reads("a: \"\\d+\\n\\w\"\nb: 1\n", "{a: \"\\\\d+\\n\\\\w\", b: 1}", &["E108 \\d"]);
    reads("a: \"\\u00e9\\t\\\"\\x41\"\n", "{a: \"é\\t\\\"A\"}", &[]);
    reads("a: '\\{{a}} \\d'\n", "{a: \"\\\\{{a}} \\\\d\"}", &[]);
    reads("a: \"\\u12\"\n", "{a: \"\\\\u12\"}", &["E108 \\u"]);
}

#[test]
fn tabs_do_not_indent() {
    reads("a:\n\tb: 1\n\tc: 2\n", "{a: {b: 1, c: 2}}", &["E109 \t", "E109 \t"]);
    reads("a:\n    b: 1\n\tc: 2\n", "{a: {b: 1, c: 2}}", &["E109 \t"]);
    reads("\ta: 1\n", "{a: 1}", &["E109 \t"]);
    reads("a:\t1\nb: |\n  x\n  \ty\n", "{a: 1, b: \"x\\n\\ty\\n\"}", &[]);
    reads("c: d\n\te\n", "{c: \"d e\"}", &["E109 \t"]);
}

#[test]
fn lines_in_the_wrong_column_are_told_and_read_where_they_belong() {
    reads(
        "steps:\n  - get: /x\n      expect:\n        status: 200\n  - get: {{y}}\n",
        "{steps: [{get: \"/x\", expect: {status: 200}}, {get: \"{{y}}\"}]}",
        &["E100 expect", "E101 {{y}}"],
    );
    reads("a:\n    b: 1\n   c: 2\nd: 3\n", "{a: {b: 1, c: 2}, d: 3}", &["E100 c"]);
    reads("a: 1\nstatus:200\nb: 2\n", "{a: 1, status: 200, b: 2}", &["E100 status:200"]);
    reads("s:\n  - get /x\n    expect: 1\n", "{s: [{get: \"/x\", expect: 1}]}", &["E100 get /x"]);
    reads("e:\n  status 200\n  time: 1\n", "{e: {status: 200, time: 1}}", &["E100 status 200"]);
}

#[test]
fn what_is_never_closed_ends_with_its_line() {
    reads("a: \"x\nb: 3\n", "{a: \"x\", b: 3}", &["E100 \""]);
    reads("a: [1, 2\nb: 3\n", "{a: [1, 2], b: 3}", &["E100 ["]);
    reads("s:\n  - a: { b: [1\n    c: 2\n", "{s: [{a: {b: [1]}, c: 2}]}", &["E100 ["]);
    reads("a: {b: 1", "{a: {b: 1}}", &["E100 {"]);
    reads(
        "a: @x\nb: [`y`, %z]\n",
        "{a: \"@x\", b: [\"`y`\", \"%z\"]}",
        &["E100 @x", "E100 `y`", "E100 %z"],
    );
}

#[test]
fn aliases_and_merge_keys_are_resolved() {
    reads("a: &x { b: 1 }\nc: *x\n", "{a: {b: 1}, c: {b: 1}}", &[]);
    reads(
        "a: &x { b: 1, c: 2 }\nd:\n  <<: *x\n  c: 3\n",
        "{a: {b: 1, c: 2}, d: {b: 1, c: 3}}",
        &[],
    );
    reads(
        "a: &x {b: 1}\ne: &y {b: 2, c: 2}\nd: {<<: [*x, *y]}\n",
        "{a: {b: 1}, e: {b: 2, c: 2}, d: {b: 1, c: 2}}",
        &[],
    );
    reads("a: &y\n  e: *y\n", "{a: {e: null}}", &["E113 *y"]);
    reads(
        "a: *nope\nb: *.example.com\n",
        "{a: null, b: null}",
        &["E113 *nope", "E113 *.example.com"],
    );
    reads("a: !!str 5\nb: !foo { c: 1 }\n", "{a: 5, b: {c: 1}}", &["E113 !!str", "E113 !foo"]);
    reads("a: {<<: 5}\n", "{a: {}}", &["E204 5"]);
}

#[test]
fn a_bomb_of_aliases_does_not_go_off() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for n in 1..30 {
        let aliases = vec![format!("*a{}", n - 1); 10].join(", ");
        text.push_str(&format!("a{n}: &a{n} [{aliases}]\n"));
    }
    let (tree, mistakes) = read(&text);
    assert_eq!((tree.as_str(), mistakes), ("nothing", vec!["E113 *a3".to_owned()]));
}

#[test]
fn what_is_too_large_too_deep_or_two_is_refused() {
    assert_eq!(read(&"a: 1\n".repeat(2_000_001)).1, ["E110 "]);
    assert_eq!(read(&"[".repeat(5_000)).1, ["E110 ["]);
    assert_eq!(read(&"- ".repeat(5_000)).1, ["E110 "]);
    reads("---\na: 1\n---\nb: 1\n", "{a: 1}", &["E110 ---"]);
    reads("---\na: 1\n...\n", "{a: 1}", &[]);
    for text in ["", "\n", "# only\n", "---\n", "\u{feff}"] {
        reads(text, "nothing", &["E115 "]);
    }
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_fine() {
    reads(
        "\u{feff}a: {{b}}\r\nc: d\r\ne: |\r\n  f\r\n",
        "{a: \"{{b}}\", c: \"d\", e: \"f\\n\"}",
        &["E101 {{b}}"],
    );
}

#[test]
fn a_comma_or_a_bracket_that_is_missing_is_told_where_it_belongs() {
    reads(
        "j: {\n  a: 1\n  \"b\": 2,\n  c: 3\n}\nd: 4\n",
        "{j: {a: 1, b: 2, c: 3}, d: 4}",
        &["E100 "],
    );
    reads("a: { b: [1, 2 }\nc: 3\n", "{a: {b: [1, 2]}, c: 3}", &["E100 ["]);
    reads(
        "s:\n  - h: { a: b\n    e:\n      x: { y: [1 }\n",
        "{s: [{h: {a: \"b\"}, e: {x: {y: [1]}}}]}",
        &["E100 {", "E100 ["],
    );
}

#[test]
fn items_and_keys_do_not_mix() {
    reads("e:\n  a: 1\n  - b: 5\n    c: 6\nd: 1\n", "{e: {a: 1, b: 5, c: 6}, d: 1}", &["E100 -"]);
    reads(
        "s:\n  - a: 1\n  b: 2\n  - c: 3\nd: 1\n",
        "{s: [{a: 1}, {b: 2}, {c: 3}], d: 1}",
        &["E100 b: 2"],
    );
    reads("a:\n- b\n- c: 1\nd:\n- e\nf: 1\n", "{a: [\"b\", {c: 1}], d: [\"e\"], f: 1}", &[]);
    reads("a:\n- b: {{c}}\n- d\ne: 1\n", "{a: [{b: \"{{c}}\"}, \"d\"], e: 1}", &["E101 {{c}}"]);
}

#[test]
fn small_slips_are_told_and_what_follows_is_read() {
    reads("a: [1,,2]\nb: {, c: 1}\n", "{a: [1, 2], b: {c: 1}}", &["E100 ,", "E100 ,"]);
    reads("a: {b: 1}}\nc: 1\n", "{a: {b: 1}, c: 1}", &["E100 }"]);
    reads("a: - b\nc: 1\n", "{a: [\"b\"], c: 1}", &["E100 - b"]);
    reads("a: \"x\" y\nc: 1\n", "{a: \"\\\"x\\\" y\", c: 1}", &["E100 y"]);
    reads("a: *\nb: & c\n", "{a: \"*\", b: \"& c\"}", &["E100 *", "E100 & c"]);
    reads(
        "a: { b: \"{{default x \",\"}}\", c: 1 }\n",
        "{a: {b: \"{{default x \\\",\\\"}}\", c: 1}}",
        &["E112 \"{{default x \",\"}}\""],
    );
    reads("a: \"{{b\"\nc: { d: \"{{e\", f: 1 }\n", "{a: \"{{b\", c: {d: \"{{e\", f: 1}}", &[]);
}
