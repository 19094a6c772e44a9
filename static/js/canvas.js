// The pipeline canvas: brings the server's drawing to life. Nothing is laid out here.

import { Graph } from "./canvas/graph.js";
import { Inspector } from "./canvas/inspector.js";
import { keyboard } from "./canvas/keyboard.js";
import { Minimap } from "./canvas/minimap.js";
import { pointing } from "./canvas/pointing.js";
import { Search } from "./canvas/search.js";
import { Viewport } from "./canvas/viewport.js";

const canvas = document.getElementById("canvas");
if (canvas) start(canvas);
else {
  // The list and the empty state have a filter at most.
  document.addEventListener("keydown", (event) => {
    const filter = document.querySelector("[data-find]");
    if (event.key !== "/" || !filter || event.target.matches("input, textarea, select")) return;
    event.preventDefault();
    filter.focus();
  });
}

function start(element) {
  const status = document.getElementById("canvas-status");
  const say = (words) => (status.textContent = words);
  const sizeOf = (svg) => ({ width: Number(svg.dataset.width), height: Number(svg.dataset.height) });
  let svg = document.getElementById("drawing");
  let graph = new Graph(svg);
  const viewport = new Viewport(element, svg.querySelector(".world"), sizeOf(svg));
  const inspector = new Inspector(document.getElementById("inspector"), element, say);

  const open = (node) => (location.href = node.element.href.baseVal);
  const select = async (node) => {
    graph.makeCurrent(node);
    await inspector.show(node, graph);
    viewport.measure();
    viewport.reveal(node, inspector.covered);
  };
  // Focus makes the node current and tells what it is connected with.
  const focus = (node) => {
    graph.makeCurrent(node);
    graph.uncull(node);
    node.element.focus({ preventScroll: true });
    viewport.reveal(node);
  };
  let sought;
  const goTo = (node) => {
    graph.makeCurrent(node);
    graph.uncull(node);
    sought = node;
    node.element.focus({ preventScroll: true });
    sought = undefined;
    viewport.centre(node, Math.max(viewport.k, 0.8));
  };
  const describe = (node) => {
    const names = (nodes) => [...new Set(nodes.map((other) => other.name))].join(", ");
    const parts = [];
    if (node.incoming.length) parts.push(element.dataset.from.replace("{names}", names(node.incoming)));
    if (node.outgoing.length) parts.push(element.dataset.to.replace("{names}", names(node.outgoing)));
    node.element.setAttribute("aria-description", parts.join(" "));
  };

  const act = {
    in: () => viewport.zoomAt(1.25),
    out: () => viewport.zoomAt(0.8),
    fit: () => viewport.fit(true),
    actual: () => viewport.zoomAt(1 / viewport.k),
  };
  document.querySelector(".tools").addEventListener("click", (event) => {
    const name = event.target.closest("[data-act]")?.dataset.act;
    if (!name) return;
    act[name]();
    setTimeout(() => say(element.dataset.zoom.replace("{percent}", Math.round(viewport.k * 100))), 250);
  });

  const search = new Search(document.getElementById("find"), { nodes: () => graph.nodes, onChoose: goTo, say });
  pointing(viewport, element, { onSelect: select, onOpen: open, graph: () => graph });
  keyboard(element, { viewport, graph: () => graph, focus, select, act, search, inspector });

  element.addEventListener("focusin", (event) => {
    const node = graph.nodeOf(event.target);
    if (!node) return;
    if (node !== graph.current) graph.makeCurrent(node);
    describe(node);
    graph.heat(node);
    if (node !== sought && event.target.matches(":focus-visible")) viewport.reveal(node);
  });
  element.addEventListener("focusout", () => graph.heat());
  hovering(element, () => graph);
  const legend = document.getElementById("legend");
  if (matchMedia("(max-width: 900px)").matches) legend.open = false;
  picking(legend, () => svg);

  const minimap = new Minimap(document.getElementById("minimap"), viewport);
  const percent = document.querySelector("[data-act=actual]");
  viewport.addEventListener("change", () => {
    graph.cull(viewport.seen());
    percent.textContent = `${Math.round(viewport.k * 100)}%`;
  });
  if (graph.nodes.length > 50) minimap.draw(graph.nodes);
  element.classList.add("live");
  viewport.start(graph.nodes[0]);
  inspector.mark(graph);
  if (inspector.selected) viewport.reveal(graph.current, inspector.covered, false);

  // When a swap brings another drawing, the view stays where it is. htmx settles attributes a moment later.
  new MutationObserver(() => {
    const now = document.getElementById("drawing");
    if (!now || now === svg) return;
    const current = graph.current.element.id;
    svg = now;
    graph = new Graph(svg);
    keep(current);
    viewport.adopt(svg.querySelector(".world"), sizeOf(svg));
    if (graph.nodes.length > 50) minimap.draw(graph.nodes);
  }).observe(element, { childList: true });
  document.addEventListener("htmx:load", (event) => {
    if (event.target === svg) keep(graph.current.element.id);
  });
  function keep(id) {
    const node = graph.byId(id);
    inspector.mark(graph);
    if (node) graph.makeCurrent(node);
    for (const other of graph.nodes) other.element.tabIndex = other === graph.current ? 0 : -1;
  }
}

// Under the pointer: a node's edges stand out, an edge says what it carries.
function hovering(element, graph) {
  const tip = document.getElementById("edge-tip");
  let waiting;
  let lit;
  element.addEventListener("pointermove", (event) => {
    if (event.pointerType !== "mouse" || event.buttons) return (tip.hidden = true);
    waiting ??= requestAnimationFrame(() => {
      waiting = undefined;
      const node = graph().nodeOf(event.target);
      if (node !== lit) {
        graph().heat(node);
        lit = node;
      }
      const path = node || !event.target.closest(".drawing, #canvas") ? undefined : edgeNear(event.clientX, event.clientY);
      tip.hidden = !path;
      if (!path) return;
      const { source, target, origin } = graph().edgeOf(path);
      tip.querySelector("b").textContent = origin;
      tip.querySelector("span").textContent = `${source.name} → ${target.name}`;
      tip.querySelector("i").className = `dot ${[...path.parentNode.classList].find((name) => name.startsWith("origin-")) ?? ""}`;
      const box = element.getBoundingClientRect();
      tip.style.left = `${Math.min(event.clientX - box.left + 12, box.width - tip.offsetWidth - 8)}px`;
      tip.style.top = `${event.clientY - box.top + 14}px`;
    });
  });
  element.addEventListener("pointerleave", () => {
    tip.hidden = true;
    if (lit) graph().heat();
    lit = undefined;
  });
}

function edgeNear(x, y) {
  for (const [dx, dy] of [[0, 0], [0, -3], [0, 3], [-3, 0], [3, 0], [0, -5], [0, 5]]) {
    const found = document.elementFromPoint(x + dx, y + dy);
    if (found?.dataset.e) return found;
  }
  return undefined;
}

// An origin chosen in the legend stands out; the others fade.
function picking(legend, svg) {
  legend.addEventListener("click", (event) => {
    const button = event.target.closest("[data-origin]");
    if (!button) return;
    const on = button.getAttribute("aria-pressed") !== "true";
    for (const other of legend.querySelectorAll("[data-origin]")) other.setAttribute("aria-pressed", String(on && other === button));
    svg().classList.toggle("picked", on);
    for (const group of svg().querySelectorAll(".o")) group.classList.toggle("on", on && group.dataset.o === button.dataset.origin);
  });
}
