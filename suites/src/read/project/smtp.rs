//! How mail is sent.

use crate::diagnostics::Code;
use crate::language::{Smtp, SmtpLogin, SmtpRoute, SmtpTls};
use crate::read::keys::{SMTP, SMTP_ROUTE};
use crate::read::{Fields, Reader};
use crate::yaml::Node;

impl Reader<'_> {
    /// `smtp`
    pub(super) fn smtp(&mut self, node: &Node) -> Option<Smtp> {
        let fields = self.fields(node, &SMTP)?;
        let from = fields.get("from").and_then(|node| self.mailbox(node));
        let written = fields.get("routes")?;
        let Some(items) = written.items() else {
            self.expected("a list of servers", written);
            return None;
        };
        if items.is_empty() {
            let help = "add `{ host: smtp.example.com }`";
            self.mistake(Code::E211, written.span, "`routes` must not be empty".to_owned(), help);
        }
        let routes = items.iter().filter_map(|item| self.smtp_route(item)).collect();
        Some(Smtp { from: from?, routes, span: node.span })
    }

    fn smtp_route(&mut self, node: &Node) -> Option<SmtpRoute> {
        let fields = self.fields(node, &SMTP_ROUTE)?;
        let host = fields.get("host").and_then(|node| self.some_text(node, "`host`"));
        let tls =
            fields.get("tls").and_then(|node| self.word_of(node, SmtpTls::ALL, SmtpTls::as_str));
        let tls = tls.unwrap_or(SmtpTls::Starttls);
        let port = fields.get("port").and_then(|node| self.port(node));
        let login = self.smtp_login(fields);
        let usual = match tls {
            SmtpTls::Starttls => 587,
            SmtpTls::Implicit => 465,
            SmtpTls::None => 25,
        };
        let host = host?;
        let is_address = host.value.parse::<std::net::IpAddr>().is_ok();
        if !is_address && host.value.contains(['/', ':', ' ', '@']) {
            let message = format!("`{}` is no host", host.value);
            let help = "write its name alone: `smtp.example.com`; its port is `port`";
            self.mistake(Code::E212, host.span, message, help);
            return None;
        }
        Some(SmtpRoute { host, port: port.unwrap_or(usual), tls, login, span: fields.span })
    }

    /// `username` and `password`: both, or none.
    fn smtp_login(&mut self, fields: Fields<'_>) -> Option<SmtpLogin> {
        let username = fields.get("username").and_then(|node| self.text_template(node));
        let password = self.secret_at(fields, "password");
        match (fields.entry("username"), fields.entry("password")) {
            (Some(name), None) => {
                self.lacks(name.key.span, "`username`", "password", "{{secret.NAME}}");
            }
            (None, Some(password)) => {
                self.lacks(password.key.span, "`password`", "username", "tripline");
            }
            (Some(_), Some(_)) | (None, None) => {}
        }
        Some(SmtpLogin { username: username?, password: password? })
    }

    fn port(&mut self, node: &Node) -> Option<u16> {
        let port = self.integer(node, 1)?;
        let fits = u16::try_from(port).ok();
        if fits.is_none() {
            let message = format!("{port} is no port");
            self.mistake(Code::E212, node.span, message, "ports end at 65535");
        }
        fits
    }
}
