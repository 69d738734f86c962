//! A page that is open: looked at, clicked, typed into. Whoever forgets it is told what it
//! complained about.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::rc::Rc;
use std::thread;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::looks::Looks;
use crate::screenshots;
use crate::wire::Wire;

/// Nothing that is waited for takes longer, unless it never comes.
const PATIENCE: Duration = Duration::from_secs(30);

/// How often it is looked whether it has come.
const LOOK_EVERY: Duration = Duration::from_millis(40);

/// A page that is open.
pub(crate) struct Page {
    wire: Rc<RefCell<Wire>>,
    session: String,
    origin: String,
    looks: Looks,
    /// Errors in its console, what its policy kept it from, requests that went elsewhere.
    complaints: RefCell<Vec<String>>,
}

impl Page {
    pub(crate) fn of(wire: Rc<RefCell<Wire>>, session: String, origin: &str, looks: Looks) -> Self {
        let complaints = RefCell::default();
        let page = Self { wire, session, origin: origin.to_owned(), looks, complaints };
        for domain in ["Page", "Runtime", "Log", "Network"] {
            page.tell(&format!("{domain}.enable"), json!({}));
        }
        // Badges and status pages may be kept for a minute; here they are to be seen as they are.
        page.tell("Network.setCacheDisabled", json!({ "cacheDisabled": true }));
        page.tell("Emulation.setFocusEmulationEnabled", json!({ "enabled": true }));
        page.tell("Emulation.setScrollbarsHidden", json!({ "hidden": true }));
        page.tell("Emulation.setTimezoneOverride", json!({ "timezoneId": "Asia/Tokyo" }));
        let media = json!({ "features": [
            { "name": "prefers-color-scheme", "value": looks.scheme() },
            { "name": "prefers-reduced-motion", "value": if looks.is_still { "reduce" } else { "" } },
        ] });
        page.tell("Emulation.setEmulatedMedia", media);
        page.tell("Emulation.setScriptExecutionDisabled", json!({ "value": !looks.has_script }));
        page.resize(looks.width, looks.height);
        page
    }

    pub(crate) fn resize(&self, width: u32, height: u32) {
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.tell("Emulation.setDeviceMetricsOverride", metrics);
    }

    /// Opens what is at a path, and waits until it is there.
    pub(crate) fn open(&self, path: &str) {
        let answer = self.tell("Page.navigate", json!({ "url": format!("{}{path}", self.origin) }));
        assert!(answer.get("errorText").is_none(), "{path}: {answer}");
        self.wait("document.readyState == 'complete'");
    }

    /// The path that is shown, with all that the address says.
    pub(crate) fn path(&self) -> String {
        self.read("location.pathname + location.search").as_str().unwrap().to_owned()
    }

    /// What can be read on it.
    pub(crate) fn text(&self) -> String {
        self.read("document.body.innerText").as_str().unwrap().to_owned()
    }

    /// Waits until something is true of it, an expression in JavaScript.
    #[track_caller]
    pub(crate) fn wait(&self, condition: &str) {
        self.wait_for(PATIENCE, condition);
    }

    /// The same, for so long.
    #[track_caller]
    pub(crate) fn wait_for(&self, patience: Duration, condition: &str) {
        let began = Instant::now();
        loop {
            // While one page gives way to the next there is nobody to ask.
            let found = self.run(&format!("!!({condition})"), false);
            if found.as_ref().is_ok_and(|it| *it == true) {
                return;
            }
            if began.elapsed() > patience {
                self.fail(&format!("`{condition}` does not come true: {found:?}"));
            }
            thread::sleep(LOOK_EVERY);
        }
    }

    /// Waits until these words can be read.
    #[track_caller]
    pub(crate) fn says(&self, words: &str) {
        self.wait(&format!("document.body.innerText.includes({})", json!(words)));
    }

    /// Waits until something is true of it. Without JavaScript it is loaded anew until then, as
    /// people do.
    #[track_caller]
    pub(crate) fn comes_true(&self, condition: &str) {
        // Pages for everybody look once a minute, which is too long to wait here.
        let is_live = self.looks.has_script
            && self.read("!!document.querySelector('[data-live-dot]')") == true;
        if is_live {
            return self.wait(condition);
        }
        let began = Instant::now();
        while self.read(&format!("!!({condition})")) != true {
            if began.elapsed() > PATIENCE {
                self.fail(&format!("`{condition}` does not come true"));
            }
            thread::sleep(LOOK_EVERY * 5);
            self.open(&self.path());
        }
    }

    /// What an expression in JavaScript comes to.
    #[track_caller]
    pub(crate) fn read(&self, expression: &str) -> Value {
        match self.run(expression, false) {
            Ok(value) => value,
            Err(why) => self.fail(&why),
        }
    }

