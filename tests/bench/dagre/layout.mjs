// Lays graphs out with dagre: reads {nodes, edges} as JSON on stdin, writes {seconds, routes} on stdout.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { performance } from "node:perf_hooks";

const folder = process.argv[2] ?? import.meta.dirname;
const dagre = createRequire(join(folder, "package.json"))("@dagrejs/dagre");
const { nodes, edges } = JSON.parse(readFileSync(0, "utf8"));

const graph = new dagre.graphlib.Graph({ multigraph: true });
graph.setGraph({ rankdir: "LR" });
graph.setDefaultEdgeLabel(() => ({}));
for (const [id, width, height] of nodes) graph.setNode(id, { width, height });
// An empty name makes dagre lose the edge.
const named = edges.map(([source, target, origin]) => [source, target, origin || "-"]);
for (const [source, target, origin] of named) graph.setEdge(source, target, {}, origin);

const start = performance.now();
dagre.layout(graph);
const seconds = (performance.now() - start) / 1000;
const routes = named.map(([source, target, origin]) =>
  graph.edge(source, target, origin).points.map(({ x, y }) => [x, y]),
);
process.stdout.write(JSON.stringify({ seconds, routes }));
