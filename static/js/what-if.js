// The right column of a Stage: its tabs, and addresses that lead back to the case that is shown.

const beside = document.getElementById("beside");
const tabs = [...beside.querySelectorAll('[role="tab"]')];
const CHOSEN = "right tab";

function choose(tab) {
  for (const each of tabs) {
    const on = each === tab;
    each.setAttribute("aria-selected", String(on));
    each.tabIndex = on ? 0 : -1;
    document.getElementById(each.getAttribute("aria-controls")).hidden = !on;
  }
  sessionStorage.setItem(CHOSEN, tab.id);
}

function open() {
  beside.classList.add("open");
  beside.querySelector(".sheet-toggle").setAttribute("aria-expanded", "true");
}

beside.querySelector('[role="tablist"]').addEventListener("click", (event) => {
  const tab = event.target.closest('[role="tab"]');
  if (!tab) return;
  choose(tab);
  open();
});

beside.querySelector('[role="tablist"]').addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const next = tabs[(tabs.indexOf(event.target) + step + tabs.length) % tabs.length];
  choose(next);
  next.focus();
});

// A problem names a line of the YAML.
document.addEventListener("click", (event) => {
  if (event.target.closest("a[href^='#L']")) choose(document.getElementById("tab-yaml"));
});

// Undo, redo and what else comes back to this page comes back to the case that is shown.
let here = location.pathname + location.search;
document.addEventListener("htmx:replacedInHistory", () => {
  const now = location.pathname + location.search;
  for (const next of document.querySelectorAll("input[name=next]")) if (next.value === here) next.value = now;
  here = now;
});

// What a step gets, asked for in one case and answered when another is shown, is asked for again.
let cases = 0;
const askedIn = new WeakMap();

document.addEventListener("htmx:beforeSend", ({ detail }) => askedIn.set(detail.xhr, cases));

document.addEventListener("htmx:afterSettle", ({ detail: { target, xhr } }) => {
  if (target.id === "what-if") cases += 1;
  else if (target.matches(".evaluated-values, [id^='evaluated-']") && askedIn.get(xhr) !== cases) {
    askedIn.set(xhr, cases);
    document.body.dispatchEvent(new Event("pin-forgotten"));
  }
});

const last = document.getElementById(sessionStorage.getItem(CHOSEN));
if (tabs.includes(last)) choose(last);
