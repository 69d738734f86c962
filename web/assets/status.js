// Nothing here is needed: the page works without it. It writes times in the time zone of whoever
// looks, and shows what has changed once a minute, unless somebody is busy in the page.
(() => {
  "use strict";
  const form = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hour12: false };
  const localize = (root) => {
    for (const time of root.querySelectorAll("time[datetime]")) {
      const at = new Date(time.dateTime);
      if (Number.isNaN(at.valueOf())) continue;
      time.title = time.textContent;
      time.textContent = at.toLocaleString(undefined, { ...form, timeZoneName: "short" });
    }
  };
  const look = async () => {
    const main = document.querySelector("main");
    const isBusy = main.contains(document.activeElement) || !document.getSelection().isCollapsed;
    if (document.hidden || isBusy) return;
    try {
      const answer = await fetch(location.href);
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = page.querySelector("main");
      const open = [...main.querySelectorAll("details")].map((details) => details.open);
      [...next.querySelectorAll("details")].forEach((it, at) => (it.open = open[at] ?? false));
      localize(next);
      const verdict = next.querySelector("h1").textContent;
      if (verdict !== main.querySelector("h1").textContent) {
        document.getElementById("said").textContent = verdict;
      }
      main.replaceWith(next);
      document.title = page.title;
    } catch {
      // The next minute asks again; a page that is a file stays as it is.
    }
  };
  setInterval(look, 60000);
  document.addEventListener("visibilitychange", look);
  localize(document);
})();
