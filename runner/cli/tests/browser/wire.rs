//! What the browser is told, and what it says: the DevTools protocol over two pipes, JSON with a
//! zero byte behind each message.

use std::io::{BufRead as _, BufReader, Read, Write};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// No answer takes longer, unless the browser hangs. A page may be checked for as long.
const PATIENCE: Duration = Duration::from_secs(60);

/// The two pipes.
pub(crate) struct Wire {
    to: Box<dyn Write>,
    from: Receiver<Value>,
    /// The number of the last message that was sent.
    last: u64,
    /// What happened and nobody has looked at yet.
    heard: Vec<Value>,
}

impl Wire {
    pub(crate) fn of(to: impl Write + 'static, from: impl Read + Send + 'static) -> Self {
        let (send, received) = channel();
        thread::spawn(move || {
            for message in BufReader::new(from).split(0) {
                let Ok(message) = message else { return };
                let message = serde_json::from_slice(&message).expect("the browser writes JSON");
                if send.send(message).is_err() {
                    return;
                }
            }
        });
        Self { to: Box::new(to), from: received, last: 0, heard: Vec::new() }
    }

    /// The answer to a message, to a page (`session`) or to the browser as a whole.
    ///
    /// # Errors
    /// It is refused, the page is gone, or there is no browser at the other end.
    pub(crate) fn ask(
        &mut self,
        session: Option<&str>,
        method: &str,
        params: &Value,
    ) -> Result<Value, String> {
        self.last += 1;
        let mut message = json!({ "id": self.last, "method": method, "params": params });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        let sent = write!(self.to, "{message}\0").and_then(|()| self.to.flush());
        sent.map_err(|error| format!("`{method}` cannot be sent: {error}"))?;
        let began = Instant::now();
        loop {
            let left = PATIENCE.saturating_sub(began.elapsed());
            let said = self.from.recv_timeout(left);
            let mut said = said.map_err(|error| format!("no answer to `{method}`: {error}"))?;
            if said["id"] != self.last {
                self.heard.push(said);
                continue;
            }
            return match said.get("error") {
                Some(error) => Err(format!("`{method}`: {}", error["message"])),
                None => Ok(said["result"].take()),
            };
        }
    }

    /// What happened on a page since it was last asked.
    pub(crate) fn heard(&mut self, session: &str) -> Vec<Value> {
        self.heard.extend(self.from.try_iter());
        let (own, others) =
            std::mem::take(&mut self.heard).into_iter().partition(|it| it["sessionId"] == session);
        self.heard = others;
        own
    }
}
