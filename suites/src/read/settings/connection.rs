//! Settings with one value each, and all settings of a level.

use crate::diagnostics::{Code, Diagnostic};
use crate::language::{HttpVersion, ProxySetting, Setting, Settings, Template};
use crate::read::{Fields, Reader};
use crate::yaml::Node;

/// How many redirects `follow_redirects: true` follows.
const REDIRECTS: u32 = 10;

/// Where settings stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// On a step.
    Step,
    /// In the project file: defaults, an environment, one of its services.
    Project,
}

impl Reader<'_> {
    /// All settings that are written in a map. (Of a suite only `headers` and `auth` are: its
    /// `timeout` is that of the whole.)
    pub(crate) fn settings(&mut self, fields: Fields<'_>, level: Level) -> Settings {
        let own = level == Level::Step;
        Settings {
            headers: self.headers(fields),
            auth: self.auth_setting(fields),
            timeout: self.setting(fields, "timeout", Self::positive_duration),
            tls: self.setting(fields, "tls", Self::tls),
            proxy: self.setting(fields, "proxy", Self::proxy),
            retry: self.setting(fields, "retry", |reader, node| reader.retry(node, own)),
            http: self.setting(fields, "http", Self::http_version),
            reuse_connection: self.setting(fields, "connection", |reader, node| {
                reader.word(node, &[("reuse", true), ("new", false)])
            }),
            resolve: self.setting(fields, "resolve", Self::address),
            follow_redirects: self.setting(fields, "follow_redirects", Self::redirects),
            compressed: self.setting(fields, "compressed", Self::boolean),
            max_body: self.setting(fields, "max_body", Self::size),
            user_agent: self.setting(fields, "user_agent", Self::text_template),
            rate_limit: self.setting(fields, "rate_limit", Self::rate),
        }
    }

    /// A setting: `null` removes what was inherited.
    pub(super) fn setting<T>(
        &mut self,
        fields: Fields<'_>,
        key: &str,
        read: impl FnOnce(&mut Self, &Node) -> Option<T>,
    ) -> Setting<T> {
        match fields.get(key) {
            None => Setting::Inherit,
            Some(node) if is_null(node) => Setting::Remove,
            Some(node) => read(self, node).map_or(Setting::Inherit, Setting::Set),
        }
    }

    fn http_version(&mut self, node: &Node) -> Option<HttpVersion> {
        self.word(
            node,
            &[("1.1", HttpVersion::Http1), ("2", HttpVersion::Http2), ("auto", HttpVersion::Auto)],
        )
    }

    fn redirects(&mut self, node: &Node) -> Option<u32> {
        let value = node.scalar().map(crate::yaml::Scalar::value);
        match value.as_ref().and_then(serde_json::Value::as_bool) {
            Some(true) => Some(REDIRECTS),
            Some(false) => Some(0),
            None if value.is_some_and(|value| value.is_number()) => self.integer(node, 0),
            None => {
                self.expected("`true`, `false` or how many", node);
                None
            }
        }
    }

    fn proxy(&mut self, node: &Node) -> Option<ProxySetting> {
        let url = self.text_template(node)?;
        const SCHEMES: [&str; 5] = ["http://", "https://", "socks5://", "socks5h://", "socks4://"];
        if let Some(literal) = url.literal()
            && (!SCHEMES.iter().any(|scheme| literal.starts_with(scheme))
                || url::Url::parse(literal).is_err())
        {
            let message = format!("`{literal}` is not the URL of a proxy");
            let help =
                "write it as in `http://proxy.example.com:3128` or `socks5://localhost:1080`";
            self.mistake(Code::E216, node.span, message, help);
            return None;
        }
        Some(ProxySetting { url })
    }

    /// An address, or address and port.
    fn address(&mut self, node: &Node) -> Option<Template> {
        let address = self.text_template(node)?;
        let Some(literal) = address.literal() else { return Some(address) };
        let bracketed = literal.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        if bracketed.unwrap_or(literal).parse::<std::net::IpAddr>().is_ok() {
            return Some(address);
        }
        let help = if literal.parse::<std::net::SocketAddr>().is_ok() {
            "leave the port out: it stands in the URL"
        } else {
            "write one as in `10.0.0.7` or `fd00::7`"
        };
        let message = format!("`{literal}` is not an IP address");
        self.report(Diagnostic::new(Code::E212, node.span, message).help(help));
        None
    }
}

/// It says `null`.
pub(crate) fn is_null(node: &Node) -> bool {
    node.scalar().is_some_and(|scalar| scalar.value().is_null())
}
