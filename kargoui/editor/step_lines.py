"""A promotion step's config as one short line: `image.tag ← imageFrom(…).Tag`, `config.git main → ./src`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from kargoui.core.expr.embedded import replaced
from kargoui.core.pipeline.reading import items, mapping, text, texts

Config = Mapping[object, object]

_ARGUMENTS = re.compile(r"""\((?:[^()"'`]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|\([^()]*\))+\)""")
_IMAGE_IS = ("tag", "digest", "newName")
_SHOWN = 3  # entries of a list


def step_line(uses: str, config: object) -> str:
    """What a step of kind `uses` does, by its config; "" where there is nothing to say."""
    body = mapping(config)
    line = _LINES.get(uses, _scalars)(body)
    return " ".join(line.split())


def short(value: object) -> str:
    """A value with its expressions made short: no braces, no arguments."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping | list):
        return "…"
    if value is None:
        return ""
    return replaced(str(value), lambda inside: _ARGUMENTS.sub("(…)", inside.strip()))


def _some(parts: Iterable[str]) -> str:
    found = [part for part in parts if part]
    more = "…" if len(found) > _SHOWN else ""
    return ", ".join([*found[:_SHOWN], *([more] if more else [])])


def _flow(source: object, target: object) -> str:
    left, right = short(source), short(target)
    return f"{left} → {right}" if left and right else left or right


def _tail(url: object) -> str:
    """The last part of a repository's address."""
    plain = short(url).rstrip("/")
    return plain if "(" in plain else re.split(r"[/:]", plain)[-1]


def _git_clone(config: Config) -> str:
    checkouts = []
    for entry in map(mapping, items(config.get("checkout"))):
        ref = entry.get("branch") or entry.get("tag") or entry.get("commit")
        checkouts.append(_flow(ref, entry.get("path")))
    return f"{_tail(config.get('repoURL'))} {_some(checkouts)}"


def _updates(config: Config) -> str:
    entries = map(mapping, items(config.get("updates")))
    return _some(f"{short(entry.get('key'))} ← {short(entry.get('value'))}" for entry in entries)


def _charts(config: Config) -> str:
    entries = map(mapping, items(config.get("charts")))
    return _some(_flow(entry.get("name"), entry.get("version")) for entry in entries) or short(
        config.get("path")
    )


def _images(config: Config) -> str:
    entries = map(mapping, items(config.get("images")))
    lines = (
        f"{short(entry.get('image'))} ← {short(next(filter(None, map(entry.get, _IMAGE_IS)), ''))}"
        for entry in entries
    )
    return _some(lines) or short(config.get("path"))


def _apps(config: Config) -> str:
    return _some(short(mapping(entry).get("name")) for entry in items(config.get("apps")))


def _between(source: str, target: str) -> Callable[[Config], str]:
    return lambda config: _flow(config.get(source), config.get(target))


def _only(*keys: str) -> Callable[[Config], str]:
    return lambda config: next((short(config[key]) for key in keys if config.get(key)), "")


def _git_commit(config: Config) -> str:
    first, more, _rest = short(config.get("message") or config.get("path")).strip().partition("\n")
    return f"{first} …" if more else first


def _http(config: Config) -> str:
    return f"{text(config.get('method'), 'GET')} {short(config.get('url'))}"


def _outputs(config: Config) -> str:
    return _some(f"{name} ← {short(value)}" for name, value in config.items())


def _parse(config: Config) -> str:
    names = texts([mapping(entry).get("name") for entry in items(config.get("outputs"))])
    return f"{short(config.get('path'))} → {_some(names)}" if names else short(config.get("path"))


def _metadata(config: Config) -> str:
    entries = map(mapping, items(config.get("updates")))
    return _some(f"{short(entry.get('kind'))} {short(entry.get('name'))}" for entry in entries)


def _merge(config: Config) -> str:
    return _flow(_some(map(short, items(config.get("inFiles")))), config.get("outFile"))


def _scalars(config: Config) -> str:
    """For steps nobody has described: the first scalars, by their names."""
    plain = ((name, value) for name, value in config.items() if isinstance(value, str | int | float))
    return _some(f"{name}: {short(value)}" for name, value in plain)


_LINES: Mapping[str, Callable[[Config], str]] = {
    "argocd-update": _apps,
    "argocd-wait": _apps,
    "compose-output": _outputs,
    "copy": _between("inPath", "outPath"),
    "delete": _only("path"),
    "fail": _only("message"),
    "file-write": _only("path", "outPath"),
    "git-clear": _only("path"),
    "git-clone": _git_clone,
    "git-commit": _git_commit,
    "git-open-pr": _between("sourceBranch", "targetBranch"),
    "git-push": _between("path", "targetBranch"),
    "helm-template": _between("path", "outPath"),
    "helm-update-chart": _charts,
    "http": _http,
    "http-download": _between("url", "outPath"),
    "json-parse": _parse,
    "json-update": _updates,
    "kustomize-build": _between("path", "outPath"),
    "kustomize-set-image": _images,
    "oci-download": _between("imageRef", "outPath"),
    "set-metadata": _metadata,
    "toml-parse": _parse,
    "toml-update": _updates,
    "untar": _between("inPath", "outPath"),
    "yaml-merge": _merge,
    "yaml-parse": _parse,
    "yaml-update": _updates,
}
