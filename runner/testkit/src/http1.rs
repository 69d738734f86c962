//! Requests and replies over HTTP/1.

use std::io;
use std::time::Instant;

use bytes::{Bytes, BytesMut};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::act::{self, Act, After};
use crate::link::Link;
use crate::origin::House;
use crate::received::Received;
use crate::telling::Telling;

/// No head is longer.
const HEAD_LIMIT: usize = 1 << 20;

/// No body is longer.
const BODY_LIMIT: usize = 1 << 26;

/// Answers one connection's requests until either side ends it.
pub(crate) async fn serve(link: &mut dyn Link, house: &House, connection: usize) -> io::Result<()> {
    let mut reader = Reader::default();
    let mut after = After::Open;
    while after != After::Gone {
        let request = match reader.next(link, connection).await {
            Ok(Some(request)) => request,
            Ok(None) => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                let text = error.to_string();
                let length = text.len();
                let head = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length";
                link.write_all(format!("{head}: {length}\r\n\r\n{text}").as_bytes()).await?;
                act::close(link).await;
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        house.seen.push(request.clone());
        if after == After::Doomed {
            act::close(link).await;
            return Ok(());
        }
        after = act::play(link, acts(house, &request)).await?;
    }
    Ok(())
}

fn acts(house: &House, request: &Received) -> Vec<Act> {
    let reply = house.routes.answer(request);
    let Some(lie) = reply.lie else { return reply.to_http1(request) };
    let told = match lie.telling() {
        Telling::Reply(reply) => reply.to_http1(request),
        Telling::Raw(acts) => acts,
    };
    [Act::Wait(reply.delay)].into_iter().chain(told).collect()
}

/// Reads requests, keeping what came early.
#[derive(Default)]
pub(crate) struct Reader {
    buffer: BytesMut,
}

impl Reader {
    /// The next request; `None` when the client has left instead.
    pub(crate) async fn next(
        &mut self,
        link: &mut dyn Link,
        connection: usize,
    ) -> io::Result<Option<Received>> {
        let Some(mut request) = self.head(link, connection).await? else { return Ok(None) };
        if request.header_has("expect", "100-continue") {
            link.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await?;
        }
        request.body = if request.header_has("transfer-encoding", "chunked") {
            self.chunks(link).await?
        } else {
            let length = request.header("content-length").unwrap_or("0");
            let length = length.parse().map_err(|_| bad("the Content-Length is no number"))?;
            self.take(link, length).await?
        };
        request.at = Instant::now();
        Ok(Some(request))
    }

    /// A request without its body.
    pub(crate) async fn head(
        &mut self,
        link: &mut dyn Link,
        connection: usize,
    ) -> io::Result<Option<Received>> {
        let end = loop {
            if let Some(at) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break at;
            }
            if self.buffer.len() > HEAD_LIMIT {
                return Err(bad("the head is too long"));
            }
            if link.read_buf(&mut self.buffer).await? == 0 {
                return Ok(None);
            }
        };
        let head = self.buffer.split_to(end + 4);
        let head = String::from_utf8_lossy(&head[..end]);
        let mut lines = head.split("\r\n");
        let first: Vec<&str> = lines.next().unwrap_or_default().split(' ').collect();
        let &[method, target, version] = first.as_slice() else {
            return Err(bad("the first line is not `METHOD target HTTP/1.1`"));
        };
        if !version.starts_with("HTTP/1.") {
            return Err(bad("the version is not HTTP/1.0 or HTTP/1.1"));
        }
        let mut request = Received::new(method, target, version, connection);
        for line in lines {
            let (name, value) = line.split_once(':').ok_or_else(|| bad("a header has no colon"))?;
            request.headers.push((name.to_owned(), value.trim().to_owned()));
        }
        Ok(Some(request))
    }

    /// What was read and not yet used.
    pub(crate) fn into_rest(self) -> Bytes {
        self.buffer.freeze()
    }

    async fn take(&mut self, link: &mut dyn Link, length: usize) -> io::Result<Bytes> {
        if length > BODY_LIMIT {
            return Err(bad("the body is too long"));
        }
        while self.buffer.len() < length {
            self.more(link).await?;
        }
        Ok(self.buffer.split_to(length).freeze())
    }

    async fn chunks(&mut self, link: &mut dyn Link) -> io::Result<Bytes> {
        let mut body = BytesMut::new();
        loop {
            let line = self.line(link).await?;
            let size = line.split(';').next().unwrap_or_default().trim();
            let size = usize::from_str_radix(size, 16).map_err(|_| bad("a chunk has no size"))?;
            if size == 0 {
                // Trailers, if any, end with an empty line.
                while !self.line(link).await?.is_empty() {}
                return Ok(body.freeze());
            }
            let data = self.take(link, size).await?;
            body.extend_from_slice(&data);
            if body.len() > BODY_LIMIT || !self.line(link).await?.is_empty() {
                return Err(bad("a chunk is longer than it says, or the body is too long"));
            }
        }
    }

    async fn line(&mut self, link: &mut dyn Link) -> io::Result<String> {
        loop {
            if let Some(at) = self.buffer.windows(2).position(|two| two == b"\r\n") {
                let line = self.buffer.split_to(at + 2);
                return Ok(String::from_utf8_lossy(&line[..at]).into_owned());
            }
            self.more(link).await?;
        }
    }

    async fn more(&mut self, link: &mut dyn Link) -> io::Result<()> {
        match link.read_buf(&mut self.buffer).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }
}

fn bad(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}
