//! A program that tells people in its own way.

use std::convert::Infallible;
use std::io;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command as Process};
use tokio::task::JoinHandle;

use super::delivery::Receipt;
use super::document::Document;
use super::notifier::{Errand, UnusableChannel};
use super::said::within;
use super::send_error::SendError;

/// How much of what it prints is kept, in bytes.
const KEPT: usize = 4096;

/// How much of what it prints is shown, in columns.
const SHOWN: usize = 160;

/// How long its output is waited for once it has ended: what it started may hold on to it.
const GRACE: Duration = Duration::from_millis(200);

/// A program, ready to be run.
///
/// It reads the alert as JSON from its standard input, as a webhook without `json` gets it, and
/// finds the most important of it in `TRIPLINE_KEY`, `TRIPLINE_CHANNEL`, `TRIPLINE_STATE`,
/// `TRIPLINE_SEVERITY` and `TRIPLINE_MESSAGE`. It has told people when it ends with 0.
#[derive(Debug)]
pub(super) struct Command {
    program: String,
    args: Vec<String>,
}

impl Command {
    /// Nothing is looked for yet.
    pub(super) fn of(args: Vec<String>) -> Result<Self, UnusableChannel> {
        let mut args = args.into_iter();
        let program = args.next().filter(|program| !program.is_empty());
        let program = program.ok_or_else(|| UnusableChannel::new("its `command` is empty"))?;
        Ok(Self { program, args: args.collect() })
    }

    /// Runs it.
    pub(super) async fn send(&self, errand: &Errand<'_>) -> Result<Receipt, SendError> {
        let Errand { delivery, facts, .. } = errand;
        let program = &self.program;
        let mut child = Process::new(program)
            .args(&self.args)
            .env("TRIPLINE_KEY", within(&delivery.key, usize::MAX))
            .env("TRIPLINE_CHANNEL", delivery.channel.as_str())
            .env("TRIPLINE_STATE", facts.state)
            .env("TRIPLINE_SEVERITY", facts.severity)
            .env("TRIPLINE_MESSAGE", &facts.sentence)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| SendError::later(format!("`{program}` cannot be started: {error}")))?;
        let printed = child.stdout.take().map(read);
        let complained = child.stderr.take().map(read);
        let document = Document::bytes(delivery, facts);
        let ended = tokio::time::timeout(errand.limit, run(&mut child, &document)).await;
        let Ok(ended) = ended else {
            // It is gone before anybody hears that it took too long.
            let _ = child.kill().await;
            let limit = runner_model::human::duration(errand.limit);
            return Err(SendError::later(format!("`{program}` took over {limit} and was ended")));
        };
        let ended = ended.map_err(|error| {
            SendError::later(format!("`{program}` cannot be waited for: {error}"))
        })?;
        let (printed, complained) = (collected(printed).await, collected(complained).await);
        if ended.success() {
            let answer = if printed.is_empty() { ended.to_string() } else { printed };
            return Ok(Receipt { answer, thread: None });
        }
        let said = if complained.is_empty() { printed } else { complained };
        let said = if said.is_empty() { said } else { format!(": {said}") };
        Err(SendError::later(format!("`{program}` ended with {ended}{said}")))
    }
}

/// Gives it the alert and waits for its end. Whether it reads is its own affair.
async fn run(child: &mut Child, document: &[u8]) -> io::Result<ExitStatus> {
    let stdin = child.stdin.take();
    let giving = async {
        if let Some(mut stdin) = stdin {
            let _ = stdin.write_all(document).await;
        }
        std::future::pending::<Infallible>().await
    };
    tokio::select! {
        ended = child.wait() => ended,
        never = giving => match never {},
    }
}

/// Reads to the end, so that nobody is stuck writing, and keeps the beginning.
fn read(mut pipe: impl AsyncRead + Unpin + Send + 'static) -> JoinHandle<Vec<u8>> {
    tokio::spawn(async move {
        let (mut kept, mut scratch) = (Vec::new(), [0; KEPT]);
        while let Ok(count @ 1..) = pipe.read(&mut scratch).await {
            let room = KEPT - kept.len();
            kept.extend_from_slice(&scratch[..count.min(room)]);
        }
        kept
    })
}

/// The first line of what was printed.
async fn collected(reading: Option<JoinHandle<Vec<u8>>>) -> String {
    let Some(mut reading) = reading else { return String::new() };
    let Ok(Ok(bytes)) = tokio::time::timeout(GRACE, &mut reading).await else {
        reading.abort();
        return String::new();
    };
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    within(line, SHOWN)
}
