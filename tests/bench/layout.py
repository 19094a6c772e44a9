"""Layout of graphs of many shapes, beside dagre 3 where node and the package are there.

`npm ci` in tests/bench/dagre installs the package; KARGOUI_DAGRE names another folder that has it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from kargoui.core.layout import layout
from tests.bench.clock import best, row
from tests.bench.crossing_counter import Point, geometric_crossings
from tests.bench.graphs import SHAPES, Graph

SCRIPT = Path(__file__).with_name("dagre") / "layout.mjs"
LIMITS = {"project": 0.5, "project-without-parallels": 0.5}


@dataclass(frozen=True, slots=True)
class DagreResult:
    seconds: float
    crossings: int


def run() -> dict[str, object]:
    """Rows of our time and crossings per shape; dagre's crossings, counted alike, are the limit of ours."""
    return {"rows": [found for shape, graph in SHAPES.items() for found in _rows(shape, graph())]}


def _rows(shape: str, graph: Graph) -> list[dict[str, object]]:
    nodes, edges = graph
    drawing = layout(nodes, edges)
    crossings = geometric_crossings([route.points for route in drawing.routes])
    assert crossings == drawing.crossings
    theirs = dagre(graph)
    what = f"{shape} ({len(nodes):,} boxes, {len(edges):,} lines)"
    rows = [
        row(f"layout of {what}", best(lambda: layout(nodes, edges), 5), "s", LIMITS.get(shape)),
        row(f"crossings in {shape}", crossings, "", theirs.crossings if theirs else None),
    ]
    if theirs:
        rows.append(row(f"dagre 3 on {shape}", theirs.seconds, "s"))
        rows.append(row(f"crossings of dagre 3 in {shape}", theirs.crossings, ""))
    return rows


def dagre(graph: Graph) -> DagreResult | None:
    """The same graph by dagre with its default options; None where it is not installed."""
    folder = Path(os.environ.get("KARGOUI_DAGRE", SCRIPT.parent))
    node = shutil.which("node")
    if not node or not (folder / "node_modules" / "@dagrejs" / "dagre").is_dir():
        return None
    nodes, edges = graph
    question = {
        "nodes": [[box.id, box.width, box.height] for box in nodes],
        "edges": [[edge.source, edge.target, edge.origin] for edge in edges],
    }
    answer = subprocess.run(
        [node, str(SCRIPT), str(folder)],
        input=json.dumps(question),
        capture_output=True,
        text=True,
        check=True,
    )
    result = json.loads(answer.stdout)
    routes: list[list[Point]] = result["routes"]
    return DagreResult(result["seconds"], geometric_crossings(routes))


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
