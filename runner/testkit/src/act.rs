//! What a server does on the wire, step by step, as data.
//!
//! Lives here: [`Act`] and the player for a raw connection.
//! Lives elsewhere: which acts make up a reply (`reply`) or a lie (`telling`); playing them as
//! an HTTP/2 body (`http2`).

use std::io;
use std::time::Duration;

use bytes::Bytes;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::link::Link;

/// How long a closing side waits for the other to close as well.
const LINGER: Duration = Duration::from_millis(500);

/// Small repeated pieces are written in blocks of about this many bytes.
const BLOCK: usize = 64 * 1024;

/// One thing done on a connection.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// Sends these bytes.
    Send(Bytes),
    /// Sends these bytes so many times, never holding them all.
    Repeat(Bytes, u64),
    /// Sends byte by byte, with a pause before each.
    Drip(Bytes, Duration),
    /// Does nothing for a while.
    Wait(Duration),
    /// Does nothing until the client leaves.
    Stall,
    /// Resets the connection (RST).
    Reset,
    /// Closes the connection properly (FIN).
    Close,
    /// Reads the next request of this connection, then closes without an answer.
    CloseOnNext,
}

impl Act {
    /// Sends text.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Send(Bytes::from(text.into()))
    }

    /// How many bytes this sends.
    pub(crate) fn size(&self) -> u64 {
        match self {
            Self::Send(bytes) | Self::Drip(bytes, _) => bytes.len() as u64,
            Self::Repeat(bytes, times) => (bytes.len() as u64).saturating_mul(*times),
            Self::Wait(_) | Self::Stall | Self::Reset | Self::Close | Self::CloseOnNext => 0,
        }
    }
}

/// What is left of a connection after acts were played on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum After {
    /// The next request may come.
    Open,
    /// The next request is to be read, not answered.
    Doomed,
    /// Nothing more can be done.
    Gone,
}

/// Plays acts on a raw connection, in order.
pub(crate) async fn play(link: &mut dyn Link, acts: Vec<Act>) -> io::Result<After> {
    for act in acts {
        match act {
            Act::Send(bytes) => write(link, &bytes).await?,
            Act::Repeat(bytes, times) => repeat(link, &bytes, times).await?,
            Act::Drip(bytes, pause) => {
                for byte in bytes {
                    tokio::time::sleep(pause).await;
                    write(link, &[byte]).await?;
                }
            }
            Act::Wait(pause) => tokio::time::sleep(pause).await,
            Act::Stall => {
                discard(link).await;
                return Ok(After::Gone);
            }
            Act::Reset => {
                link.socket().set_zero_linger()?;
                return Ok(After::Gone);
            }
            Act::Close => {
                close(link).await;
                return Ok(After::Gone);
            }
            Act::CloseOnNext => return Ok(After::Doomed),
        }
    }
    Ok(After::Open)
}

/// Closes in good order: says so, then gives the other side a moment to do the same. Without
/// the moment, bytes on their way here would turn the close into a reset.
pub(crate) async fn close(link: &mut dyn Link) {
    if link.shutdown().await.is_ok() {
        // Running out of time is one of the two good endings.
        let _ = tokio::time::timeout(LINGER, discard(link)).await;
    }
}

async fn write(link: &mut dyn Link, bytes: &[u8]) -> io::Result<()> {
    link.write_all(bytes).await?;
    link.flush().await
}

async fn repeat(link: &mut dyn Link, bytes: &Bytes, times: u64) -> io::Result<()> {
    let per_block = (BLOCK / bytes.len().max(1)).max(1);
    let block = bytes.repeat(per_block);
    let mut left = times;
    while left > 0 {
        let now = left.min(per_block as u64);
        let size = usize::try_from(now).unwrap_or(per_block) * bytes.len();
        write(link, &block[..size]).await?;
        left -= now;
    }
    Ok(())
}

/// Reads and forgets until the client leaves.
async fn discard(link: &mut dyn Link) {
    let mut scratch = [0; 4096];
    while matches!(link.read(&mut scratch).await, Ok(read) if read > 0) {}
}
