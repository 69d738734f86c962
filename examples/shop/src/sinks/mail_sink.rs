//! A mail server that keeps what comes and delivers nothing.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncBufRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::{JoinHandle, JoinSet};

use super::latest::Latest;
use super::mail::Mail;
use super::smtp::{Conversation, GREETING, LARGEST, Next, TAKEN, TOO_LARGE};
use super::wire::{Line, next_line};
use crate::web::moment;

/// How many may talk at once; others wait.
const CALLERS: usize = 16;

/// How long one may talk. A mail takes milliseconds.
const TALK: Duration = Duration::from_secs(60);

/// How long it waits when the system has no connection left to give.
const BREATH: Duration = Duration::from_millis(50);

/// The longest command, in bytes.
const COMMAND: usize = 2 * 1024;

/// A mail server on loopback that keeps the last 50 mails, for a demo to show. Neither encrypted nor
/// guarded by a password.
///
/// Dropping it closes it, in the middle of a word if need be.
#[derive(Debug)]
pub struct MailSink {
    addr: SocketAddr,
    mails: Latest<Mail>,
    task: JoinHandle<()>,
}

impl MailSink {
    /// Opens it on a port of 127.0.0.1; with 0 the system chooses a free one.
    ///
    /// # Errors
    ///
    /// When the port cannot be had.
    pub async fn start(port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let addr = listener.local_addr()?;
        let mails = Latest::default();
        let task = tokio::spawn(take_calls(listener, mails.clone()));
        Ok(Self { addr, mails, task })
    }

    /// Where it listens.
    #[must_use]
    pub const fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// The last 50 mails, the oldest first.
    #[must_use]
    pub fn mails(&self) -> Vec<Mail> {
        self.mails.all()
    }
}

impl Drop for MailSink {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Talks with everybody who calls. When it is dropped, the talks end, too.
async fn take_calls(listener: TcpListener, mails: Latest<Mail>) {
    let lines = Arc::new(Semaphore::new(CALLERS));
    let mut talks = JoinSet::new();
    loop {
        let line = lines.clone().acquire_owned().await.expect("nobody closes the semaphore");
        while talks.try_join_next().is_some() {}
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(BREATH).await;
            continue;
        };
        let mails = mails.clone();
        talks.spawn(async move {
            // A talk that breaks off or takes too long is over; a mail that was not ended is none.
            let _ = tokio::time::timeout(TALK, talk(stream, mails)).await;
            drop(line);
        });
    }
}

async fn talk(mut stream: TcpStream, mails: Latest<Mail>) -> io::Result<()> {
    let (reader, mut writer) = stream.split();
    let mut reader = BufReader::new(reader);
    let mut conversation = Conversation::default();
    writer.write_all(GREETING.as_bytes()).await?;
    loop {
        let next = match next_line(&mut reader, COMMAND).await? {
            Line::Whole(line) => conversation.hear(Some(&line)),
            Line::TooLong => conversation.hear(None),
            Line::End => return Ok(()),
        };
        match next {
            Next::Say(answer) => writer.write_all(answer.as_bytes()).await?,
            Next::Take(answer, envelope) => {
                writer.write_all(answer.as_bytes()).await?;
                let answer = match body(&mut reader).await? {
                    Body::Whole(source) => {
                        mails.keep(Mail::new(envelope, &source, moment()));
                        TAKEN
                    }
                    Body::TooLarge => TOO_LARGE,
                    Body::BrokenOff => return Ok(()),
                };
                writer.write_all(answer.as_bytes()).await?;
            }
            Next::HangUp(answer) => return say_goodbye(writer, answer).await,
        }
    }
}

async fn say_goodbye(mut writer: impl AsyncWrite + Unpin, answer: &str) -> io::Result<()> {
    writer.write_all(answer.as_bytes()).await?;
    writer.shutdown().await
}

/// What came as a mail.
enum Body {
    Whole(Vec<u8>),
    TooLarge,
    BrokenOff,
}

/// All up to a line that holds a dot only. A line that begins with a dot was given another.
async fn body(reader: &mut (impl AsyncBufRead + Unpin)) -> io::Result<Body> {
    let mut source = Vec::new();
    let mut too_large = false;
    loop {
        match next_line(reader, LARGEST).await? {
            Line::Whole(line) if line == b".\r\n" => break,
            Line::Whole(line) => {
                let line = line.strip_prefix(b".").unwrap_or(&line);
                too_large |= source.len() + line.len() > LARGEST;
                if !too_large {
                    source.extend_from_slice(line);
                }
            }
            Line::TooLong => too_large = true,
            Line::End => return Ok(Body::BrokenOff),
        }
    }
    Ok(if too_large { Body::TooLarge } else { Body::Whole(source) })
}
