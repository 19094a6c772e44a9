// The panel beside the canvas: what the selected node is. The server writes it, the address remembers it.

export class Inspector {
  constructor(panel, canvas, say) {
    Object.assign(this, { panel, canvas, say, bench: panel.closest(".bench") });
    panel.addEventListener("click", (event) => {
      if (!event.target.closest("[data-close]")) return;
      event.preventDefault();
      this.close(this.graph);
      this.graph?.current.element.focus({ preventScroll: true });
    });
    document.addEventListener("htmx:afterSwap", (event) => {
      if (event.detail.target !== panel) return;
      panel.hidden = false;
      this.bench.classList.add("with-right");
    });
  }

  get opened() {
    return !this.panel.hidden;
  }

  // How much of the canvas the panel hides: as a sheet it lies over its lower part.
  get covered() {
    return this.opened && getComputedStyle(this.panel).position === "fixed" ? this.panel.offsetHeight : 0;
  }

  async show(node, graph) {
    const id = node.element.id;
    this.graph = graph;
    this.selected = id;
    this.mark(graph);
    const [kind, name] = [node.kind, encodeURIComponent(node.name)];
    await htmx.ajax("GET", this.canvas.dataset.inspect.replace("/KIND/NAME/", `/${kind}/${name}/`), { source: this.panel, target: this.panel, swap: "innerHTML" });
    if (this.selected !== id || !this.opened) return;
    this.remember(id);
    this.say(this.canvas.dataset.selected.replace("{name}", node.name));
  }

  close(graph) {
    this.panel.hidden = true;
    this.panel.replaceChildren();
    this.bench.classList.remove("with-right");
    this.selected = "";
    this.remember("");
    if (graph) this.mark(graph);
  }

  remember(id) {
    const address = new URL(location.href);
    if (id) address.searchParams.set("node", id);
    else address.searchParams.delete("node");
    history.replaceState(history.state, "", address);
  }

  // Which card is selected: said by the server at first, by `selected` later.
  mark(graph) {
    this.graph = graph;
    this.selected ??= new URL(location.href).searchParams.get("node") ?? "";
    const halo = graph.svg.getElementById("halo");
    for (const marked of graph.svg.querySelectorAll(".n[aria-current]")) marked.removeAttribute("aria-current");
    const node = this.selected ? graph.byId(this.selected) : undefined;
    halo.classList.toggle("on", Boolean(node));
    if (!node) return;
    graph.makeCurrent(node);
    node.element.setAttribute("aria-current", "true");
    halo.setAttribute("transform", node.element.getAttribute("transform"));
    for (const [name, value] of Object.entries({ x: -3, y: -3, width: node.width + 6, height: node.height + 6 })) halo.setAttribute(name, value);
  }
}
