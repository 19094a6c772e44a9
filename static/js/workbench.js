// The pages of one manifest: panels that open in place, long lists of choices, the YAML that follows the edits.

const narrow = matchMedia("(max-width: 900px)");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

// Panels: a link with data-panel="ID" loads a form into that element, and closes it again.
const panelOf = (link) => document.getElementById(link.dataset.panel);

function showState(root = document) {
  for (const link of root.querySelectorAll("[data-panel]")) {
    link.setAttribute("aria-expanded", String(Boolean(panelOf(link)?.childElementCount)));
  }
}

function close(panel) {
  panel.replaceChildren();
  showState();
  document.querySelector(`[data-panel="${panel.id}"]`)?.focus();
}

document.addEventListener("htmx:beforeRequest", (event) => {
  const link = event.detail.elt;
  if (!link.matches("a[data-panel]") || !panelOf(link).childElementCount) return;
  event.preventDefault();
  close(panelOf(link));
});

document.addEventListener("click", (event) => {
  const cancel = event.target.closest("[data-close]");
  const panel = cancel?.closest(".panel");
  if (panel) {
    event.preventDefault();
    close(panel);
  }
  if (event.target.closest("[data-copy]")) copy(event.target.closest("[data-copy]"));
  const line = event.target.closest("a[href^='#L']");
  if (line) document.getElementById("yaml").closest(".right").classList.add("open");
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  const link = event.target.closest?.("a[data-panel]");
  const panel = event.target.closest?.(".panel") ?? (link && panelOf(link));
  if (panel?.childElementCount && !event.target.closest(".panel details[open]")) close(panel);
});

// A long list of choices is narrowed by typing.
document.addEventListener("input", (event) => {
  const list = document.getElementById(event.target.dataset.narrows ?? "");
  if (!list) return;
  const wanted = event.target.value.trim().toLowerCase();
  for (const choice of list.children) choice.hidden = !choice.textContent.toLowerCase().includes(wanted);
});

// Only pages that come over HTTPS, or from this machine, may write to the clipboard.
if (!navigator.clipboard) for (const button of document.querySelectorAll("[data-copy]")) button.hidden = true;

async function copy(button) {
  const text = document.querySelector("#yaml-code").textContent;
  await navigator.clipboard.writeText(text);
  document.getElementById("announcer").textContent = button.dataset.copied;
  button.classList.add("done");
  setTimeout(() => button.classList.remove("done"), 1500);
}

// The YAML follows the edits: what the last one changed comes into view, once, without moving the page.
function follow() {
  const code = document.getElementById("yaml-code");
  const latest = code && document.getElementById(`L${code.dataset.latest}`);
  const box = code?.closest(".yaml-scroll");
  if (!latest || !box || box.scrollHeight <= box.clientHeight) return;
  const top = latest.offsetTop - box.offsetTop;
  if (top < box.scrollTop || top > box.scrollTop + box.clientHeight - 60) {
    box.scrollTo({ top: Math.max(0, top - box.clientHeight / 3), behavior: calm.matches ? "auto" : "smooth" });
  }
}

// What was unfolded before an answer came stays unfolded after it.
let unfolded = [];
document.addEventListener("htmx:beforeSwap", () => {
  unfolded = [...document.querySelectorAll("main details[id][open]")].map((details) => details.id);
});
document.addEventListener("htmx:afterSwap", () => {
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
});

document.addEventListener("htmx:afterSettle", (event) => {
  showState();
  if (event.detail.xhr?.status !== 422) return;
  document.getElementById(event.detail.target.id)?.querySelector("[aria-invalid='true']")?.focus();
});
document.addEventListener("htmx:oobAfterSwap", (event) => {
  if (event.detail.target.id === "yaml-code" || event.detail.elt?.id === "yaml-code") follow();
});
// Undo and redo load the page anew: it stays where it was.
const main = document.getElementById("main");
const spot = `scroll of ${location.pathname}`;
addEventListener("pagehide", () => sessionStorage.setItem(spot, JSON.stringify([main.scrollTop, window.scrollY, document.activeElement.id])));
if (document.referrer === location.href && sessionStorage.getItem(spot)) {
  const [inside, outside, focused] = JSON.parse(sessionStorage.getItem(spot));
  if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus({ preventScroll: true });
  main.scrollTop = inside;
  window.scrollTo(0, outside);
}
showState();
if (!narrow.matches) follow();
