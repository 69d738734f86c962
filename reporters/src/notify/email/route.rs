//! A server that takes mail, and the conversation with it.

use std::net::IpAddr;
use std::sync::OnceLock;
use std::time::Duration;

use lettre::Address;
use lettre::message::Mailbox;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{
    AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters,
};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use runner_model::human;
use tokio::net::TcpStream;

use super::gate::Gate;
use super::letter::Letter;
use crate::notify::channel_config::{SmtpLogin, SmtpRoute, SmtpTls};
use crate::notify::notifier::UnusableChannel;
use crate::notify::said::within;
use crate::notify::send_error::SendError;

/// How much of an answer is shown, in columns.
const SHOWN: usize = 200;

/// How long a farewell may take: the mail is gone already.
const FAREWELL: Duration = Duration::from_millis(500);

/// A server, ready to be asked.
pub(super) struct Route {
    config: SmtpRoute,
    hello: ClientId,
    /// Made when it is first needed: it loads the machine's certificates.
    tls: OnceLock<TlsParameters>,
}

impl std::fmt::Debug for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.config.fmt(f)
    }
}

impl Route {
    /// Nothing is opened yet.
    pub(super) fn of(config: &SmtpRoute, from: &Mailbox) -> Result<Self, UnusableChannel> {
        let host = &config.host;
        if config.tls == SmtpTls::None && !is_this_machine(host) {
            return Err(UnusableChannel::new(format!(
                "`tls: none` would send mail to `{host}` readable for everybody on the way: use \
                 `starttls` or `implicit`"
            )));
        }
        let domain = from.email.domain();
        let hello = if domain.is_ascii() {
            ClientId::Domain(domain.to_owned())
        } else {
            ClientId::default()
        };
        Ok(Self { config: config.clone(), hello, tls: OnceLock::new() })
    }

    /// Hands it a letter, within `limit`. What it said at the end.
    pub(super) async fn take(&self, letter: &Letter, limit: Duration) -> Result<String, SendError> {
        let server = format!("{}:{}", self.config.host, self.config.port);
        match tokio::time::timeout(limit, self.talk(letter)).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => Err(error.map_cause(|cause| format!("{server} {cause}"))),
            Err(_) => {
                let limit = human::duration(limit);
                Err(SendError::later(format!("{server} did not take the mail within {limit}")))
            }
        }
    }

    async fn talk(&self, letter: &Letter) -> Result<String, SendError> {
        let mut server = self.connected().await?;
        if let Some(SmtpLogin { username, password }) = &self.config.login {
            let credentials = Credentials::new(username.clone(), password.expose().clone());
            server
                .auth(&[Mechanism::Plain, Mechanism::Login], &credentials)
                .await
                .map_err(|error| told("refused the log-in", &error))?;
        }
        let answer = hand_over(&mut server, letter).await?;
        // It has the letter; whether it says goodbye is of no interest.
        let _ = tokio::time::timeout(FAREWELL, server.quit()).await;
        Ok(answer)
    }

    /// Greeted, and encrypted if it is to be.
    async fn connected(&self) -> Result<AsyncSmtpConnection, SendError> {
        let SmtpRoute { host, port, tls, .. } = &self.config;
        let greeted = |error: Error| told("does not greet as a mail server does", &error);
        if *tls == SmtpTls::Implicit {
            let parameters = self.tls_parameters()?;
            return AsyncSmtpConnection::connect_tokio1(
                (host.as_str(), *port),
                None,
                &self.hello,
                Some(parameters),
                None,
            )
            .await
            .map_err(greeted);
        }
        let socket = TcpStream::connect((host.as_str(), *port))
            .await
            .map_err(|error| SendError::later(format!("cannot be reached: {error}")))?;
        let gate = Box::new(Gate::before(socket));
        let mut server = AsyncSmtpConnection::connect_with_transport(gate, &self.hello)
            .await
            .map_err(greeted)?;
        if *tls == SmtpTls::StartTls {
            if !server.can_starttls() {
                return Err(SendError::later(
                    "does not offer STARTTLS, and nothing is sent without it (`tls: implicit` if \
                     it is encrypted from the start)",
                ));
            }
            server
                .starttls(self.tls_parameters()?, &self.hello)
                .await
                .map_err(|error| told("did not get as far as an encrypted connection", &error))?;
        }
        Ok(server)
    }

    fn tls_parameters(&self) -> Result<TlsParameters, SendError> {
        if let Some(made) = self.tls.get() {
            return Ok(made.clone());
        }
        let unusable = |error: &dyn std::fmt::Display| {
            SendError::never(format!("cannot be reached with TLS: {error}"))
        };
        let bare = rustls_native_certs::load_native_certs().certs.is_empty();
        // A bare container: Mozilla's list, as it was when this was built.
        let store = if bare { CertificateStore::WebpkiRoots } else { CertificateStore::Default };
        let mut builder = TlsParameters::builder(self.config.host.clone()).certificate_store(store);
        if let Some(ca) = &self.config.ca {
            let ca = Certificate::from_pem(ca.as_bytes()).map_err(|error| unusable(&error))?;
            builder = builder.add_root_certificate(ca);
        }
        let made = builder.build().map_err(|error| unusable(&error))?;
        Ok(self.tls.get_or_init(|| made).clone())
    }
}

