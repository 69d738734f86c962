//! How requests identify themselves.

use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Auth, CredentialPlace, Setting};
use crate::read::keys::{API_KEY, AUTH, BASIC};
use crate::read::{Fields, Reader};
use crate::source::Spanned;
use crate::yaml::Node;

impl Reader<'_> {
    /// The `auth` of a map.
    pub(crate) fn auth_setting(&mut self, fields: Fields<'_>) -> Setting<Spanned<Auth>> {
        self.setting(fields, "auth", |reader, node| {
            Some(Spanned::new(reader.auth(node)?, node.span))
        })
    }

    fn auth(&mut self, node: &Node) -> Option<Auth> {
        if let Some(scalar) = node.scalar() {
            if scalar.text == "none" {
                return Some(Auth::None);
            }
            let mistake = self.wrong_type("`none` or a map", node);
            self.report(match scalar.text.split_once(' ') {
                Some(("Bearer" | "bearer", token)) => {
                    mistake.help(format!("write `auth: {{ bearer: {} }}`", quoted(token)))
                }
                _ => {
                    mistake.help("write `auth: { bearer: … }`, `{ basic: … }` or `{ api_key: … }`")
                }
            });
            return None;
        }
        let before = self.mistakes();
        let fields = self.fields(node, &AUTH)?;
        let kinds: Vec<_> = fields.of(AUTH.groups[0]).collect();
        if let [first, second, ..] = kinds.as_slice() {
            self.report(
                Diagnostic::new(
                    Code::E209,
                    second.key.span,
                    format!("`{}` and `{}` exclude each other", first.key.value, second.key.value),
                )
                .related(first.key.span, "the first")
                .help("a request identifies itself in one way: leave one out"),
            );
            return None;
        }
        let Some(kind) = kinds.first() else {
            if self.mistakes() == before {
                let message = "`auth` needs to say how".to_owned();
                let help = "write `bearer`, `basic` or `api_key` in it, or `auth: none`";
                self.mistake(Code::E208, fields.span, message, help);
            }
            return None;
        };
        match kind.key.value.as_str() {
            "bearer" => Some(Auth::Bearer(self.text_template(&kind.value)?)),
            "basic" => self.basic(&kind.value),
            "api_key" => self.api_key(&kind.value),
            _ => None,
        }
    }

    fn basic(&mut self, node: &Node) -> Option<Auth> {
        let fields = self.fields(node, &BASIC)?;
        let username = fields.get("username").and_then(|node| self.text_template(node));
        let password = fields.get("password").and_then(|node| self.text_template(node));
        Some(Auth::Basic { username: username?, password: password? })
    }

    fn api_key(&mut self, node: &Node) -> Option<Auth> {
        let fields = self.fields(node, &API_KEY)?;
        let value = fields.get("value").and_then(|node| self.text_template(node));
        let (place, name) = match (fields.entry("header"), fields.entry("query")) {
            (Some(header), None) => {
                let name = self.some_text(&header.value, "the header's name")?;
                (CredentialPlace::Header, self.header_name(&name.value, name.span)?)
            }
            (None, Some(query)) => (
                CredentialPlace::Query,
                self.some_text(&query.value, "the parameter's name")?.value,
            ),
            (Some(header), Some(query)) => {
                self.report(
                    Diagnostic::new(
                        Code::E209,
                        query.key.span,
                        "`header` and `query` exclude each other",
                    )
                    .related(header.key.span, "the first")
                    .help("the key goes to one place: leave one out"),
                );
                return None;
            }
            (None, None) => {
                let message = "`api_key` needs `header` or `query`".to_owned();
                let help = "say where the key goes: `header: x-api-key`, or `query: key`";
                self.mistake(Code::E208, fields.span, message, help);
                return None;
            }
        };
        Some(Auth::ApiKey { place, name, value: value? })
    }
}

fn quoted(token: &str) -> String {
    if token.contains("{{") { format!("\"{token}\"") } else { token.to_owned() }
}
