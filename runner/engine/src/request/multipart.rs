//! multipart/form-data (RFC 7578).

use std::path::Path;

use suites::{Part, PartContent};

use super::headers::{line, span_of, texts};
use super::payload::{Filled, read};
use super::{Fault, Here};
use crate::fill::Filler;

/// Fills the parts of a body. The boundary comes from the seed: a rerun sends the same bytes.
pub(super) fn multipart(parts: &[Part], filler: &Filler<'_>) -> Result<Filled, Fault> {
    let boundary = format!("tripline-{:016x}{:016x}", filler.seed.bits(0), filler.seed.bits(1));
    let mut bytes = Vec::new();
    for part in parts {
        for content in contents(part, filler)? {
            bytes.extend_from_slice(head(part, &boundary, filler)?.as_bytes());
            bytes.extend_from_slice(&content);
            bytes.extend_from_slice(b"\r\n");
        }
    }
    bytes.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    let content_type = Some(format!("multipart/form-data; boundary={boundary}"));
    Ok(Filled { bytes: bytes.into(), content_type })
}

/// What a part holds; several when it is a list, none when it is null.
fn contents(part: &Part, filler: &Filler<'_>) -> Result<Vec<Vec<u8>>, Fault> {
    match &part.content {
        PartContent::File(file) => Ok(vec![read(file)?.to_vec()]),
        PartContent::Json(value) => {
            let span = span_of(value).unwrap_or(part.field.span);
            Ok(vec![filler.value(value).here(span)?.to_string().into_bytes()])
        }
        PartContent::Text(value) => {
            let span = span_of(value).unwrap_or(part.field.span);
            let texts = texts(&filler.value(value).here(span)?).here(span)?;
            Ok(texts.into_iter().map(String::into_bytes).collect())
        }
    }
}

fn head(part: &Part, boundary: &str, filler: &Filler<'_>) -> Result<String, Fault> {
    let mut head = format!(
        "--{boundary}\r\ncontent-disposition: form-data; name=\"{}\"",
        quoted(&part.field.value)
    );
    let (file_name, kind) = match &part.content {
        PartContent::File(file) => (
            file.path.file_name().map(|name| name.to_string_lossy().into_owned()),
            Some(media_type(&file.path)),
        ),
        PartContent::Json(_) => (None, Some("application/json")),
        PartContent::Text(_) => (None, None),
    };
    let file_name = match &part.file_name {
        Some(template) => Some(filler.text(template).here(template.span)?),
        None => file_name,
    };
    if let Some(name) = file_name {
        head.push_str(&format!("; filename=\"{}\"", quoted(&name)));
    }
    if let Some(kind) = part.content_type.as_deref().or(kind) {
        let kind = line("content-type", kind.to_owned()).here(part.field.span)?;
        head.push_str(&format!("\r\ncontent-type: {kind}"));
    }
    head.push_str("\r\n\r\n");
    Ok(head)
}

/// Escaped as browsers do (WHATWG HTML, multipart/form-data encoding algorithm).
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// The media type of common file names; a part can say another with `type`.
fn media_type(path: &Path) -> &'static str {
    let extension = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase());
    match extension.as_deref() {
        Some("json") => "application/json",
        Some("csv") => "text/csv",
        Some("txt" | "log") => "text/plain; charset=utf-8",
        Some("html" | "htm") => "text/html; charset=utf-8",
        Some("xml") => "application/xml",
        Some("yaml" | "yml") => "application/yaml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("gif") => "image/gif",
        Some("webp") => "image/webp",
        Some("svg") => "image/svg+xml",
        Some("pdf") => "application/pdf",
        Some("zip") => "application/zip",
        _ => "application/octet-stream",
    }
}
