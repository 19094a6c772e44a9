// Importing: files dropped onto the page, the list of what is chosen, and how far an upload is.

function setFiles(input, files) {
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  input.files = transfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

const size = (bytes) => (bytes < 1024 ? `${bytes} B` : bytes < 1024 ** 2 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`);
const filled = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => values[name]);

function listChosen(input, list, words) {
  const files = [...input.files];
  const rows = files.slice(0, 12).map((file, index) => {
    const row = document.createElement("li");
    const name = Object.assign(document.createElement("span"), { className: "grow clip", textContent: file.name, title: file.name });
    const length = Object.assign(document.createElement("span"), { className: "muted", textContent: size(file.size) });
    const remove = Object.assign(document.createElement("button"), { type: "button", className: "btn quiet", textContent: "×" });
    remove.setAttribute("aria-label", filled(words.remove, { name: file.name }));
    remove.addEventListener("click", () => {
      setFiles(input, files.filter((_, other) => other !== index));
      input.focus();
    });
    row.append(name, length, remove);
    return row;
  });
  if (files.length > rows.length) rows.push(Object.assign(document.createElement("li"), { textContent: filled(words.tooMany, { count: files.length - rows.length }) }));
  list.replaceChildren(...rows);
}

function acceptDrops() {
  let depth = 0;
  const input = () => document.getElementById("import-form")?.elements.files;
  const carriesFiles = (event) => input() && event.dataTransfer?.types.includes("Files");
  const mark = (change) => {
    depth = change === 0 ? 0 : depth + change;
    document.body.classList.toggle("dropping", depth > 0);
  };
  addEventListener("dragenter", (event) => carriesFiles(event) && mark(1));
  addEventListener("dragleave", (event) => carriesFiles(event) && mark(-1));
  addEventListener("dragover", (event) => carriesFiles(event) && event.preventDefault());
  addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    mark(0);
    setFiles(input(), [...input().files, ...event.dataTransfer.files]);
  });
}

function showProgress(form, working) {
  const text = working.querySelector("[data-text]");
  const bar = working.querySelector("progress");
  const megabytes = (bytes) => (bytes / 1024 ** 2).toFixed(1);
  const reading = () => {
    text.textContent = working.dataset.reading;
    bar.removeAttribute("value");
  };
  let timer;
  form.addEventListener("htmx:beforeRequest", () => {
    reading();
    timer = setTimeout(() => (working.hidden = false), 300);
  });
  form.addEventListener("htmx:xhr:progress", (event) => {
    const { loaded, total, lengthComputable } = event.detail;
    if (!lengthComputable || loaded >= total) return reading();
    text.textContent = filled(working.dataset.uploading, { done: megabytes(loaded), all: megabytes(total) });
    bar.value = loaded / total;
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    clearTimeout(timer);
    working.hidden = true;
    const { status } = event.detail.xhr;
    if (status < 200 || status >= 300) return;
    form.reset();
    form.elements.files.dispatchEvent(new Event("change", { bubbles: true }));
  });
  working.querySelector("[data-cancel]").addEventListener("click", () => form.dispatchEvent(new CustomEvent("htmx:abort", { bubbles: true, detail: {} })));
}

function start(form) {
  if (!form || form.dataset.started) return;
  form.dataset.started = "1";
  const input = form.elements.files;
  const working = form.querySelector("[data-working]");
  const chosen = form.querySelector("[data-chosen]");
  form.querySelector("[data-with-script]").hidden = false;
  input.addEventListener("change", () => listChosen(input, chosen, working.dataset));
  listChosen(input, chosen, working.dataset);
  showProgress(form, working);
}

acceptDrops();
start(document.getElementById("import-form"));

// What came of it is where reading goes on.
document.addEventListener("htmx:afterSwap", (event) => {
  start(document.getElementById("import-form"));
  const result = event.target.querySelector?.("[data-focus]");
  result?.focus({ preventScroll: true });
  result?.scrollIntoView({ block: "nearest" });
});
