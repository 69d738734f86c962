//! What a mail server and a client say to each other (RFC 5321, 3207, 4954).

use std::io;
use std::ops::ControlFlow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::lie::SmtpLie;
use super::mail::Mail;
use super::server::Office;
use crate::act;
use crate::link::Link;

/// No message is longer.
const MOST: usize = 1 << 24;

/// How a dialogue ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// Somebody left.
    Over,
    /// It goes on over TLS.
    Encrypt,
}

/// One connection's state.
pub(super) struct Dialogue<'a> {
    office: &'a Office,
    lie: Option<SmtpLie>,
    connection: usize,
    /// `STARTTLS` is offered, and needed.
    pub(super) offers_tls: bool,
    pub(super) encrypted: bool,
    user: Option<String>,
    from: Option<String>,
    to: Vec<String>,
    /// Read, not looked at yet.
    held: Vec<u8>,
}

impl<'a> Dialogue<'a> {
    /// Nothing was said yet.
    pub(super) fn new(office: &'a Office, lie: Option<SmtpLie>, connection: usize) -> Self {
        Self {
            office,
            lie,
            connection,
            offers_tls: false,
            encrypted: false,
            user: None,
            from: None,
            to: Vec::new(),
            held: Vec::new(),
        }
    }

    /// From the greeting on.
    pub(super) async fn greet_and_serve(&mut self, link: &mut dyn Link) -> io::Result<Ending> {
        match &self.lie {
            Some(SmtpLie::Busy) => {
                say(link, "421 too busy, come back later").await?;
                act::close(link).await;
                return Ok(Ending::Over);
            }
            Some(SmtpLie::Hang) => {
                hang(link).await?;
                return Ok(Ending::Over);
            }
            Some(SmtpLie::CloseAtOnce) => {
                act::close(link).await;
                return Ok(Ending::Over);
            }
            Some(SmtpLie::EndlessGreeting) => loop {
                link.write_all(&[b'x'; 4096]).await?;
            },
            Some(
                SmtpLie::HangAfterMessage
                | SmtpLie::CloseAfterMessage
                | SmtpLie::Greylist
                | SmtpLie::Unknown(_)
                | SmtpLie::RefuseMessage
                | SmtpLie::InjectAfterStartTls,
            )
            | None => say(link, "220 testkit ESMTP").await?,
        }
        self.serve(link).await
    }

    /// Command after command.
    pub(super) async fn serve(&mut self, link: &mut dyn Link) -> io::Result<Ending> {
        while let Some(line) = self.line(link).await? {
            let (verb, rest) = line.split_once(' ').unwrap_or((&line, ""));
            match verb.to_ascii_uppercase().as_str() {
                "EHLO" | "HELO" => say(link, &self.offer()).await?,
                "STARTTLS" if self.offers_tls && !self.encrypted => {
                    if self.lie == Some(SmtpLie::InjectAfterStartTls) {
                        say(link, "220 go ahead\r\n250-injected\r\n250 AUTH PLAIN").await?;
                    } else {
                        say(link, "220 go ahead").await?;
                    }
                    // What came unencrypted after the command is nobody's word.
                    self.held.clear();
                    return Ok(Ending::Encrypt);
                }
                "NOOP" => say(link, "250 ok").await?,
                "QUIT" => {
                    say(link, "221 bye").await?;
                    act::close(link).await;
                    return Ok(Ending::Over);
                }
                _ if self.offers_tls && !self.encrypted => {
                    say(link, "530 5.7.0 say STARTTLS first").await?;
                }
                "AUTH" => self.log_in(link, rest).await?,
                _ if self.must_log_in() => say(link, "530 5.7.0 log in first").await?,
                "MAIL" => {
                    (self.from, self.to) = (Some(address(rest)), Vec::new());
                    say(link, "250 2.1.0 ok").await?;
                }
                "RCPT" => {
                    let answer = self.recipient(address(rest));
                    say(link, answer).await?;
                }
                "DATA" if self.from.is_none() || self.to.is_empty() => {
                    say(link, "503 5.5.1 nobody to send it to").await?;
                }
                "DATA" => {
                    if self.message(link).await?.is_break() {
                        return Ok(Ending::Over);
                    }
                }
                "RSET" => {
                    (self.from, self.to) = (None, Vec::new());
                    say(link, "250 ok").await?;
                }
                _ => say(link, "502 5.5.2 what?").await?,
            }
        }
        Ok(Ending::Over)
    }

    fn offer(&self) -> String {
        let tls = if self.offers_tls && !self.encrypted { "250-STARTTLS\r\n" } else { "" };
        let login = if self.wanted_login().is_some() { "250-AUTH PLAIN LOGIN\r\n" } else { "" };
        format!("250-testkit\r\n{tls}{login}250-8BITMIME\r\n250 ENHANCEDSTATUSCODES")
    }

