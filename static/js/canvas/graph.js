// The nodes and edges of the drawing as the server wrote them: who is beside whom, and what is out of sight.

const SHIFT = /translate\(([-\d.]+)[ ,]+([-\d.]+)\)/;
const MANY = 150;

export class Graph {
  constructor(svg) {
    this.svg = svg;
    const shift = SHIFT.exec(svg.querySelector(".shift").getAttribute("transform"));
    const [dx, dy] = [Number(shift[1]), Number(shift[2])];
    this.shift = { dx, dy };
    this.nodes = [...svg.querySelectorAll(".n")].map((element, index) => {
      const place = SHIFT.exec(element.getAttribute("transform"));
      const card = element.querySelector(".c");
      const [width, height] = ["width", "height"].map((name) => Number(card.getAttribute(name)));
      const name = element.id.slice(element.id.indexOf("/") + 1);
      const kind = element.id.slice(0, element.id.indexOf("/"));
      return { element, index, kind, name, label: element.getAttribute("aria-label"), x: Number(place[1]) + dx, y: Number(place[2]) + dy, width, height, incoming: [], outgoing: [], edges: [], hidden: false };
    });
    this.byElement = new Map(this.nodes.map((node) => [node.element, node]));
    this.edges = [];
    for (const group of svg.querySelectorAll(".o")) {
      for (const path of group.querySelectorAll("path")) {
        const [source, target] = path.dataset.e.split(" ").map((number) => this.nodes[Number(number)]);
        const edge = { path, source, target, origin: group.dataset.o };
        this.edges.push(edge);
        source.outgoing.push(target);
        target.incoming.push(source);
        source.edges.push(edge);
        target.edges.push(edge);
      }
    }
    this.trail = { ArrowLeft: new Map(), ArrowRight: new Map() };
    this.current = this.nodes.find((node) => node.element.tabIndex === 0) ?? this.nodes[0];
  }

  nodeOf(element) {
    return this.byElement.get(element?.closest?.(".n"));
  }

  byId(id) {
    return this.nodes.find((node) => node.element.id === id);
  }

  edgeOf(path) {
    const [source] = path.dataset.e.split(" ");
    return this.nodes[Number(source)].edges.find((edge) => edge.path === path);
  }

  // One stop for Tab: the node where one was last.
  makeCurrent(node) {
    this.current.element.tabIndex = -1;
    node.element.tabIndex = 0;
    this.current = node;
  }

  // Remembers which way one came, so that the opposite arrow leads back.
  remember(from, direction, at) {
    const back = { ArrowLeft: "ArrowRight", ArrowRight: "ArrowLeft" }[direction];
    if (back) this.trail[back].set(at, from);
  }

  // The neighbour in a direction: along edges to left and right, within the column up and down.
  beside(node, direction) {
    const middle = (other) => other.y + other.height / 2;
    if (direction === "ArrowLeft" || direction === "ArrowRight") {
      const ends = direction === "ArrowLeft" ? node.incoming : node.outgoing;
      const before = this.trail[direction].get(node);
      if (ends.includes(before)) return before;
      return nearest(ends.filter((end) => end !== node), (other) => Math.abs(middle(other) - middle(node)));
    }
    const sign = direction === "ArrowUp" ? -1 : 1;
    const column = this.nodes.filter((other) => other !== node && Math.abs(other.x - node.x) < node.width / 2 && sign * (other.y - node.y) > 0);
    return nearest(column, (other) => sign * (other.y - node.y));
  }

  heat(node) {
    for (const edge of this.hot ?? []) edge.path.classList.remove("hot");
    this.hot = node?.edges ?? [];
    for (const edge of this.hot) edge.path.classList.add("hot");
  }

  // With many nodes, what is far from sight is left out of the page's work.
  cull(seen) {
    if (this.nodes.length < MANY) return;
    if (!this.bounded) {
      for (const edge of this.edges) Object.assign(edge, bounds(edge.path, this.shift));
      this.bounded = true;
    }
    const reach = { x: seen.width / 2, y: seen.height / 2 };
    const around = this.around;
    if (around && seen.width === around.width && Math.abs(seen.x - around.x) < reach.x / 2 && Math.abs(seen.y - around.y) < reach.y / 2) return;
    this.around = seen;
    const outside = (box) => box.x > seen.x + seen.width + reach.x || box.x + box.width < seen.x - reach.x || box.y > seen.y + seen.height + reach.y || box.y + box.height < seen.y - reach.y;
    for (const node of this.nodes) hide(node, node.element, node !== this.current && outside(node));
    for (const edge of this.edges) hide(edge, edge.path, outside(edge));
  }

  uncull(node) {
    node.hidden = false;
    node.element.classList.remove("out");
  }
}

function hide(thing, element, hidden) {
  if (hidden === Boolean(thing.hidden)) return;
  thing.hidden = hidden;
  element.classList.toggle("out", hidden);
}

function bounds(path, { dx, dy }) {
  const { x, y, width, height } = path.getBBox();
  return { x: x + dx, y: y + dy, width, height };
}

function nearest(nodes, distance) {
  return nodes.reduce((best, node) => (best && distance(best) <= distance(node) ? best : node), undefined);
}
