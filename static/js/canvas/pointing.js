// Pointer, touch and wheel: drag to move, pinch or Ctrl with the wheel to zoom, click to select.

const SLACK = 4;

export function pointing(viewport, canvas, { onSelect, onOpen, graph }) {
  const pointers = new Map();
  let dragged = false;
  let grip;

  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const onDrawing = (event) => event.target.closest(".drawing") || event.target === canvas;
  const spread = () => {
    const [a, b] = [...pointers.values()];
    return { distance: Math.hypot(a.x - b.x, a.y - b.y) || 1, x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  };
  const take = () => {
    grip = pointers.size === 2 ? spread() : { ...pointers.values().next().value };
  };

  canvas.addEventListener("pointerdown", (event) => {
    if (!onDrawing(event) || (event.pointerType === "mouse" && event.button > 1)) return;
    if (pointers.size === 0) dragged = false;
    pointers.set(event.pointerId, at(event));
    take();
    if (event.button === 1) event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!pointers.has(event.pointerId)) return;
    const point = at(event);
    if (!dragged && pointers.size === 1 && Math.hypot(point.x - grip.x, point.y - grip.y) < SLACK) return;
    if (!dragged) {
      dragged = true;
      canvas.setPointerCapture(event.pointerId);
      canvas.classList.add("dragging");
    }
    pointers.set(event.pointerId, point);
    if (pointers.size === 2) {
      const now = spread();
      viewport.panBy(now.x - grip.x, now.y - grip.y);
      viewport.zoomAt(now.distance / grip.distance, now.x, now.y);
      grip = now;
    } else if (pointers.size === 1) {
      viewport.panBy(point.x - grip.x, point.y - grip.y);
      grip = point;
    }
  });
  const release = (event) => {
    if (!pointers.delete(event.pointerId)) return;
    if (pointers.size) take();
    else canvas.classList.remove("dragging");
  };
  canvas.addEventListener("pointerup", release);
  canvas.addEventListener("pointercancel", release);

  canvas.addEventListener("dragstart", (event) => event.preventDefault());
  canvas.addEventListener("click", (event) => {
    if (!onDrawing(event)) return;
    if (dragged) {
      event.preventDefault();
      dragged = false;
      return;
    }
    const node = graph().nodeOf(event.target);
    // event.detail is 0 for Enter on a link: that opens it. So does a click with Ctrl, in a new tab.
    if (!node || event.detail === 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (event.detail === 2) onOpen(node);
    else onSelect(node);
  });
  canvas.addEventListener("wheel", (event) => {
    if (!onDrawing(event)) return;
    event.preventDefault();
    const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? viewport.height : 1;
    const [dx, dy] = event.shiftKey && !event.deltaX ? [event.deltaY, 0] : [event.deltaX, event.deltaY];
    const point = at(event);
    if (event.ctrlKey || event.metaKey) viewport.zoomAt(Math.exp(-Math.max(-60, Math.min(60, dy * unit)) * 0.008), point.x, point.y);
    else viewport.panBy(-dx * unit, -dy * unit);
  }, { passive: false });
}
