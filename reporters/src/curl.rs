//! A request as a command line that sends it again.

use runner_model::SentRequest;

/// Set by curl itself, or wrong the second time.
const LEFT_OUT: &[&str] = &["content-length", "host", "accept-encoding", "traceparent"];

/// `curl -X POST 'https://…' -H 'accept: …' --data-raw '…'`, for a POSIX shell. What is masked in the
/// request is masked here.
pub fn curl(request: &SentRequest) -> String {
    let mut command = "curl".to_owned();
    let has_body = request.body.is_some();
    let usual = if has_body { "POST" } else { "GET" };
    if request.method != usual {
        command.push_str(&format!(" -X {}", quoted(&request.method)));
    }
    command.push_str(&format!(" {}", quoted(&request.url)));
    for header in &request.headers {
        if !LEFT_OUT.contains(&header.name.as_str()) {
            command.push_str(&format!(
                " \\\n  -H {}",
                quoted(&format!("{}: {}", header.name, header.value))
            ));
        }
    }
    if let Some(body) = request.body.as_ref().filter(|body| !body.binary) {
        command.push_str(&format!(" \\\n  --data-raw {}", quoted(&body.text)));
    }
    command
}

/// As one word of a shell, whatever it holds.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@%+,".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use runner_model::{Body, Header};

    use super::*;

    fn header(name: &str, value: &str) -> Header {
        Header { name: name.to_owned(), value: value.to_owned() }
    }

    #[test]
    fn a_request_is_sent_again() {
        let request = SentRequest {
            method: "PUT".to_owned(),
            url: "https://shop.example.com/a?b=1&c=2".to_owned(),
            headers: vec![header("host", "shop"), header("content-type", "application/json")],
            body: Some(Body::of(br#"{"it's": 1}"#)),
            trace: None,
        };
        insta::assert_snapshot!(curl(&request), @r#"
        curl -X PUT 'https://shop.example.com/a?b=1&c=2' \
          -H 'content-type: application/json' \
          --data-raw '{"it'\''s": 1}'
        "#);
    }
}
