//! What a process says, read so that the pipe never fills.

use std::io::Read;
use std::sync::mpsc::{Receiver, channel};
use std::thread;

/// Reads a pipe so that it never fills.
pub(super) struct Pipe {
    pieces: Receiver<Vec<u8>>,
    read: Vec<u8>,
}

impl Pipe {
    pub(super) fn of(pipe: Option<impl Read + Send + 'static>) -> Self {
        let (send, pieces) = channel();
        thread::spawn(move || {
            let Some(mut pipe) = pipe else { return };
            let mut piece = [0; 8192];
            while let Ok(read @ 1..) = pipe.read(&mut piece) {
                if send.send(piece[..read].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self { pieces, read: Vec::new() }
    }

    pub(super) fn so_far(&mut self) -> String {
        self.read.extend(self.pieces.try_iter().flatten());
        String::from_utf8_lossy(&self.read).into_owned()
    }

    pub(super) fn whole(&mut self) -> String {
        self.read.extend(self.pieces.iter().flatten());
        String::from_utf8_lossy(&self.read).into_owned()
    }
}
