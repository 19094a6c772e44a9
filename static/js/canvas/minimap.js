// All of a large drawing in a corner, with the part that is seen; press or drag to go there.

const SVG = "http://www.w3.org/2000/svg";

export class Minimap {
  constructor(element, viewport) {
    Object.assign(this, { element, viewport });
    viewport.addEventListener("change", () => this.update());
    let dragging = false;
    const go = (event) => {
      const box = this.svg.getBoundingClientRect();
      const { width, height } = viewport.drawing;
      const [x, y] = [((event.clientX - box.left) / box.width) * width, ((event.clientY - box.top) / box.height) * height];
      viewport.centre({ x, y, width: 0, height: 0 }, viewport.k, false);
    };
    element.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      element.setPointerCapture(event.pointerId);
      dragging = true;
      go(event);
    });
    element.addEventListener("pointermove", (event) => dragging && go(event));
    for (const end of ["pointerup", "pointercancel"]) element.addEventListener(end, () => (dragging = false));
  }

  draw(nodes) {
    const { width, height } = this.viewport.drawing;
    this.svg = document.createElementNS(SVG, "svg");
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    // Very long drawings are compressed: what counts is where one is, not the angles.
    const aspect = Math.min(3, Math.max(0.3, width / height));
    const most = this.viewport.width < 600 ? 90 : 190;
    // A drawing many screens tall gets the height of the canvas, so that a pixel is no screen.
    const tall = height / width > 6 ? Math.max(most, this.viewport.height - 230) : most;
    const [wide, high] = aspect > 1 ? [most, most / aspect] : [most * aspect, tall];
    this.element.style.width = `${wide + 10}px`;
    this.element.style.height = `${high + 10}px`;
    this.svg.setAttribute("preserveAspectRatio", "none");
    this.least = (height / high) * 6;
    const [leastWidth, leastHeight] = [(width / wide) * 2, (height / high) * 1.2];
    for (const kind of ["stage", "warehouse"]) {
      const path = document.createElementNS(SVG, "path");
      const boxes = nodes.filter((node) => node.kind === kind);
      path.setAttribute("class", kind);
      path.setAttribute("d", boxes.map(({ x, y, width: w, height: h }) => `M${x} ${y}h${Math.max(w, leastWidth)}v${Math.max(h, leastHeight)}h${-Math.max(w, leastWidth)}z`).join(""));
      this.svg.append(path);
    }
    this.seen = document.createElementNS(SVG, "rect");
    this.seen.setAttribute("class", "seen");
    this.svg.append(this.seen);
    this.element.replaceChildren(this.svg);
    this.viewport.aside = wide + 10;
    this.update();
  }

  update() {
    if (!this.seen) return;
    const { width, height } = this.viewport.drawing;
    const seen = this.viewport.seen();
    const clamp = (value, most) => Math.min(most, Math.max(0, value));
    const [left, top] = [clamp(seen.x, width), clamp(seen.y, height)];
    const [right, bottom] = [clamp(seen.x + seen.width, width), clamp(seen.y + seen.height, height)];
    this.seen.setAttribute("x", left);
    this.seen.setAttribute("y", top);
    this.seen.setAttribute("width", right - left);
    this.seen.setAttribute("height", Math.max(bottom - top, this.least));
  }
}
