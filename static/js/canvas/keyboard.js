// Keys: arrows walk along the edges, Space selects, Enter opens; + - 0 look closer, farther, at everything; / finds.

const ARROWS = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const PACE = 80;

export function keyboard(canvas, { viewport, graph, focus, select, act, search, inspector }) {
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const node = graph().nodeOf(event.target);
    if (!node && event.target !== canvas) return;
    const arrow = ARROWS[event.key];
    if (arrow && (event.shiftKey || !node)) {
      event.preventDefault();
      viewport.panBy(arrow[0] * PACE, arrow[1] * PACE);
    } else if (arrow) {
      event.preventDefault();
      const next = graph().beside(node, event.key);
      if (!next) return;
      graph().remember(node, event.key, next);
      focus(next);
    } else if (node && event.key === " ") {
      event.preventDefault();
      select(node);
    } else if (node && (event.key === "Home" || event.key === "End")) {
      event.preventDefault();
      focus(graph().nodes.at(event.key === "Home" ? 0 : -1));
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, dialog, [contenteditable]")) return;
    const handle = { "/": () => search.focus(), "+": act.in, "=": act.in, "-": act.out, _: act.out, 0: act.fit, 1: act.actual }[event.key];
    if (handle) {
      event.preventDefault();
      handle();
    } else if (event.key === "Escape" && inspector.opened && !document.querySelector(".side.open, details.menu[open]")) {
      inspector.close(graph());
      focus(graph().current);
    }
  });
}
