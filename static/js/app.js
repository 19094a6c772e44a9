// What every page shares: menus, the drawer and the sheet at narrow widths, undo keys, notices, failed requests.

const isTextField = (element) =>
  element instanceof HTMLElement && (element.isContentEditable || element.matches("input:not([type=checkbox], [type=radio], [type=submit], [type=button], [type=file]), textarea, select"));

function setOpen(target, open) {
  target.classList.toggle("open", open);
  for (const toggle of document.querySelectorAll(`[data-toggle="${target.id}"]`)) {
    toggle.setAttribute("aria-expanded", String(open));
  }
  if (target.classList.contains("side") && open) target.querySelector("a")?.focus();
}

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  const toggle = event.target.closest("[data-toggle]");
  if (toggle) {
    const target = document.getElementById(toggle.dataset.toggle);
    setOpen(target, !target.classList.contains("open"));
    return;
  }
  event.target.closest("[data-dismiss]")?.closest(".note")?.remove();
  const side = document.querySelector(".side.open");
  if (side && !side.contains(event.target)) setOpen(side, false);
  if (event.target.closest('a[aria-disabled="true"]')) event.preventDefault();
});

function closeWithEscape(event) {
  const menu = event.target.closest?.("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
    return;
  }
  for (const panel of document.querySelectorAll(".side.open, .right.open")) {
    setOpen(panel, false);
    document.querySelector(`[data-toggle="${panel.id}"]`)?.focus();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeWithEscape(event);
  const key = event.key.toLowerCase();
  if (!(event.ctrlKey || event.metaKey) || event.altKey || !["z", "y"].includes(key) || isTextField(event.target)) return;
  const name = key === "y" || event.shiftKey ? "redo" : "undo";
  const button = document.querySelector(`[data-key="${name}"]`);
  if (!button) return;
  event.preventDefault();
  if (!button.disabled) button.click();
});

// Undo, redo and discarding load the page anew: scroll positions and focus survive that, in this tab and for this page.
const SCROLLERS = ["#side", "#main", ".right > .body"];
const PLACE = `place ${location.pathname}`;
const SIDE = "side scroll";

document.addEventListener("submit", (event) => {
  if (!event.target.closest("[data-keep-place]")) return;
  const place = { window: scrollY, focus: document.activeElement?.dataset.key, scrollers: SCROLLERS.map((s) => document.querySelector(s)?.scrollTop ?? 0) };
  sessionStorage.setItem(PLACE, JSON.stringify(place));
});
addEventListener("pagehide", () => {
  sessionStorage.setItem(SIDE, String(document.getElementById("side")?.scrollTop ?? 0));
});

const side = document.getElementById("side");
if (side) side.scrollTop = Number(sessionStorage.getItem(SIDE) ?? 0);
const place = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
if (place) {
  sessionStorage.removeItem(PLACE);
  SCROLLERS.forEach((selector, index) => document.querySelector(selector)?.scrollTo(0, place.scrollers[index]));
  scrollTo(0, place.window);
  const focused = place.focus && document.querySelector(`[data-key="${place.focus}"]:not(:disabled)`);
  if (focused) focused.focus({ preventScroll: true });
}

// What a form was refused for is where reading goes on.
document.querySelector("[data-focus]")?.focus();

// A form that was sent the plain way shows that it works, and is not sent twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
  event.submitter?.classList.add("busy");
  document.getElementById("progress").classList.add("htmx-request");
});
addEventListener("pageshow", () => {
  document.getElementById("progress").classList.remove("htmx-request");
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll(".btn.busy")) button.classList.remove("busy");
});

// A request that failed leaves the page as it was; the notice offers to send it again.
for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    const notices = document.getElementById("notices");
    const which = event.detail.xhr?.status === 403 ? "not-allowed" : "request-failed";
    const notice = document.getElementById(which).content.cloneNode(true).firstElementChild;
    const focused = document.activeElement;
    notice.querySelector("[data-retry]")?.addEventListener("click", () => {
      focused.focus({ preventScroll: true });
      notice.remove();
      const { elt, requestConfig } = event.detail;
      const trigger = requestConfig?.triggeringEvent?.type ?? "retry"; // nothing triggers what loads by itself
      if (elt.isConnected) elt.dispatchEvent(new Event(trigger, { bubbles: true, cancelable: true }));
    });
    notices.replaceChildren(notice);
  });
}
