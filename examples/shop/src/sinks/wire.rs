//! Lines from somebody who may send anything.

use std::io;

use tokio::io::{AsyncBufRead, AsyncBufReadExt as _};

/// What came up to the end of a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// The line, its ending included.
    Whole(Vec<u8>),
    /// A line that was longer than it may be; none of it was kept.
    TooLong,
    /// No more will come. A last line without an ending does not count.
    End,
}

/// The next line, of at most `longest` bytes with its ending.
///
/// # Errors
///
/// The connection broke.
pub(super) async fn next_line(
    reader: &mut (impl AsyncBufRead + Unpin),
    longest: usize,
) -> io::Result<Line> {
    let mut line = Vec::new();
    let mut too_long = false;
    loop {
        let piece = reader.fill_buf().await?;
        if piece.is_empty() {
            return Ok(Line::End);
        }
        let end = piece.iter().position(|byte| *byte == b'\n');
        let taken = end.map_or(piece.len(), |end| end + 1);
        too_long |= line.len() + taken > longest;
        if !too_long {
            line.extend_from_slice(&piece[..taken]);
        }
        reader.consume(taken);
        if end.is_some() {
            return Ok(if too_long { Line::TooLong } else { Line::Whole(line) });
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::BufReader;

    use super::*;

    #[tokio::test]
    async fn lines_end_where_they_end_whatever_the_pieces() {
        for capacity in [1, 2, 3, 100] {
            let mut reader = BufReader::with_capacity(capacity, &b"ab\r\n\nabcde\nabcd\nrest"[..]);
            let mut next = async || next_line(&mut reader, 5).await.unwrap();
            assert_eq!(next().await, Line::Whole(b"ab\r\n".to_vec()));
            assert_eq!(next().await, Line::Whole(b"\n".to_vec()));
            assert_eq!(next().await, Line::TooLong);
            assert_eq!(next().await, Line::Whole(b"abcd\n".to_vec()));
            assert_eq!(next().await, Line::End);
        }
    }
}
