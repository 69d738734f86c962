//! A connection on which every request meets the same [`Http2Lie`].

use std::io;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::act::{self, After};
use crate::frame::{ACK, END_STREAM, Kind, frame, window};
use crate::http2_lie::Http2Lie;
use crate::origin::House;
use crate::received::Received;

/// What every client says first.
const PREFACE: usize = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".len();

/// A frame as it came in.
struct Frame {
    kind: u8,
    flags: u8,
    stream: u32,
    payload: Vec<u8>,
}

/// Lies to one client until it leaves.
pub(crate) async fn serve(
    mut socket: TcpStream,
    lie: Http2Lie,
    house: &House,
    connection: usize,
) -> io::Result<()> {
    socket.read_exact(&mut [0; PREFACE]).await?;
    socket.write_all(&lie.settings()).await?;
    loop {
        let Frame { kind, flags, stream, payload } = read(&mut socket).await?;
        if flags & ACK == 0 && kind == Kind::Settings as u8 {
            socket.write_all(&frame(Kind::Settings, ACK, 0, &[])).await?;
        } else if flags & ACK == 0 && kind == Kind::Ping as u8 {
            socket.write_all(&frame(Kind::Ping, ACK, 0, &payload)).await?;
        }
        let is_head = kind == Kind::Headers as u8;
        if is_head {
            house.seen.push(Received::new(method(&payload), "/", "HTTP/2", connection));
        }
        let taken = u32::try_from(payload.len()).unwrap_or(u32::MAX);
        if kind == Kind::Data as u8 && taken > 0 {
            socket.write_all(&[window(0, taken), window(stream, taken)].concat()).await?;
        }
        let ends = flags & END_STREAM != 0 && (is_head || kind == Kind::Data as u8);
        if ends && act::play(&mut socket, lie.acts(stream)).await? == After::Gone {
            return Ok(());
        }
    }
}

async fn read(socket: &mut TcpStream) -> io::Result<Frame> {
    let mut header = [0; 9];
    socket.read_exact(&mut header).await?;
    let [l0, l1, l2, kind, flags, s0, s1, s2, s3] = header;
    let mut payload = vec![0; u32::from_be_bytes([0, l0, l1, l2]) as usize];
    socket.read_exact(&mut payload).await?;
    Ok(Frame {
        kind,
        flags,
        stream: u32::from_be_bytes([s0, s1, s2, s3]) & (u32::MAX >> 1),
        payload,
    })
}

/// The method, if it is the first field and one of the two that HPACK has a number for.
fn method(block: &[u8]) -> &'static str {
    match block.first() {
        Some(0x82) => "GET",
        Some(0x83) => "POST",
        Some(_) | None => "OTHER",
    }
}
