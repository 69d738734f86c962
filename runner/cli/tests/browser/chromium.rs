//! Chromium without a window, with a profile of its own.

use std::cell::RefCell;
use std::process::{Child, Command, Stdio};
use std::rc::Rc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::looks::Looks;
use crate::page::Page;
use crate::wire::Wire;

/// It ends within this time once it is asked to.
const PATIENCE: Duration = Duration::from_secs(5);

/// It listens at file 3 and answers at file 4, which are the pipes of the shell that becomes it.
const START: &str = r#"exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null"#;

const FLAGS: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // In a container there is little shared memory.
    "--disable-dev-shm-usage",
    "--remote-debugging-pipe",
];

/// A browser. Gone with its profile when it is dropped.
pub(crate) struct Chromium {
    process: Child,
    wire: Rc<RefCell<Wire>>,
    _profile: tempfile::TempDir,
}

impl Chromium {
    /// Starts what is called `chromium`, or what CHROMIUM names.
    pub(crate) fn start() -> Self {
        let profile = tempfile::tempdir().unwrap();
        let mut command = Command::new("sh");
        command.args(["-c", START, &program()]).args(FLAGS);
        command.arg(format!("--user-data-dir={}", profile.path().display())).arg("about:blank");
        let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = pipes.spawn().unwrap();
        let wire = Wire::of(process.stdin.take().unwrap(), process.stdout.take().unwrap());
        let mut browser = Self { process, wire: Rc::new(RefCell::new(wire)), _profile: profile };
        let version = browser.wire.borrow_mut().ask(None, "Browser.getVersion", &json!({}));
        if let Err(why) = version {
            let ended = browser.process.try_wait().unwrap();
            match ended.and_then(|status| status.code()) {
                Some(126 | 127) => panic!(
                    "these tests need Chromium, which is not there: `apt-get install chromium`, \
                     or name another one in CHROMIUM"
                ),
                code => panic!("Chromium did not start ({code:?}): {why}"),
            }
        }
        browser
    }

    /// A page of its own for somebody who looks at `origin`: with no cookies, and nothing open.
    pub(crate) fn page(&self, origin: &str, looks: Looks) -> Page {
        let context = self.ask("Target.createBrowserContext", json!({}));
        let target = self.ask(
            "Target.createTarget",
            json!({ "url": "about:blank", "browserContextId": context["browserContextId"] }),
        );
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let session = self.ask("Target.attachToTarget", attach);
        let session = session["sessionId"].as_str().unwrap().to_owned();
        let permissions = json!({
            "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"],
            "origin": origin,
            "browserContextId": context["browserContextId"],
        });
        self.ask("Browser.grantPermissions", permissions);
        Page::of(Rc::clone(&self.wire), session, origin, looks)
    }

    fn ask(&self, method: &str, params: Value) -> Value {
        self.wire.borrow_mut().ask(None, method, &params).unwrap()
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        drop(self.wire.borrow_mut().ask(None, "Browser.close", &json!({})));
        let asked = Instant::now();
        while matches!(self.process.try_wait(), Ok(None)) {
            if asked.elapsed() > PATIENCE {
                drop(self.process.kill());
                drop(self.process.wait());
                return;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "which browser there is depends on the machine")]
fn program() -> String {
    std::env::var("CHROMIUM").unwrap_or_else(|_| "chromium".to_owned())
}
