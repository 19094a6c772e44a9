// Copying the YAML stream without a detour through a file.

async function copy(button) {
  const label = button.querySelector("[data-label]");
  const status = button.closest("section").querySelector("[data-copy-status]");
  const before = label.textContent;
  button.disabled = true;
  try {
    const response = await fetch(button.dataset.copy);
    if (!response.ok) throw new Error(response.statusText);
    await navigator.clipboard.writeText(await response.text());
    label.textContent = status.textContent = button.dataset.copied;
  } catch {
    status.textContent = button.dataset.failed;
  }
  button.disabled = false;
  button.focus();
  setTimeout(() => (label.textContent = before), 3000);
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => copy(button));
}
