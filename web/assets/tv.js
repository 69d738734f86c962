// Keeps the screen on the wall up to date: asks every ten seconds, says so when it has heard nothing
// for half a minute, loads itself anew when there is another build, and wanders by a few pixels so
// that nothing burns in.
(() => {
  "use strict";
  const two = (n) => String(n).padStart(2, "0");
  const clock = (at) => `${two(at.getHours())}:${two(at.getMinutes())}`;
  const stale = document.getElementById("stale");
  let heard = new Date();
  let place = 0;

  const look = async () => {
    try {
      const answer = await fetch(location.href, { signal: AbortSignal.timeout(8000) });
      if (!answer.ok || answer.redirected) throw new Error("no page");
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const build = page.documentElement.dataset.build;
      if (build !== document.documentElement.dataset.build) return location.reload();
      document.getElementById("screen").replaceWith(page.getElementById("screen"));
      document.title = page.title;
      heard = new Date();
      tick();
    } catch {
      // The screen says so once it has lasted.
    }
  };

  const tick = () => {
    const now = new Date();
    const shown = document.getElementById("clock");
    if (shown) shown.textContent = clock(now);
    for (const time of document.querySelectorAll("time[datetime]")) {
      time.textContent = clock(new Date(time.dateTime));
    }
    const isStale = now - heard > 30000;
    stale.hidden = !isStale;
    if (isStale) stale.textContent = `stale since ${clock(heard)}`;
  };

  setInterval(look, 10000);
  setInterval(tick, 1000);
  setInterval(() => {
    place = (place + 1) % 4;
    document.body.className = `at${place}`;
  }, 60000);
  tick();
})();