/// Says whom it is from and for, then hands it over. People whom the server does not know do not
/// keep the others from getting it.
async fn hand_over(server: &mut AsyncSmtpConnection, letter: &Letter) -> Result<String, SendError> {
    let envelope = &letter.envelope;
    let mut options = Vec::new();
    let foreign = |address: &Address| !address.to_string().is_ascii();
    if envelope.to().iter().chain(envelope.from()).any(foreign) {
        if !server.server_info().supports_feature(Extension::SmtpUtfEight) {
            return Err(SendError::never("does not take addresses that are not ASCII"));
        }
        options.push(MailParameter::SmtpUtfEight);
    }
    let sender = Mail::new(envelope.from().cloned(), options);
    server.command(sender).await.map_err(|error| told("refused the sender", &error))?;
    let mut refused: Vec<String> = Vec::new();
    for to in envelope.to() {
        match server.command(Rcpt::new(to.clone(), Vec::new())).await {
            Ok(_) => {}
            Err(error) if error.is_permanent() => refused.push(format!("{to} ({})", said(&error))),
            Err(error) => return Err(told("put the mail off", &error)),
        }
    }
    let all_refused = refused.len() == envelope.to().len();
    let refused = refused.join(", ");
    if all_refused {
        return Err(SendError::never(format!("refused {refused}")));
    }
    server.command(Data).await.map_err(|error| told("refused the mail", &error))?;
    let answer =
        server.message(&letter.bytes).await.map_err(|error| told("refused the mail", &error))?;
    let lines: Vec<&str> = answer.message().collect();
    let answer = within(&format!("{} {}", answer.code(), lines.join(" ")), SHOWN);
    Ok(if refused.is_empty() { answer } else { format!("{answer}; refused {refused}") })
}

/// What went wrong at which stage. Only what a server says for good is for good.
fn told(stage: &str, error: &Error) -> SendError {
    let cause = format!("{stage}: {}", said(error));
    if error.is_permanent() { SendError::never(cause) } else { SendError::later(cause) }
}

/// `550 no such user`
fn said(error: &Error) -> String {
    let text = std::error::Error::source(error).map_or_else(|| error.to_string(), text_of);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = match text.as_str() {
        "incomplete response" => "the connection ended before there was an answer",
        text => text,
    };
    match error.status() {
        Some(code) => within(&format!("{code} {text}"), SHOWN),
        None => within(text, SHOWN),
    }
}

fn text_of(error: &(dyn std::error::Error + 'static)) -> String {
    error.to_string()
}

fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.eq_ignore_ascii_case("localhost")
        || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}
