// What every page shares: menus that close, the drawer at narrow widths, failed requests that can be tried again.

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  const toggle = event.target.closest("[data-toggle]");
  if (toggle) {
    const target = document.getElementById(toggle.dataset.toggle);
    toggle.setAttribute("aria-expanded", String(target.classList.toggle("open")));
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest?.("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
  for (const side of document.querySelectorAll(".side.open")) {
    side.classList.remove("open");
    const toggle = document.querySelector(`[data-toggle="${side.id}"]`);
    toggle?.setAttribute("aria-expanded", "false");
    toggle?.focus();
  }
});

// A request that failed leaves the page as it was; the notice offers to send it again.
for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    const notices = document.getElementById("notices");
    const notice = document.getElementById("request-failed").content.cloneNode(true).firstElementChild;
    notice.querySelector("[data-retry]").addEventListener("click", () => {
      notice.remove();
      const { elt, requestConfig } = event.detail;
      const trigger = requestConfig?.triggeringEvent;
      if (elt.isConnected && trigger) elt.dispatchEvent(new Event(trigger.type, { bubbles: true, cancelable: true }));
    });
    notices.replaceChildren(notice);
  });
}
