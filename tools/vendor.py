"""Bring the browser libraries from npm into static/vendor, and write down version and sha256 of each.

    npm install --prefix FOLDER htmx.org@2 sortablejs lucide-static esbuild @codemirror/autocomplete \\
        @codemirror/commands @codemirror/language @codemirror/state @codemirror/view @lezer/highlight \\
        style-mod
    python tools/vendor.py FOLDER/node_modules

The icons become one SVG sprite that holds only those that templates and scripts name. Of CodeMirror, esbuild
makes one file that holds what tools/codemirror.js names; the list says which packages went into it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
SCRIPTS = {
    "htmx.min.js": ("htmx.org", "dist/htmx.min.js", "0BSD"),
    "sortable.min.js": ("sortablejs", "Sortable.min.js", "MIT"),
}
BUNDLES = {"codemirror.min.js": ("@codemirror/view", "tools/codemirror.js")}
OF_A_PACKAGE = re.compile(r"node_modules/((?:@[^/]+/)?[^/]+)/")
ICON = re.compile(r"""\{% icon ["']([a-z0-9-]+)["']|data-icon=["']([a-z0-9-]+)["']|#icon-([a-z0-9-]+)""")


def main(modules: Path) -> None:
    """Copy the scripts, build the sprite, write the list."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    entries: list[dict[str, Any]] = []
    for name, (package, source, licence) in SCRIPTS.items():
        content = (modules / package / source).read_bytes()
        entries.append(_put(name, content, package, _version(modules, package), licence))
    entries += [_bundle(modules, name, package, source) for name, (package, source) in BUNDLES.items()]
    sprite = _sprite(modules / "lucide-static" / "icons").encode()
    entries.append(_put("icons.svg", sprite, "lucide-static", _version(modules, "lucide-static"), "ISC"))
    (VENDOR / "manifest.json").write_text(json.dumps(entries, indent=2) + "\n")


def icons_in_use() -> list[str]:
    """The names of the icons that templates, scripts and Python ask for."""
    names: set[str] = set()
    for folder, pattern in (("templates", "*.html"), ("static/js", "*.js"), ("kargoui/editor", "*.py")):
        for path in (ROOT / folder).rglob(pattern):
            names.update(next(filter(None, match.groups())) for match in ICON.finditer(path.read_text()))
    return sorted(names)


def _sprite(icons: Path) -> str:
    symbols = []
    for name in icons_in_use():
        svg = (icons / f"{name}.svg").read_text()
        body = svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")]
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{" ".join(body.split())}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def _bundle(modules: Path, name: str, package: str, source: str) -> dict[str, Any]:
    """One file of what a script names of several packages; `package` stands for them all."""
    with tempfile.TemporaryDirectory() as folder:
        out, about = Path(folder, name), Path(folder, "about.json")
        options = ["--bundle", "--minify", "--format=esm", "--target=es2022", "--log-level=warning"]
        files = [f"--outfile={out}", f"--metafile={about}"]
        environment = {**os.environ, "NODE_PATH": str(modules.resolve())}
        command: list[str | Path] = [modules / ".bin" / "esbuild", ROOT / source, *options, *files]
        subprocess.run(command, check=True, env=environment)
        inside = OF_A_PACKAGE.findall("\n".join(json.loads(about.read_text())["inputs"]))
        packages = [_about(modules, each) for each in sorted(set(inside))]
        licences = " and ".join(sorted({each["licence"] for each in packages}))
        names = ", ".join(f"{each['package']} {each['version']}" for each in packages)
        content = f"/*! {names}. {licences} licence, (c) Marijn Haverbeke and others */\n".encode()
        entry = _put(name, content + out.read_bytes(), package, _version(modules, package), licences)
    return {**entry, "bundled": packages, "bundler": f"esbuild {_version(modules, 'esbuild')}"}


def _about(modules: Path, package: str) -> dict[str, str]:
    licence: str = json.loads((modules / package / "package.json").read_text())["license"]
    return {"package": package, "version": _version(modules, package), "licence": licence}


def _put(name: str, content: bytes, package: str, version: str, licence: str) -> dict[str, str]:
    (VENDOR / name).write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    return {"file": name, "package": package, "version": version, "licence": licence, "sha256": digest}


def _version(modules: Path, package: str) -> str:
    version: str = json.loads((modules / package / "package.json").read_text())["version"]
    return version


if __name__ == "__main__":
    main(Path(sys.argv[1]))
