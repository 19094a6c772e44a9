// The mends of a failing step: each button shows its preview in place, one at a time.

function show(button, open) {
  button.setAttribute("aria-expanded", String(open));
  document.getElementById(button.getAttribute("aria-controls")).hidden = !open;
}

document.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-mend]");
  if (!chosen) return;
  const open = chosen.getAttribute("aria-expanded") !== "true";
  for (const button of chosen.closest(".mends").querySelectorAll("[data-mend]")) show(button, button === chosen && open);
  if (open) document.getElementById(chosen.getAttribute("aria-controls")).scrollIntoView({ block: "nearest" });
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  const button = event.target.closest?.(".mends")?.querySelector('[data-mend][aria-expanded="true"]');
  if (!button) return;
  show(button, false);
  button.focus();
});
