// Lists that are put in order: by dragging, by the menu of each handle, by keyboard.
//
// <ol data-sortable data-form="ID" data-said-...="...{name}...{position}...{count}..."> holds
// <li data-name data-key> with a handle, details[data-handle] > summary. The form with that id sends
// where it was, where it goes and its key. What is said for each step of the way stands in data-said-lifted, -moved, -dropped
// and -cancelled, and goes to #announcer.

const HANDLE = "[data-handle] > summary";
let lifted = null; // { item, list, order }

function say(list, what, item) {
  const items = [...list.children];
  const text = list.dataset[`said${what}`] ?? "";
  document.getElementById("announcer").textContent = text
    .replaceAll("{name}", item.dataset.name)
    .replaceAll("{position}", items.indexOf(item) + 1)
    .replaceAll("{count}", items.length);
}

function send(list, item, from) {
  const to = [...list.children].indexOf(item);
  if (to === from) return;
  post(document.getElementById(list.dataset.form), `${from} ${to} ${item.dataset.key}`);
}

function post(form, move) {
  form.querySelector("[name=move]").value = move;
  form.requestSubmit();
}

function settle(list) {
  list.settled = [...list.children];
}

function putBack(list) {
  // Siblings move around the item that has the focus, so that it keeps it.
  const held = lifted?.item ?? list.querySelector(":focus")?.closest("li");
  const place = list.settled.indexOf(held);
  list.settled.forEach((item, index) => {
    if (item === held) return;
    if (held && index < place) held.before(item);
    else list.append(item);
  });
}

function step(list, item, key) {
  const { previousElementSibling: above, nextElementSibling: below } = item;
  if (key === "ArrowUp" && above) item.after(above);
  if (key === "ArrowDown" && below) item.before(below);
  if (key === "Home") item.after(...[...list.children].slice(0, [...list.children].indexOf(item)));
  if (key === "End") item.before(...[...list.children].slice([...list.children].indexOf(item) + 1));
  item.scrollIntoView({ block: "nearest" });
  say(list, "Moved", item);
}

function lift(item) {
  const list = item.parentElement;
  settle(list);
  lifted = { item, list, from: list.settled.indexOf(item) };
  item.classList.add("lifted");
  item.querySelector("[data-handle]").open = false;
  say(list, "Lifted", item);
}

function drop(keep) {
  const { item, list, from } = lifted;
  if (!keep) putBack(list);
  lifted = null;
  item.classList.remove("lifted");
  say(list, keep ? "Dropped" : "Cancelled", item);
  if (keep) send(list, item, from);
}

document.addEventListener("keydown", (event) => {
  const summary = event.target.closest?.(`[data-sortable] ${HANDLE}`);
  if (lifted) {
    if (["ArrowUp", "ArrowDown", "Home", "End"].includes(event.key)) step(lifted.list, lifted.item, event.key);
    else if (event.key === " " || event.key === "Enter") drop(true);
    else if (event.key === "Escape") drop(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  } else if (summary && event.key === " " && !event.repeat) {
    event.preventDefault();
    lift(summary.closest("li"));
  }
}, { capture: true });

// The buttons of the menus belong to that form, too, but stand outside of it, where htmx does not see them.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-handle] button[form]");
  if (!button) return;
  event.preventDefault();
  button.closest("[data-handle]").open = false;
  post(button.form, button.value);
});

// The blank bar opens a summary when it is let go.
document.addEventListener("keyup", (event) => {
  if (event.key === " " && event.target.closest?.(`[data-sortable] ${HANDLE}`)) event.preventDefault();
});
document.addEventListener("focusout", (event) => {
  if (lifted && lifted.item.contains(event.target) && !lifted.item.contains(event.relatedTarget)) drop(false);
});

function makeSortable(list) {
  if (list.sortable) return;
  settle(list);
  list.sortable = window.Sortable.create(list, {
    handle: HANDLE,
    draggable: "li[data-key]",
    animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
    ghostClass: "placeholder",
    onStart: () => { lifted = null; settle(list); },
    onEnd: ({ item, oldDraggableIndex }) => {
      item.querySelector("[data-handle]").open = false;
      say(list, "Dropped", item);
      send(list, item, oldDraggableIndex);
    },
  });
}

function start(root) {
  for (const list of root.querySelectorAll("[data-sortable]")) makeSortable(list);
}

// A move that did not get through leaves the list as it was.
for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    for (const list of document.querySelectorAll("[data-sortable]")) {
      if (list.dataset.form === event.detail.elt.id) putBack(list);
    }
  });
}
document.addEventListener("htmx:load", (event) => start(event.detail.elt.parentElement ?? document));
start(document);
