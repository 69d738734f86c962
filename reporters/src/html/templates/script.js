(function () {
  "use strict";
  var root = document.documentElement;
  var wanted = /theme=(light|dark)/.exec(location.hash);
  // A file opened from a disk may have no storage.
  function remember(theme) { try { localStorage.setItem("tripline-theme", theme); } catch (e) { return; } }
  function remembered() { try { return localStorage.getItem("tripline-theme"); } catch (e) { return null; } }
  var theme = wanted ? wanted[1] : remembered();
  if (theme === "light" || theme === "dark") { root.dataset.theme = theme; }
  function toggle() {
    var next = getComputedStyle(root).colorScheme === "dark" ? "light" : "dark";
    root.dataset.theme = next;
    remember(next);
  }
  function all(selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); }

  var tools = document.getElementById("tools");
  var filter = document.getElementById("filter");
  tools.hidden = false;
  all(".keys").forEach(function (keys) { keys.hidden = false; });
  document.getElementById("theme").addEventListener("click", toggle);

  var show = "all";
  var chains = all("[data-chain]").map(function (chain) {
    var suite = chain.closest(".suite");
    return { element: chain, text: (suite.getAttribute("aria-label") + " " + chain.textContent).toLowerCase() };
  });
  var entries = all("[data-entry]").map(function (entry) {
    return { element: entry, text: entry.textContent.toLowerCase() };
  });
  function isTrouble(kind) { return kind !== "ok" && kind !== "skip"; }
  function apply() {
    var text = filter.value.trim().toLowerCase();
    function hide(item, kind) {
      item.element.hidden = (show === "trouble" && !isTrouble(kind)) || (text !== "" && item.text.indexOf(text) < 0);
    }
    chains.forEach(function (chain) { hide(chain, chain.element.dataset.chain); });
    entries.forEach(function (entry) { hide(entry, entry.element.dataset.entry); });
    all(".suite").forEach(function (suite) {
      suite.hidden = !suite.querySelector("[data-chain]:not([hidden])");
    });
  }
  filter.addEventListener("input", apply);
  all("[data-show]").forEach(function (button) {
    button.addEventListener("click", function () {
      show = button.dataset.show;
      all("[data-show]").forEach(function (other) { other.setAttribute("aria-pressed", String(other === button)); });
      apply();
    });
  });

  // A link to a suite opens its chains.
  function reveal() {
    var id = location.hash.slice(1);
    var target = /^suite-\d+$/.test(id) && document.getElementById(id);
    if (!target) { return; }
    var closed = Array.prototype.slice.call(target.querySelectorAll("[data-chain]"));
    if (!closed.some(function (chain) { return chain.open; })) {
      closed.forEach(function (chain) { chain.open = true; });
    }
  }
  addEventListener("hashchange", reveal);
  reveal();

  function move(by) {
    var rows = all(".step > .row").filter(function (row) { return row.offsetParent !== null; });
    if (!rows.length) { return; }
    var at = rows.indexOf(document.activeElement);
    var next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.max(0, Math.min(rows.length - 1, at + by));
    rows[next].focus({ preventScroll: true });
    rows[next].scrollIntoView({ block: "nearest" });
  }
  addEventListener("keydown", function (event) {
    if (event.metaKey || event.ctrlKey || event.altKey) { return; }
    if (/^(input|textarea|select)$/i.test(event.target.tagName)) {
      if (event.key === "Escape") { filter.value = ""; apply(); filter.blur(); }
      return;
    }
    if (event.key === "j") { move(1); }
    if (event.key === "k") { move(-1); }
    if (event.key === "t") { toggle(); }
    if (event.key === "/") { event.preventDefault(); filter.focus(); }
  });
})();
