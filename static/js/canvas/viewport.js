// Where one looks at the drawing: a shift and a scale, changed by hand, kept in this tab.

const LEAST = 0.01;
const MOST = 3;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

export class Viewport extends EventTarget {
  constructor(element, world, size) {
    super();
    Object.assign(this, { element, world, drawing: size, x: 0, y: 0, k: 1, width: 0, height: 0, aside: 0 });
    this.key = `canvas ${location.pathname}`;
    this.measure();
    new ResizeObserver(() => {
      this.measure();
      this.show();
    }).observe(element);
  }

  measure() {
    this.width = this.element.clientWidth;
    this.height = this.element.clientHeight;
  }

  // A new drawing under the same view.
  adopt(world, size) {
    this.world = world;
    this.drawing = size;
    this.paint();
  }

  start(anchor) {
    const kept = JSON.parse(sessionStorage.getItem(this.key) ?? "null");
    if (kept && [kept.x, kept.y, kept.k].every(Number.isFinite)) this.set(kept.x, kept.y, kept.k);
    else this.open(anchor);
  }

  // At first everything, as long as it can be read; else the beginning, with the first Warehouse in sight.
  open(anchor) {
    if (this.fitting() >= 0.6) return this.fit();
    const k = 0.7;
    const { top, height } = this.room();
    const spare = height - this.drawing.height * k;
    const y = spare > 0 ? top + spare / 3 : Math.min(top, Math.max(top + spare, this.height / 3 - anchor.y * k));
    this.set(8, y, k);
  }

  fitting() {
    const room = this.room();
    return Math.min(1, room.width / this.drawing.width, room.height / this.drawing.height);
  }

  // What search, tools and legend leave free.
  room() {
    const top = 56, bottom = 60;
    return { top, width: Math.max(80, this.width - 16), height: Math.max(80, this.height - top - bottom) };
  }

  fit(animated = false) {
    const k = Math.max(LEAST, this.fitting());
    const room = this.room();
    const x = (this.width - this.drawing.width * k) / 2;
    const y = room.top + Math.max(0, (room.height - this.drawing.height * k) / (k === 1 ? 3 : 2));
    this.go(x, y, k, animated);
  }

  set(x, y, k) {
    cancelAnimationFrame(this.flight);
    this.x = x;
    this.y = y;
    this.k = Math.min(MOST, Math.max(LEAST, k));
    this.show();
  }

  panBy(dx, dy) {
    this.set(this.x + dx, this.y + dy, this.k);
  }

  // The point of the drawing under (px, py) stays under it.
  zoomAt(factor, px = this.width / 2, py = this.height / 2) {
    const k = Math.min(MOST, Math.max(LEAST, this.k * factor));
    const ratio = k / this.k;
    this.set(px - (px - this.x) * ratio, py - (py - this.y) * ratio, k);
  }

  centre(box, k = this.k, animated = true) {
    this.go(this.width / 2 - (box.x + box.width / 2) * k, this.height / 2 - (box.y + box.height / 2) * k, k, animated);
  }

  // Moves no further than it takes for the box to be seen.
  reveal(box, covered = 0, animated = true) {
    const pad = 24, top = 64, bottom = Math.max(72, covered + 16), right = pad + this.aside;
    const left = box.x * this.k + this.x, above = box.y * this.k + this.y;
    const over = (low, high, start, end) => (low < start ? start - low : high > end ? Math.max(end - high, start - low) : 0);
    const dx = over(left, left + box.width * this.k, pad, this.width - right);
    const dy = over(above, above + box.height * this.k, top, this.height - bottom);
    if (dx || dy) this.go(this.x + dx, this.y + dy, this.k, animated);
  }

  go(x, y, k, animated) {
    cancelAnimationFrame(this.flight);
    if (!animated || calm.matches) return this.set(x, y, k);
    const from = { x: this.x, y: this.y, k: this.k };
    const began = performance.now();
    const step = (now) => {
      const t = Math.min(1, Math.max(0, (now - began) / 180));
      const eased = 1 - (1 - t) ** 3;
      const mix = (a, b) => a + (b - a) * eased;
      Object.assign(this, { x: mix(from.x, x), y: mix(from.y, y), k: mix(from.k, k) });
      this.paint();
      if (t < 1) this.flight = requestAnimationFrame(step);
      else this.keep();
    };
    this.flight = requestAnimationFrame(step);
  }

  show() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.paint();
      this.keep();
    });
  }

  paint() {
    const { x, y, k } = this;
    this.world.style.transform = `translate(${x}px, ${y}px) scale(${k})`;
    const dots = 22 * k * (k < 0.5 ? 4 : 1) * (k < 0.12 ? 4 : 1);
    this.element.style.backgroundPosition = `${x}px ${y}px`;
    this.element.style.backgroundSize = `${dots}px ${dots}px`;
    this.element.classList.toggle("near", k >= 1.15);
    this.element.classList.toggle("far", k < 0.45);
    this.element.classList.toggle("farther", k < 0.28);
    this.element.classList.toggle("farthest", k < 0.1);
    this.dispatchEvent(new Event("change"));
  }

  keep() {
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => {
      sessionStorage.setItem(this.key, JSON.stringify({ x: this.x, y: this.y, k: this.k }));
    }, 100);
  }

  // What is seen, in the drawing's own units.
  seen() {
    return { x: -this.x / this.k, y: -this.y / this.k, width: this.width / this.k, height: this.height / this.k };
  }
}