    /// What the promise that an expression makes comes to.
    #[track_caller]
    pub(crate) fn read_later(&self, expression: &str) -> Value {
        match self.run(expression, true) {
            Ok(value) => value,
            Err(why) => self.fail(&why),
        }
    }

    /// Clicks in the middle of what a selector finds first, once it can be clicked there.
    #[track_caller]
    pub(crate) fn click(&self, selector: &str) {
        self.click_at(&format!("document.querySelector({})", json!(selector)));
    }

    /// Clicks on the link, the button or the summary that is called so.
    #[track_caller]
    pub(crate) fn click_on(&self, name: &str) {
        self.click_at(&format!(
            "[...document.querySelectorAll('a, button, summary')].find(it => \
             it.checkVisibility() && (it.innerText ?? '').trim().startsWith({}))",
            json!(name)
        ));
    }

    /// Clicks on the element that an expression finds, once it can be clicked. A page moves while it
    /// is looked at: whoever has missed clicks again.
    #[track_caller]
    pub(crate) fn click_at(&self, element: &str) {
        let began = Instant::now();
        loop {
            let at = self.aim_at(element);
            self.mouse("mousePressed", &at);
            self.mouse("mouseReleased", &at);
            // Without scripts nothing moves. Where another page comes, there is no aim any more.
            let missed = self.looks.has_script
                && self.run("!!window.aimed && !window.hit", false).is_ok_and(|it| it == true);
            if !missed {
                return;
            }
            if began.elapsed() > PATIENCE {
                self.fail(&format!("`{element}` cannot be hit"));
            }
        }
    }

    /// Presses the mouse on the element that an expression finds; where that is.
    #[track_caller]
    pub(crate) fn press_on(&self, element: &str) -> Value {
        let at = self.aim_at(element);
        self.mouse("mousePressed", &at);
        at
    }

    /// Lets the mouse go.
    pub(crate) fn let_go(&self, at: &Value) {
        self.mouse("mouseReleased", at);
    }

    /// Where the element is that an expression finds, once it can be clicked; whether it is hit is
    /// seen in `window.hit`.
    #[track_caller]
    fn aim_at(&self, element: &str) -> Value {
        let aim = format!(
            "(() => {{ const it = {element}; if (!it) return null; \
             it.scrollIntoView({{ block: 'center', behavior: 'instant' }}); \
             const box = it.getClientRects()[0]; if (!box) return null; \
             const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]; \
             const top = document.elementFromPoint(x, y); if (!it.contains(top)) return null; \
             [window.aimed, window.hit] = [true, false]; \
             addEventListener('click', (event) => (window.hit = it.contains(event.target)), \
             {{ capture: true, once: true }}); return {{ x, y }}; }})()"
        );
        self.wait(&format!("window.aim = {aim}"));
        self.read("window.aim")
    }

    fn mouse(&self, kind: &str, at: &Value) {
        let event = json!({
            "type": kind, "x": at["x"], "y": at["y"], "button": "left", "clickCount": 1,
        });
        self.tell("Input.dispatchMouseEvent", event);
    }

    /// Presses a key and lets it go: `a`, `Enter`, `Tab`, `Escape`, `ArrowDown`, `Shift+Tab`.
    #[track_caller]
    pub(crate) fn press(&self, key: &str) {
        let (modifiers, key) = match key.strip_prefix("Shift+") {
            Some(key) => (8, key),
            None => match key.strip_prefix("Control+") {
                Some(key) => (2, key),
                None => (0, key),
            },
        };
        let (code, text) = match key {
            "Enter" => (13, Some("\r")),
            "Tab" => (9, None),
            "Escape" => (27, None),
            "ArrowLeft" => (37, None),
            "ArrowUp" => (38, None),
            "ArrowRight" => (39, None),
            "ArrowDown" => (40, None),
            letter => (0, Some(letter)),
        };
        let mut event =
            json!({ "key": key, "modifiers": modifiers, "windowsVirtualKeyCode": code });
        event["type"] = if text.is_some() { "keyDown" } else { "rawKeyDown" }.into();
        if let Some(text) = text {
            event["text"] = text.into();
        }
        self.tell("Input.dispatchKeyEvent", event.clone());
        event["type"] = "keyUp".into();
        self.tell("Input.dispatchKeyEvent", event);
    }

    /// Writes into what has the focus.
    pub(crate) fn write(&self, text: &str) {
        self.tell("Input.insertText", json!({ "text": text }));
    }