    fn wanted_login(&self) -> Option<(String, String)> {
        self.office.login.lock().expect("nothing panics while it holds the login").clone()
    }

    fn must_log_in(&self) -> bool {
        self.wanted_login().is_some() && self.user.is_none()
    }

    async fn log_in(&mut self, link: &mut dyn Link, rest: &str) -> io::Result<()> {
        let (mechanism, initial) = rest.split_once(' ').unwrap_or((rest, ""));
        let (user, password) = if mechanism.eq_ignore_ascii_case("PLAIN") {
            let initial = if initial.is_empty() {
                self.asked(link, "334 ").await?
            } else {
                initial.to_owned()
            };
            let plain = decoded(&initial);
            let mut parts = plain.splitn(3, '\0').skip(1).map(str::to_owned);
            (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
        } else {
            // "Username:" and "Password:", as everybody writes them.
            let user = if initial.is_empty() {
                self.asked(link, "334 VXNlcm5hbWU6").await?
            } else {
                initial.to_owned()
            };
            let password = self.asked(link, "334 UGFzc3dvcmQ6").await?;
            (decoded(&user), decoded(&password))
        };
        if self.wanted_login() == Some((user.clone(), password)) {
            self.user = Some(user);
            say(link, "235 2.7.0 welcome").await
        } else {
            say(link, "535 5.7.8 user name or password is wrong").await
        }
    }

    async fn asked(&mut self, link: &mut dyn Link, challenge: &str) -> io::Result<String> {
        say(link, challenge).await?;
        Ok(self.line(link).await?.unwrap_or_default())
    }

    fn recipient(&mut self, address: String) -> &'static str {
        if self.lie == Some(SmtpLie::Greylist) {
            return "450 4.2.0 greylisted, try again later";
        }
        if self.lie == Some(SmtpLie::Unknown(address.clone())) {
            return "550 5.1.1 no such user";
        }
        self.to.push(address);
        "250 2.1.5 ok"
    }

    /// Breaks when nothing more is to be said.
    async fn message(&mut self, link: &mut dyn Link) -> io::Result<ControlFlow<()>> {
        say(link, "354 go on").await?;
        let mut data = String::new();
        loop {
            let Some(line) = self.line(link).await? else { return Ok(ControlFlow::Break(())) };
            if line == "." {
                break;
            }
            data.push_str(line.strip_prefix('.').unwrap_or(&line));
            data.push_str("\r\n");
        }
        if self.lie == Some(SmtpLie::HangAfterMessage) {
            hang(link).await?;
            return Ok(ControlFlow::Break(()));
        }
        if self.lie == Some(SmtpLie::CloseAfterMessage) {
            act::close(link).await;
            return Ok(ControlFlow::Break(()));
        }
        if self.lie == Some(SmtpLie::RefuseMessage) {
            say(link, "554 5.7.1 this looks like spam").await?;
            return Ok(ControlFlow::Continue(()));
        }
        self.office.seen.push(Mail {
            from: self.from.take().unwrap_or_default(),
            to: std::mem::take(&mut self.to),
            data,
            tls: self.encrypted,
            user: self.user.clone(),
            connection: self.connection,
        });
        say(link, &format!("250 2.0.0 queued as {}", self.connection)).await?;
        Ok(ControlFlow::Continue(()))
    }

    /// The next line, without its end; bytes that are no UTF-8 are replaced.
    async fn line(&mut self, link: &mut dyn Link) -> io::Result<Option<String>> {
        loop {
            if let Some(end) = self.held.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.held.drain(..=end).collect();
                let line = String::from_utf8_lossy(&line).into_owned();
                return Ok(Some(line.trim_end_matches(['\r', '\n']).to_owned()));
            }
            let mut scratch = [0; 4096];
            let count = link.read(&mut scratch).await?;
            if count == 0 || self.held.len() > MOST {
                return Ok(None);
            }
            self.held.extend_from_slice(&scratch[..count]);
        }
    }
}

async fn say(link: &mut dyn Link, text: &str) -> io::Result<()> {
    link.write_all(format!("{text}\r\n").as_bytes()).await?;
    link.flush().await
}

/// Says nothing until the client leaves.
async fn hang(link: &mut dyn Link) -> io::Result<()> {
    let mut scratch = [0; 4096];
    while link.read(&mut scratch).await? > 0 {}
    Ok(())
}

/// What stands between `<` and `>`.
fn address(text: &str) -> String {
    let inner = text.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inner.map(|(inner, _)| inner).unwrap_or_default().to_owned()
}

fn decoded(text: &str) -> String {
    let bytes = STANDARD.decode(text.trim()).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}
