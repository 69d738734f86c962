// Nothing here is needed: pages work without it. It writes times in the time zone of whoever looks,
// renews what has changed, copies, and listens to keys. No library: what is needed of one is here.
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // --- Times -------------------------------------------------------------------------------
  const forms = {
    second: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
    minute: { hour: "2-digit", minute: "2-digit" },
    day: { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
  };
  const localize = (root) => {
    for (const time of all("[data-form]", root)) {
      const at = new Date(time.dateTime ?? time.dataset.at);
      const form = forms[time.dataset.form];
      if (form && !Number.isNaN(at.valueOf())) {
        time.textContent = at.toLocaleString(undefined, { ...form, hour12: false });
      }
    }
  };

  // --- Copying -----------------------------------------------------------------------------
  const copyable = (root) => {
    for (const block of all("[data-copy]", root)) {
      const text = block.textContent;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn copy";
      button.textContent = "Copy";
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(text);
        button.textContent = "Copied";
        setTimeout(() => (button.textContent = "Copy"), 1500);
      });
      block.append(button);
    }
  };
  const prepare = (root) => {
    localize(root);
    copyable(root);
  };

  // --- What has changed --------------------------------------------------------------------
  const said = $("#said");
  const heading = (root) => $("main h1", root)?.textContent.trim() ?? "";
  const isBeingFilled = (element) =>
    all("textarea, input:not([type=hidden])", element).some(
      (field) => field.value !== field.defaultValue || field === document.activeElement,
    );
  let shown = new DOMParser().parseFromString(document.documentElement.outerHTML, "text/html");
  const renew = (selector, next) => {
    const [parent, before, after] = [$(selector), $(selector, shown), $(selector, next)];
    if (!parent || !after || !before) return;
    const [olds, was, now] = [parent, before, after].map((it) => [...it.children]);
    const same = olds.length === was.length && was.length === now.length;
    const pairs = same ? olds.map((old, at) => [old, was[at], now[at]]) : [[parent, before, after]];
    for (const [old, one, other] of pairs) {
      if (one.isEqualNode(other) || isBeingFilled(old)) continue;
      const open = all("details", old).map((details) => details.open);
      const focused = old.contains(document.activeElement) && document.activeElement;
      const row = $("[data-row][aria-selected=true]", old);
      // A list grows at its top: what was chosen is the same row, not the same place.
      const leadsTo = (it) => $("a", it)?.getAttribute("href");
      const fresh = document.importNode(other, true);
      all("details", fresh).forEach((details, at) => (details.open = open[at] ?? details.open));
      old.replaceWith(fresh);
      prepare(fresh);
      const same = row && all("[data-row]", fresh).find((it) => leadsTo(it) === leadsTo(row));
      same?.setAttribute("aria-selected", "true");
      const again = focused?.getAttribute?.("href");
      if (again) $(`a[href="${CSS.escape(again)}"]`, fresh)?.focus({ preventScroll: true });
    }
  };
  let busy = false;
  let missed = false;
  // What is pressed stays where it is until it is let go: else nothing would come of the press.
  let pressed = false;
  addEventListener("pointerdown", (event) => (pressed = event.button === 0), true);
  for (const end of ["pointerup", "pointercancel"]) {
    const letGo = () => {
      pressed = false;
      if (missed) refresh();
    };
    addEventListener(end, () => setTimeout(letGo), true);
  }
  const refresh = async () => {
    if (busy || pressed || document.hidden) return void (missed = true);
    busy = true;
    missed = false;
    try {
      const answer = await fetch(location.href, { headers: { accept: "text/html" } });
      if (!answer.ok || answer.redirected) return;
      const next = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (pressed) return void (missed = true);
      const before = heading(document);
      for (const part of [".side", ".tabbar", "main"]) renew(part, next);
      shown = next;
      // Of a run nobody is told, of a verdict they are.
      if (heading(next) !== before && !heading(next).includes(" ago")) said.textContent = heading(next);
    } catch {
      // The next change asks again.
    } finally {
      busy = false;
    }
    if (missed && !pressed && !document.hidden) setTimeout(refresh, 1000);
  };
  const live = $("[data-live-dot]");
  if (live && window.EventSource) {
    live.hidden = false;
    const events = new EventSource("/events");
    let heard = new Date();
    const hear = () => {
      heard = new Date();
      live.classList.remove("stale");
      $(".t", live).textContent = "Live";
    };
    for (const sign of ["open", "alive", "changed"]) events.addEventListener(sign, hear);
    events.addEventListener("changed", refresh);
    setInterval(() => {
      if (new Date() - heard < 30000) return;
      live.classList.add("stale");
      const since = heard.toLocaleTimeString(undefined, { ...forms.minute, hour12: false });
      $(".t", live).textContent = `Stale since ${since}`;
    }, 5000);
    document.addEventListener("visibilitychange", () => missed && refresh());
    addEventListener("pagehide", () => events.close());
  }

  // --- Keys --------------------------------------------------------------------------------
  const OFF = "tripline.keys";
  const keysAreOff = () => localStorage.getItem(OFF) === "off";
  const go = { o: "/", s: "/s", e: "/env", r: "/runs", i: "/i", b: "/slo", p: "/deps", d: "/d" };
  const help = [
    ["?", "these keys"], ["/", "find"], ["j k", "next, previous row"], ["Enter", "open"],
    ["g o", "overview"], ["g s", "suites"], ["g e", "environments"], ["g r", "runs"],
    ["g i", "incidents"], ["g b", "error budgets"], ["g p", "dependencies"], ["g d", "deploys"],
    ["[ ]", "older, newer run"], ["f", "next failed step"], ["d", "diff"], ["c", "copy as curl"],
    ["r", "run again"], ["a", "acknowledge"], ["t", "light, dark"], ["Esc", "back"],
    ["Ctrl /", "these keys"],
  ];
  const showHelp = () => {
    let dialog = $("#keys");
    if (!dialog) {
      dialog = document.createElement("dialog");
      dialog.id = "keys";
      const title = document.createElement("h2");
      title.textContent = "Keys";
      const list = document.createElement("dl");
      for (const [key, words] of help) {
        const row = document.createElement("div");
        const [dt, dd] = [document.createElement("dt"), document.createElement("dd")];
        dt.textContent = key;
        dd.textContent = words;
        row.append(dt, dd);
        list.append(row);
      }
      const label = document.createElement("label");
      const box = document.createElement("input");
      box.type = "checkbox";
      box.checked = !keysAreOff();
      box.addEventListener("change", () => localStorage.setItem(OFF, box.checked ? "on" : "off"));
      label.append(box, " listen to single letters");
      const close = document.createElement("button");
      close.className = "btn";
      close.textContent = "Close";
      close.addEventListener("click", () => dialog.close());
      dialog.append(title, list, label, close);
      document.body.append(dialog);
    }
    dialog.showModal();
  };
  const move = (by) => {
    const rows = all($("#hits") ? "#hits [data-row]" : "main [data-row]");
    if (!rows.length) return;
    const at = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
    rows[at]?.removeAttribute("aria-selected");
    const next = rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? 0 : at + by))];
    next.setAttribute("aria-selected", "true");
    $("a, button, [tabindex]", next)?.focus();
    next.scrollIntoView({ block: "nearest" });
  };
  // A grid is walked cell by cell.
  const walk = (cell, down, right) => {
    const rows = all("[role=row]", cell.closest("[role=grid]"));
    const cells = rows.map((row) => all("[role=gridcell]", row)).filter((row) => row.length);
    const at = cells.findIndex((row) => row.includes(cell));
    const next = cells[at + down]?.[cells[at].indexOf(cell) + right];
    if (next) ($("a", next) ?? next).focus();
  };
  const arrows = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };
  const press = (key) => $(`[data-key="${CSS.escape(key)}"]`)?.click();
  // The field of the bar; where there is none to be seen, the page.
  const find = () => {
    const field = all("#q, #find").find((it) => it.checkVisibility());
    if (field) field.focus();
    else location.assign("/find");
  };
  const letters = {
    "?": showHelp,
    "/": () => find(),
    j: () => move(1),
    k: () => move(-1),
    "[": () => press("["),
    "]": () => press("]"),
    r: () => press("r"),
    a: () => press("a"),
    c: () => $("[data-key=c] .copy")?.click(),
    d: () => $("[data-tab=Diff]")?.click(),
    t: () => $("[data-theme-to]")?.click(),
    f: () => {
      const rows = all("main .row[data-row]");
      const at = rows.findIndex((row) => row.hasAttribute("aria-current"));
      const bad = (row) => row.dataset.tone === "bad";
      const next = rows.slice(at + 1).find(bad) ?? rows.find(bad);
      if (next) $("a", next)?.click();
    },
  };
  let going = 0;
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, dialog");
    if ((event.metaKey || event.ctrlKey) && event.key === "k") {
      event.preventDefault();
      return void find();
    }
    // Also where letters are switched off: there they are switched on again.
    if ((event.metaKey || event.ctrlKey) && event.key === "/") return void showHelp();
    if (event.key === "Escape" && $("#hits")) return void forget();
    if (event.key === "ArrowDown" && typing?.id === "find") {
      event.preventDefault();
      return void $("#hits a, #hits button")?.focus();
    }
    if (event.key === "Escape" && typing?.matches("input, textarea")) return void typing.blur();
    if (typing || event.metaKey || event.ctrlKey || event.altKey) return;
    const arrow = arrows[event.key];
    const cell = event.target.closest?.("[role=gridcell]");
    if (arrow && (cell || (arrow[0] && event.target.closest?.("[data-row]")))) {
      event.preventDefault();
      return void (cell ? walk(cell, ...arrow) : move(arrow[0]));
    }
    if (event.key === "Escape") {
      const up = all(".crumb a").pop();
      return void up?.click();
    }
    if (keysAreOff()) return;
    const isSecond = Date.now() - going < 1200;
    going = 0;
    if (isSecond && go[event.key]) return void location.assign(go[event.key] + carried());
    if (event.key === "g") return void (going = Date.now());
    const does = letters[event.key];
    if (does) {
      event.preventDefault();
      does();
    }
  });
  const carried = () => new URL($(".brand")?.href ?? location.href).search;

  // Bars show how long they are when pointed at, and lead where their row does.
  document.addEventListener("click", ({ target }) => {
    if (target.matches?.(".row rect")) $("a", target.closest(".row"))?.click();
  });

  // --- Finding: while somebody types, what the page of findings would show ------------------
  let asked;
  const forget = () => $("#hits")?.remove();
  document.addEventListener("input", ({ target }) => {
    if (target.id !== "find") return;
    clearTimeout(asked);
    asked = setTimeout(async () => {
      const answer = await fetch(`/find?q=${encodeURIComponent(target.value)}`).catch(() => null);
      if (!answer?.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      forget();
      const found = $("#found", page);
      if (!found || !target.value || document.activeElement !== target) return;
      found.id = "hits";
      target.closest("form").after(document.importNode(found, true));
    }, 150);
  });
  document.addEventListener("focusin", ({ target }) => target.closest("#hits, .find") || forget());

  // --- Light and dark ----------------------------------------------------------------------
  $("[data-theme-to]")?.addEventListener("click", (event) => {
    event.preventDefault();
    const root = document.documentElement;
    const dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    document.cookie = `tripline_theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax`;
  });

  prepare(document);
})();