    /// It can be read without moving it sideways; what it looks like is kept, if that is wanted.
    #[track_caller]
    pub(crate) fn look(&self, name: &str) {
        self.shoot(name);
        if let Some(wide) = self.wide() {
            self.fail(&wide);
        }
    }

    /// Keeps what it looks like, if that is wanted.
    pub(crate) fn shoot(&self, name: &str) {
        if let Some(folder) = screenshots::wanted() {
            screenshots::keep(&folder, &format!("{name}-{}", self.looks.name), &self.picture());
        }
    }

    /// What reaches out of the screen when the page has to be moved sideways to be read.
    pub(crate) fn wide(&self) -> Option<String> {
        let wide = self.read(
            "(() => { const root = document.scrollingElement ?? document.documentElement; \
             if (root.scrollWidth <= root.clientWidth) return null; \
             const all = [...document.querySelectorAll('body *')].filter(it => \
             it.getBoundingClientRect().right > root.clientWidth + 1); \
             return all.map(it => it.outerHTML.slice(0, 120)); })()",
        );
        (!wide.is_null()).then(|| format!("{} is wider than the screen: {wide:#}", self.path()))
    }

    /// What it complained about so far, each told once.
    pub(crate) fn complaints(&self) -> Vec<String> {
        // Whatever happened before the answer is heard before it.
        drop(self.run("1", false));
        self.listen();
        self.complaints.take()
    }

    /// What an expression comes to.
    ///
    /// # Errors
    /// It throws, or the page goes away meanwhile.
    fn run(&self, expression: &str, later: bool) -> Result<Value, String> {
        let params = json!({
            "expression": expression, "returnByValue": true, "awaitPromise": later,
        });
        let mut answer = self.ask("Runtime.evaluate", &params)?;
        match answer.get("exceptionDetails") {
            Some(thrown) => Err(format!("`{expression}` throws: {thrown:#}")),
            None => Ok(answer["result"]["value"].take()),
        }
    }

    fn ask(&self, method: &str, params: &Value) -> Result<Value, String> {
        let answer = self.wire.borrow_mut().ask(Some(&self.session), method, params);
        self.listen();
        answer
    }

    #[track_caller]
    fn tell(&self, method: &str, params: Value) -> Value {
        self.ask(method, &params).unwrap_or_else(|why| panic!("{why}"))
    }

    fn listen(&self) {
        let heard = self.wire.borrow_mut().heard(&self.session);
        let told = heard.iter().filter_map(|event| self.complaint(event));
        self.complaints.borrow_mut().extend(told);
    }

    /// What is wrong with something that happened.
    fn complaint(&self, event: &Value) -> Option<String> {
        let params = &event["params"];
        match event["method"].as_str()? {
            "Runtime.exceptionThrown" => Some(format!("thrown: {}", params["exceptionDetails"])),
            "Runtime.consoleAPICalled" if params["type"] == "error" => {
                Some(format!("console: {}", params["args"]))
            }
            "Log.entryAdded" if params["entry"]["level"] == "error" => {
                let entry = &params["entry"];
                Some(format!("{}: {} {}", entry["source"], entry["text"], entry["url"]))
            }
            "Network.requestWillBeSent" => {
                let url = params["request"]["url"].as_str().unwrap();
                let is_here = url.starts_with(&format!("{}/", self.origin));
                let is_elsewhere = !is_here && !url.starts_with("data:");
                is_elsewhere.then(|| format!("asked elsewhere: {url}"))
            }
            _ => None,
        }
    }

    fn picture(&self) -> Vec<u8> {
        let params = json!({ "format": "png", "captureBeyondViewport": true });
        let answer = self.ask("Page.captureScreenshot", &params);
        let png = answer.map(|it| it["data"].as_str().unwrap_or_default().to_owned());
        STANDARD.decode(png.unwrap_or_default()).unwrap()
    }

    /// Ends the test, with a picture of what was to be seen.
    #[track_caller]
    fn fail(&self, why: &str) -> ! {
        let mut said = why.to_owned();
        let shown = self.run("document.body.innerText", false).unwrap_or_default();
        let name = thread::current().name().unwrap_or("test").to_owned();
        let kept = screenshots::keep(&screenshots::of_failures(), &name, &self.picture());
        write!(said, "\nat {:?}", self.run("location.href", false)).unwrap();
        write!(said, "\nseen in {}:\n{}", kept.display(), shown.as_str().unwrap_or("")).unwrap();
        write!(said, "\ncomplaints: {:#?}", self.complaints()).unwrap();
        panic!("{said}");
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        if !thread::panicking() {
            let complaints = self.complaints();
            assert!(complaints.is_empty(), "{}: {complaints:#?}", self.path());
        }
    }
}
