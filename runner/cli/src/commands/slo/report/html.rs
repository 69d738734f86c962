//! A month as a page of its own.

use std::fmt::Write as _;

use super::sheet::{Sheet, Table};

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:75rem;\
padding:0 1rem;color:#1a1a1a;background:#fff}table{border-collapse:collapse;width:100%}th,td{\
text-align:left;padding:.4rem .8rem .4rem 0;border-bottom:1px solid #ddd;\
font-variant-numeric:tabular-nums}th{font-weight:600}";

/// A month as a page of its own.
pub(super) fn html(sheet: &Sheet) -> String {
    let title = escaped(&sheet.title);
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
    );
    for remark in &sheet.remarks {
        push(&mut page, format_args!("<p>{}</p>\n", escaped(remark)));
    }
    for Table { title, columns, rows } in &sheet.tables {
        push(&mut page, format_args!("<h2>{title}</h2>\n<table>\n<thead>\n<tr>"));
        for column in *columns {
            push(&mut page, format_args!("<th scope=\"col\">{column}</th>"));
        }
        page.push_str("</tr>\n</thead>\n<tbody>\n");
        for row in rows {
            page.push_str("<tr>");
            for cell in row {
                push(&mut page, format_args!("<td>{}</td>", escaped(cell)));
            }
            page.push_str("</tr>\n");
        }
        page.push_str("</tbody>\n</table>\n");
    }
    if !sheet.corrections.is_empty() {
        page.push_str("<h2>Corrections</h2>\n<ul>\n");
        for correction in &sheet.corrections {
            push(&mut page, format_args!("<li>{}</li>\n", escaped(correction)));
        }
        page.push_str("</ul>\n");
    }
    page.push_str("</body>\n</html>\n");
    page
}

fn push(page: &mut String, part: std::fmt::Arguments<'_>) {
    page.write_fmt(part).expect("writing to a String cannot fail");
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
