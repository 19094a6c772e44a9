"""Documents back to files: one stream of YAML, a zip of the original files, a zip for Kustomize."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping
from typing import Final

from kargoui.core.manifest.bundle import KUSTOMIZATIONS, is_kustomization
from kargoui.core.manifest.document import Document
from kargoui.core.manifest.loader import load_data
from kargoui.core.manifest.nodes import tree

UNNAMED: Final = "kargo.yaml"  # the file of documents that came without one
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the first date that a zip can hold
_MODE: Final = 0o100644 << 16
_FIRST = re.compile(r"(?:\ufeff?[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n))*\ufeff?(?P<rest>[^\r\n]*)")
_MARKER = re.compile(r"---(?=[ \t]|$)")
_HEADER = re.compile(r"([|>][0-9]*)[-+]?")
_LINE_END = re.compile(r"\r\n|\r|\n")
_END = re.compile(
    r"(?:^|[\r\n])\.\.\.(?:[ \t][^\r\n]*)?(?:[ \t]*(?:#[^\r\n]*)?[\r\n]++)*[ \t]*(?:#[^\r\n]*)?$"
)


def as_stream(documents: Iterable[Document]) -> str:
    """One YAML stream of all documents, in the order of file and position.

    Texts stay as they are. Between two of them comes what YAML needs and they lack: a line end, the `---`
    that begins a document, the `...` before a directive.
    """
    return _joined(document.text for document in _ordered(documents))


def as_files(documents: Iterable[Document]) -> dict[str, str]:
    """The texts of the files that the documents came from, by their paths, in order."""
    files: dict[str, list[str]] = {}
    for document in _ordered(documents):
        files.setdefault(document.file or UNNAMED, []).append(document.text)
    return {path: _joined(texts) for path, texts in files.items()}


def as_zip(documents: Iterable[Document]) -> bytes:
    """A zip of the files that the documents came from; the same documents give the same bytes."""
    return _zipped(as_files(documents))


def as_kustomize_zip(documents: Iterable[Document], namespace: str) -> bytes:
    """The same with a kustomization.yaml that names the files, and the namespace for what has none.

    Where the files have a kustomization of their own at the top, it stays as it is and none is added.
    """
    files = as_files(documents)
    if any(name in files for name in KUSTOMIZATIONS):
        return _zipped(files)
    return _zipped({"kustomization.yaml": _kustomization(files, namespace), **files})


def _ordered(documents: Iterable[Document]) -> list[Document]:
    return sorted(documents, key=lambda document: (document.file, document.position))


def _joined(texts: Iterable[str]) -> str:
    stream: list[str] = []
    for text in texts:
        if text and stream:
            stream[-1], between = _before(stream[-1], text)
            stream.append(between)
        if text:
            stream.append(text)
    return "".join(stream)


def _before(text: str, following: str) -> tuple[str, str]:
    """A document that another follows, and what must stand between the two, in line ends of the first."""
    found = _LINE_END.search(text)
    line_end = found[0] if found else "\n"
    if not text.endswith(("\n", "\r")):
        text = _ended(text, line_end)
    rest = _FIRST.match(following)
    first = rest["rest"] if rest else ""
    if first.startswith("%"):
        return text, "" if _END.search(text) else f"...{line_end}"
    return text, "" if _MARKER.match(first) else f"---{line_end}"


def _ended(text: str, line_end: str) -> str:
    """A text with a line end at its end, which a block scalar that ends there must not take for its own."""
    ended = text + line_end
    last = tree(text)
    while last is not None and last.items:
        last = last.items[-1].value
    if last is None or last.style not in ("|", ">") or load_data(ended) == load_data(text):
        return ended
    header = _HEADER.match(text, last.body)
    if header is None:
        return ended
    return f"{text[: header.end(1)]}-{text[header.end() :]}{line_end}"


def _kustomization(files: Mapping[str, str], namespace: str) -> str:
    lines = ["apiVersion: kustomize.config.k8s.io/v1beta1", "kind: Kustomization"]
    if namespace:
        lines.append(f"namespace: {namespace}")
    lines.append("resources:")
    lines += [f"  - {_scalar(path)}" for path in _resources(files)]
    return "\n".join(lines) + "\n"


def _resources(files: Iterable[str]) -> list[str]:
    """The files, and in place of those that a kustomization below the top stands for, its folder."""
    files = list(files)
    folders = sorted(path.rpartition("/")[0] for path in files if is_kustomization(path))
    tops = [folder for folder in folders if not any(folder.startswith(f"{other}/") for other in folders)]
    loose = [path for path in files if not any(path.startswith(f"{folder}/") for folder in tops)]
    return sorted([*loose, *tops])


def _scalar(path: str) -> str:
    return path if re.fullmatch(r"[A-Za-z][\w./-]*", path, re.ASCII) else json.dumps(path, ensure_ascii=False)


def _zipped(files: Mapping[str, str]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in files.items():
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = _MODE
            archive.writestr(entry, text.encode("utf-8"))
    return content.getvalue()
