use handlebars::Handlebars;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::language::{Helper, Key, VarPath};
use crate::source::SourceFile;

/// Reads the scalar that stands at `raw` in a file; `text` is what YAML makes of it.
fn read(raw: &str, text: &str) -> (Template, Vec<String>, Sources) {
    let mut sources = Sources::default();
    let file = format!("get: {raw}\n");
    let id = sources.add(SourceFile {
        path: "/p/a.trip.yaml".into(),
        name: "a.trip.yaml".into(),
        text: file.into(),
    });
    let span = Span { file: id, start: 5, end: 5 + u32::try_from(raw.len()).unwrap() };
    let mut diagnostics = Vec::new();
    let template = Reader::new(&sources, &mut diagnostics).template(text, span);
    let told = diagnostics
        .into_iter()
        .map(|d| format!("{} {}: {}", d.code, d.message, d.help.unwrap_or_default()))
        .collect();
    (template, told, sources)
}

fn plain(text: &str) -> Template {
    let (template, told, _) = read(text, text);
    assert_eq!(told, Vec::<String>::new());
    template
}

fn mistake(text: &str) -> String {
    let (_, told, _) = read(text, text);
    assert_eq!(told.len(), 1, "{text}: {told:?}");
    told.into_iter().next().unwrap()
}

fn places(template: &Template, sources: &Sources) -> Vec<String> {
    template.exprs().map(|expr| sources.text(expr.span).to_owned()).collect()
}

#[test]
fn text_and_expressions_take_turns() {
    let template = plain("/a/{{id}}/b/{{order.lines.[0].sku}}?x");
    let texts: Vec<&str> = template
        .pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::Text(text) => Some(text.as_str()),
            Piece::Expr(_) => None,
        })
        .collect();
    assert_eq!(texts, ["/a/", "/b/", "?x"]);
    let paths: Vec<String> =
        template.exprs().flat_map(|e| e.value.variables()).map(ToString::to_string).collect();
    assert_eq!(paths, ["id", "order.lines.[0].sku"]);
}

#[test]
fn a_lone_name_is_a_helper_when_there_is_one() {
    let call = |helper| Expr::Call { helper, args: Vec::new(), named: Vec::new() };
    assert_eq!(plain("{{uuid}}").lone().unwrap().value, call(Helper::Uuid));
    let nested = plain("{{upper uuid}}").lone().unwrap().value.clone();
    assert_eq!(
        nested,
        Expr::Call { helper: Helper::Upper, args: vec![call(Helper::Uuid)], named: Vec::new() }
    );
}

