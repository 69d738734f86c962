// Nothing here is needed: pages work without it. It writes times in the time zone of whoever looks,
// and is free of libraries.
(() => {
  "use strict";
  const forms = {
    second: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
    minute: { hour: "2-digit", minute: "2-digit" },
    day: { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
  };
  const localize = (root) => {
    for (const time of root.querySelectorAll("time[data-form]")) {
      const at = new Date(time.dateTime);
      const form = forms[time.dataset.form];
      if (form && !Number.isNaN(at.valueOf())) {
        time.textContent = at.toLocaleString(undefined, { ...form, hour12: false });
      }
    }
  };
  localize(document);
})();
