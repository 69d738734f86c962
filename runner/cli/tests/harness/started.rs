//! A process under way.

use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

use super::ended::Ended;
use super::pipe::Pipe;

/// Nothing here takes longer, unless it hangs.
const PATIENCE: Duration = Duration::from_secs(20);

/// A process under way. One that is forgotten is killed.
pub(crate) struct Started {
    child: Child,
    began: Instant,
    stdout: Pipe,
    stderr: Pipe,
}

impl Started {
    pub(crate) fn of(mut child: Child) -> Self {
        let stdout = Pipe::of(child.stdout.take());
        let stderr = Pipe::of(child.stderr.take());
        Self { child, began: Instant::now(), stdout, stderr }
    }

    /// The process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends SIGINT, as Ctrl-C does.
    pub(crate) fn interrupt(&self) {
        self.signal("INT");
    }

    /// Sends a signal.
    pub(crate) fn signal(&self, name: &str) {
        let process = self.id().to_string();
        let sent = Command::new("kill").args([&format!("-{name}"), &process]).status();
        assert!(sent.unwrap().success());
    }

    /// Waits for text on standard error, so often. All that it says by then.
    pub(crate) fn wait_for_stderr(&mut self, text: &str, times: usize) -> String {
        let began = Instant::now();
        loop {
            let said = self.stderr.so_far();
            if said.matches(text).count() >= times {
                return said;
            }
            assert!(began.elapsed() < PATIENCE, "no `{text}` in: {said}");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits for text on standard output, so often. All that it says by then.
    pub(crate) fn wait_for_stdout(&mut self, text: &str, times: usize) -> String {
        let began = Instant::now();
        loop {
            let said = self.stdout.so_far();
            if said.matches(text).count() >= times {
                return said;
            }
            assert!(began.elapsed() < PATIENCE, "no `{text}` in: {said}");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits for the end, and kills what hangs.
    pub(crate) fn end(mut self) -> Ended {
        let asked = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            if asked.elapsed() > PATIENCE {
                self.child.kill().unwrap();
                self.child.wait().unwrap();
                panic!("it hangs; so far: {}{}", self.stdout.so_far(), self.stderr.so_far());
            }
            thread::sleep(Duration::from_millis(2));
        };
        let took = self.began.elapsed();
        let (stdout, stderr) = (self.stdout.whole(), self.stderr.whole());
        let ended = Ended { stdout, stderr, code: status.code(), took };
        assert!(!ended.all().contains("panicked at"), "{ended:?}");
        ended
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
