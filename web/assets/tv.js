// Keeps the screen on the wall up to date: listens to what changes, turns the page when there are
// several, says so when it has heard nothing for half a minute, loads itself anew when there is
// another build, and wanders by a few pixels so that nothing burns in.
(() => {
  "use strict";
  const two = (n) => String(n).padStart(2, "0");
  const clock = (at) => `${two(at.getHours())}:${two(at.getMinutes())}`;
  const stale = document.getElementById("stale");
  const screen = () => document.getElementById("screen");
  let heard = new Date();
  let looked = new Date();
  let place = 0;

  const look = async () => {
    looked = new Date();
    try {
      const answer = await fetch(location.href, { signal: AbortSignal.timeout(8000) });
      if (!answer.ok || answer.redirected) throw new Error("no page");
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const build = page.documentElement.dataset.build;
      if (build !== document.documentElement.dataset.build) return location.reload();
      screen().replaceWith(page.getElementById("screen"));
      document.title = page.title;
      tick();
    } catch {
      // What is gone for longer, the stream tells.
    }
  };

  const listen = () => {
    const events = new EventSource("/events");
    const hear = () => (heard = new Date());
    for (const sign of ["open", "alive", "changed"]) events.addEventListener(sign, hear);
    for (const sign of ["open", "changed"]) events.addEventListener(sign, look);
    events.addEventListener("error", () => {
      // One that was refused does not come back by itself.
      if (events.readyState === EventSource.CLOSED) setTimeout(listen, 5000);
    });
  };

  const tick = () => {
    const now = new Date();
    const shown = document.getElementById("clock");
    if (shown) shown.textContent = clock(now);
    for (const time of document.querySelectorAll("time[datetime]")) {
      time.textContent = clock(new Date(time.dateTime));
    }
    // How long something lasts grows although nothing happens.
    if (now - looked > Number(screen().dataset.turn) * 1000) look();
    const isStale = now - heard > 30000;
    stale.hidden = !isStale;
    if (isStale) stale.textContent = `stale since ${clock(heard)}`;
  };

  setInterval(tick, 1000);
  setInterval(() => {
    place = (place + 1) % 4;
    document.body.className = `at${place}`;
  }, 60000);
  listen();
  tick();
})();