#[test]
fn arguments_are_literals_names_and_calls() {
    let template = plain(r#"{{hmac_sha256 (base64 request.body) secret.key encoding="base64"}}"#);
    let path = |root: &str, key: &str| {
        Expr::Var(VarPath { root: root.into(), rest: vec![Key::Name(key.into())] })
    };
    let inner = Expr::Call {
        helper: Helper::Base64,
        args: vec![path("request", "body")],
        named: Vec::new(),
    };
    assert_eq!(
        template.lone().unwrap().value,
        Expr::Call {
            helper: Helper::HmacSha256,
            args: vec![inner, path("secret", "key")],
            named: vec![("encoding".into(), Expr::Literal(json!("base64")))],
        }
    );
    let default = plain("{{default x 'it}}s'}}");
    assert!(matches!(&default.lone().unwrap().value, Expr::Call { args, .. }
        if args[1] == Expr::Literal(json!("it}}s"))));
}

#[test]
fn a_backslash_makes_braces_text() {
    assert_eq!(plain(r"\{{not a template}}").literal(), Some("{{not a template}}"));
    let template = plain(r"a\\{{x}}");
    assert_eq!(template.pieces[0], Piece::Text(r"a\".into()));
    assert_eq!(template.exprs().count(), 1);
}

#[test]
fn braces_of_json_may_touch_those_of_an_expression() {
    let template = plain(r#"{"a":{"b":{{x}}}}"#);
    assert_eq!(template.pieces[2], Piece::Text("}}".into()));
}

#[test]
fn expressions_have_exact_places() {
    for (raw, text) in [
        ("a {{x}} b {{y}}", "a {{x}} b {{y}}"),
        ("\"é {{x}} b {{y}}\"", "é {{x}} b {{y}}"),
        ("'{{x}}{{y}}'", "{{x}}{{y}}"),
        ("\"\\t{{x}}\\n {{y}}\"", "\t{{x}}\n {{y}}"),
        ("|\n  {{x}}\n  {{y}}\n", "{{x}}\n{{y}}\n"),
    ] {
        let (template, told, sources) = read(raw, text);
        assert_eq!(told, Vec::<String>::new());
        assert_eq!(places(&template, &sources), ["{{x}}", "{{y}}"], "{raw}");
    }
}

#[test]
fn an_expression_changed_by_escapes_is_placed_at_the_whole_text() {
    let (template, _, sources) = read(r#""{{upper \"a\"}}""#, r#"{{upper "a"}}"#);
    assert_eq!(places(&template, &sources), [r#""{{upper \"a\"}}""#]);
}

#[test]
fn handlebars_that_suites_do_not_have_is_named() {
    insta::assert_snapshot!(
        [
            "{{lines[0]}}",
            "{{lines.0}}",
            "{{{x}}}",
            "{{&x}}",
            "{{#if x}}",
            "{{/if}}",
            "{{else}}",
            "{{elsewhere}}",
            "{{> header}}",
            "{{! note }}",
            "{{~x~}}",
            "{{../x}}",
            "{{this}}",
            "{{this.id}}",
            "{{@index}}",
            "{{}}",
            "{{ x",
            "{{a/b}}",
            "{{5}}",
            "{{true}}",
            "{{lookup a b}}",
            "{{eq a b}}",
            "{{a + b}}",
            "{{name | upper}}",
            "{{upper(name, 5)}}",
            "{{$guid}}",
            "{{$.id}}",
            "{{now offset=“-2d”}}",
            "{{\"x\"}}",
            "{{a b=}}",
        ]
        .map(mistake)
        .join("\n")
    );
}

#[test]
fn helpers_have_signatures() {
    insta::assert_snapshot!(
        [
            "{{uper name}}",
            "{{uppercase name}}",
            "{{first name}}",
            "{{upper}}",
            "{{random_int 1}}",
            "{{random_int 5 1}}",
            "{{random_int \"a\" 2}}",
            "{{uuid 4}}",
            "{{now ofset=\"-2d\"}}",
            "{{now \"-2d\"}}",
            "{{now offset=\"-2\"}}",
            "{{now format=\"%!\"}}",
            "{{timestamp unit=\"us\"}}",
            "{{fake \"nmae\"}}",
            "{{hmac_sha256 a b encoding=\"bin\"}}",
            "{{uuid.x}}",
            "{{file \"nothing.txt\"}}",
            "{{file 5}}",
            "{{sha256 null}}",
        ]
        .map(mistake)
        .join("\n")
    );
}

#[test]
fn one_mistake_does_not_hide_the_next() {
    let (template, told, _) = read("{{a[0]}} {{b c}}", "{{a[0]}} {{b c}}");
    assert_eq!(told.len(), 2);
    assert_eq!(template.exprs().count(), 2);
}

/// What Handlebars itself makes of the text when every name is unknown.
fn rendered(text: &str) -> Option<String> {
    let mut handlebars = Handlebars::new();
    handlebars.register_escape_fn(handlebars::no_escape);
    handlebars.render_template(text, &Value::Null).ok()
}

proptest! {
    #[test]
    fn text_is_cut_as_handlebars_cuts_it(text in r"([a\\\\ ]|\{\{x\}\}|\{\{|\}|'|é){0,8}") {
        let (template, told, _) = read(&text, &text);
        if told.is_empty() {
            let ours: String = template
                .pieces
                .iter()
                .filter_map(|piece| match piece {
                    Piece::Text(text) => Some(text.as_str()),
                    Piece::Expr(_) => None,
                })
                .collect();
            prop_assert_eq!(Some(ours), rendered(&text));
        }
    }

    #[test]
    fn a_plain_name_is_what_handlebars_makes_of_it(name in "(else|this|true|[a-z_]{1,3})(\\.(else|this|[a-z_0-9]{1,3})){0,2}") {
        // As an argument it takes the long way, through the parser.
        let long = format!("{{{{default {name} 1}}}}");
        let (long, told, _) = read(&long, &long);
        let short = format!("{{{{{name}}}}}");
        let (short, short_told, _) = read(&short, &short);
        if told.is_empty() && short_told.is_empty() {
            let long = long.lone().unwrap().value.variables().into_iter().cloned().collect::<Vec<_>>();
            let short = short.lone().unwrap().value.variables().into_iter().cloned().collect::<Vec<_>>();
            prop_assert_eq!(long, short);
        }
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in r#"([a-z.\[\]()\\"'=|#/>~!&@$ 0-9-]|\{\{|\}\}|é|else|this){0,20}"#) {
        read(&text, &text);
        read(&format!("\"{text}\""), &text);
    }
}
