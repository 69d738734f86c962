//! The mail server.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

use super::dialogue::{Dialogue, Ending};
use super::lie::SmtpLie;
use super::mail::Mail;
use crate::background::Background;
use crate::seen::{Seen, Visitors};
use crate::tls::Tls;

/// How the way to a mail server is encrypted.
pub enum SmtpWay {
    /// Not at all, and TLS is not offered.
    Plain,
    /// `STARTTLS` is offered, and no mail taken without it.
    StartTls(Tls),
    /// TLS from the first byte on.
    Implicit(Tls),
}

/// A mail server on a free port of 127.0.0.1. Dropping it ends its thread and every connection.
///
/// ```
/// use runner_testkit::{Smtp, SmtpLie, SmtpWay};
///
/// let smtp = Smtp::start(SmtpWay::Plain);
/// smtp.next([SmtpLie::Greylist]);
/// assert!(smtp.mails().is_empty() && smtp.port() > 0);
/// ```
pub struct Smtp {
    background: Background,
    office: Arc<Office>,
}

/// What the connections of a server share.
#[derive(Default)]
pub(super) struct Office {
    pub(super) seen: Seen<Mail>,
    pub(super) login: Mutex<Option<(String, String)>>,
    lies: Mutex<VecDeque<SmtpLie>>,
    visitors: Arc<Visitors>,
}

/// How connections begin.
#[derive(Clone)]
enum Beginning {
    Plain,
    StartTls(TlsAcceptor),
    Implicit(TlsAcceptor),
}

impl Smtp {
    /// Takes mail from everybody for everybody.
    #[must_use]
    pub fn start(way: SmtpWay) -> Self {
        let beginning = match way {
            SmtpWay::Plain => Beginning::Plain,
            SmtpWay::StartTls(tls) => Beginning::StartTls(tls.acceptor()),
            SmtpWay::Implicit(tls) => Beginning::Implicit(tls.acceptor()),
        };
        let office = Arc::new(Office::default());
        let inside = Arc::clone(&office);
        let background = Background::listen(move |socket| {
            let (office, beginning) = (Arc::clone(&inside), beginning.clone());
            tokio::spawn(async move {
                // A connection that breaks is the client's to notice.
                let _ = serve(socket, &office, beginning).await;
            });
        });
        Self { background, office }
    }

    /// From now on takes mail only from this user (`AUTH PLAIN`, `AUTH LOGIN`).
    pub fn require_login(&self, user: &str, password: &str) -> &Self {
        *self.office.login.lock().expect("nothing panics while it holds the login") =
            Some((user.to_owned(), password.to_owned()));
        self
    }

    /// Misbehaves on the next connections, in turn; then behaves.
    pub fn next(&self, lies: impl IntoIterator<Item = SmtpLie>) -> &Self {
        self.office.lies.lock().expect("nothing panics while it holds the lies").extend(lies);
        self
    }

    /// The port it listens on.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.background.addr().port()
    }

    /// Every mail it took so far, in order.
    #[must_use]
    pub fn mails(&self) -> Vec<Mail> {
        self.office.seen.all()
    }

    /// Every mail so far, as soon as there are `count`, or after `patience`.
    #[must_use]
    pub fn wait_mails(&self, count: usize, patience: Duration) -> Vec<Mail> {
        self.office.seen.at_least(count, patience)
    }

    /// How many connections were accepted so far.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.office.visitors.came()
    }
}

async fn serve(
    mut socket: TcpStream,
    office: &Office,
    beginning: Beginning,
) -> std::io::Result<()> {
    let visit = office.visitors.enter();
    let lie = office.lies.lock().expect("nothing panics while it holds the lies").pop_front();
    let mut dialogue = Dialogue::new(office, lie, visit.number);
    match beginning {
        Beginning::Plain => {
            dialogue.greet_and_serve(&mut socket).await?;
        }
        Beginning::Implicit(acceptor) => {
            let mut link = acceptor.accept(socket).await?;
            dialogue.encrypted = true;
            dialogue.greet_and_serve(&mut link).await?;
        }
        Beginning::StartTls(acceptor) => {
            dialogue.offers_tls = true;
            if dialogue.greet_and_serve(&mut socket).await? == Ending::Encrypt {
                let mut link = acceptor.accept(socket).await?;
                dialogue.encrypted = true;
                dialogue.serve(&mut link).await?;
            }
        }
    }
    Ok(())
}
