// Milepost's only script. Every page works without it; with it pages stay fresh, identifiers can be copied with a click, and values
// light up together with the input that they came from.
"use strict";
(() => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && !document.cookie.split("; ").includes("milepost-zone=" + encodeURIComponent(zone))) {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = "milepost-zone=" + encodeURIComponent(zone) + "; Path=/; Max-Age=31536000; SameSite=Lax" + secure;
  }

  // Copying: the button shows only where the browser can do it.
  const drawing = (path) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
    line.setAttribute("d", path);
    svg.append(line);
    return svg;
  };
  const sheets = "M9 9h11v11H9zM15 9V4H4v11h5", tick = "M4 12l6 6L20 6";
  const copyable = (root) => {
    if (!navigator.clipboard) return;
    for (const item of root.querySelectorAll("[data-copy]")) {
      if (item.nextElementSibling?.classList.contains("copy")) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.append(drawing(sheets));
      const label = item.dataset.copy;
      button.setAttribute("aria-label", label + ": " + item.textContent);
      button.title = label;
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(item.dataset.value || item.textContent);
        button.replaceChildren(drawing(tick));
        setTimeout(() => button.replaceChildren(drawing(sheets)), 1500);
      });
      item.after(button);
    }
  };
  copyable(document);

  // A value and the input it came from.
  const lit = (id, on) => {
    for (const part of document.querySelectorAll("[data-origin]")) {
      if (part.dataset.origin.split(" ").includes(id)) part.classList.toggle("lit", on);
    }
  };
  const ids = (target) => target.closest?.("[data-origin]")?.dataset.origin.split(" ") ?? [];
  for (const [name, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
    document.addEventListener(name, (event) => { for (const id of ids(event.target)) lit(id, on); });
  }

  // A form that was sent once is not sent again by a second click.
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (button) setTimeout(() => { button.disabled = true; }, 0);
  });
  addEventListener("pageshow", () => {
    for (const button of document.querySelectorAll("button[disabled]")) button.disabled = false;
  });

  // Fresh parts: the page is asked for again, and its parts that are marked take the places of those shown.
  const address = document.body.dataset.live;
  if (!address || !window.EventSource) return;
  let busy = false, again = false, waiting = 0;
  const refresh = async () => {
    if (document.hidden) { again = true; return; }
    if (busy) { again = true; return; }
    busy = true;
    again = false;
    try {
      const answer = await fetch(location.href, { headers: { "X-Milepost-Live": "1" }, redirect: "error" });
      if (answer.ok) {
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
        for (const part of document.querySelectorAll("[data-fresh]")) {
          const other = fresh.getElementById(part.id);
          // Whoever types or stands in a part keeps it as it is.
          if (!other || part.contains(document.activeElement) || part.innerHTML === other.innerHTML) continue;
          const open = [...part.querySelectorAll("details[open][id]")].map((item) => item.id);
          part.replaceChildren(...other.childNodes);
          for (const id of open) document.getElementById(id)?.setAttribute("open", "");
          copyable(part);
        }
      }
    } catch { /* The next event tries again. */ }
    busy = false;
    if (again) later();
  };
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, 1000);
  };
  const source = new EventSource(address);
  source.addEventListener("changed", later);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && again) later(); });
})();
