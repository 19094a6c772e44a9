// Find a node by what its card says: name, task, repository. A combobox: the list follows the typing.

const SHOWN = 12;

export class Search {
  constructor(form, { nodes, onChoose, say }) {
    this.input = form.querySelector("input[name=q]");
    this.list = form.querySelector("[role=listbox]");
    Object.assign(this, { form, nodes, onChoose, say, found: [], active: -1 });
    this.input.addEventListener("input", () => this.look());
    this.input.addEventListener("focus", () => this.input.value && this.look());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) this.choose(Number(option.dataset.index));
    });
    this.input.addEventListener("blur", () => this.close());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.choose(Math.max(0, this.active));
    });
  }

  focus() {
    this.input.focus();
    this.input.select();
  }

  look() {
    const words = this.input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const hits = [];
    for (const node of words.length ? this.nodes() : []) {
      const label = node.label.toLowerCase(), name = node.name.toLowerCase();
      if (!words.every((word) => label.includes(word))) continue;
      const rank = name === words[0] ? 0 : name.startsWith(words[0]) ? 1 : name.includes(words[0]) ? 2 : 3;
      hits.push({ node, rank });
    }
    hits.sort((a, b) => a.rank - b.rank || a.node.index - b.node.index);
    this.found = hits.map((hit) => hit.node);
    this.active = this.found.length ? 0 : -1;
    this.render(words.length > 0);
  }

  render(asked) {
    const { form } = this;
    const options = this.found.slice(0, SHOWN).map((node, index) => {
      const option = document.createElement("li");
      const name = document.createElement("b");
      const rest = document.createElement("span");
      option.id = `match-${index}`;
      option.setAttribute("role", "option");
      option.dataset.index = index;
      name.textContent = node.name;
      rest.textContent = node.label.replace(` ${node.name}, `, " · ");
      option.append(name, rest);
      return option;
    });
    this.list.replaceChildren(...options);
    const count = this.found.length;
    const words = !asked ? "" : count === 0 ? form.dataset.none : count > SHOWN ? form.dataset.more.replace("{shown}", SHOWN).replace("{count}", count) : "";
    form.querySelector("[data-rest]").textContent = words;
    form.classList.toggle("open", asked);
    this.input.setAttribute("aria-expanded", String(options.length > 0));
    if (asked) this.say(count ? form.dataset.count.replace("{count}", count) : form.dataset.none);
    this.mark();
  }

  mark() {
    for (const option of this.list.children) {
      const active = Number(option.dataset.index) === this.active;
      option.setAttribute("aria-selected", String(active));
      if (active) option.scrollIntoView({ block: "nearest" });
    }
    if (this.active >= 0) this.input.setAttribute("aria-activedescendant", `match-${this.active}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    const last = Math.min(this.found.length, SHOWN) - 1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (last < 0) return;
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.active = (this.active + step + last + 1) % (last + 1);
      this.mark();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      if (this.form.classList.contains("open")) this.close();
      else this.input.blur();
    }
  }

  choose(index) {
    const node = this.found[index];
    if (!node) return;
    this.close();
    this.onChoose(node);
  }

  close() {
    this.form.classList.remove("open");
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
