"""Uploads that must be refused, each with the place and the words that the refusal has to give."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

# Stands in every sample: what is refused is written down nowhere.
CONTENT = "marker-of-the-content"

WAREHOUSE = f"""\
# {CONTENT}
apiVersion: kargo.akuity.io/v1alpha1
kind: Warehouse
metadata:
  name: images
  namespace: shop
spec:
  subscriptions:
  - image:
      repoURL: ghcr.io/{CONTENT}/api
"""
CONFIG_MAP = f"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {CONTENT}\n"
SECRET = f"apiVersion: v1\nkind: Secret\nmetadata:\n  name: token\nstringData:\n  password: {CONTENT}\n"
LINES = WAREHOUSE.count("\n")
ITEM = SECRET.replace("\n", "\n  ")


@dataclass(frozen=True, slots=True)
class BadInput:
    """One file; `place` is "" where a whole upload is meant, `says` a part of the sentence."""

    says: str
    content: Callable[[], bytes]
    place: str = ""
    file: str = "pasted.yaml"


def yaml(says: str, text: str, place: str = "") -> BadInput:
    """A text that can be pasted as well as uploaded; `place` is line and column."""
    return BadInput(says, text.encode, f"pasted.yaml:{place}" if place else "")


def raw(says: str, content: bytes, place: str = "") -> BadInput:
    return BadInput(says, lambda: content, f"pasted.yaml:{place}" if place else "")


def archive(says: str, content: Callable[[], bytes], place: str = "") -> BadInput:
    return BadInput(says, content, place, "repo.zip")


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        for path, text in files.items():
            entry = zipfile.ZipInfo(path)  # of the same time always
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, text)
    return content.getvalue()


def encrypted() -> bytes:
    """A zip that says of its entry that it takes a password."""
    content = bytearray(zipped({"a.yaml": WAREHOUSE}))
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(header) + flags
        (old,) = struct.unpack_from("<H", content, at)
        struct.pack_into("<H", content, at, old | 1)
    return bytes(content)


def exploding() -> str:
    """Nine levels of nine aliases each: 387 million values."""
    levels = [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 10)]
    return f"# {CONTENT}\nl0: &l0 x\n" + "".join(levels)


def after(text: str) -> str:
    """A good document and then this one: places count from the start of the file."""
    return f"{WAREHOUSE}---\n{text}"


PASTED: Mapping[str, BadInput] = {
    "no YAML": yaml("`]` is missing", after(f"{CONTENT}: [1\nb: 2\n"), f"{LINES + 3}:2"),
    "no Kargo document": yaml("There is no Kargo manifest here", CONFIG_MAP),
    "nothing but a comment": yaml("There is no Kargo manifest here", f"# {CONTENT}\n"),
    "duplicate keys": yaml(
        "The key spec stands twice in this mapping", WAREHOUSE + "spec: {}\n", f"{LINES + 1}:1"
    ),
    "duplicate names": yaml(
        f"pasted.yaml:{LINES + 1}: there is a Warehouse images already, at pasted.yaml:1", after(WAREHOUSE)
    ),
    "exploding aliases": yaml("expand to more than 100000 values", after(exploding()), f"{LINES + 3}:1"),
    "alias of itself": yaml("contains an alias of itself", f"{WAREHOUSE}  x: &a [*a]\n", f"{LINES + 1}:6"),
    "nested too deeply": yaml("More than 100 levels", f"{WAREHOUSE}  x: {'[' * 9_000}", f"{LINES + 1}:103"),
    "Helm template": yaml(
        "looks like a Helm template ({{ .Values.tag }})",
        f"{WAREHOUSE}      constraint: {{{{ .Values.tag }}}}\n",
        f"{LINES + 1}:19",
    ),
    "Helm template around it": yaml(
        "looks like a Helm template ({{- if .Values.on }})", f"{{{{- if .Values.on }}}}\n{WAREHOUSE}", "1:1"
    ),
    "tab": yaml("tab", f"{WAREHOUSE}\tx: 1\n", f"{LINES + 1}:1"),
    "NUL": yaml("U+0000 is not allowed", f"{WAREHOUSE}  x: a\0b\n", f"{LINES + 1}:7"),
    "control character": yaml("U+001B is not allowed", f"{WAREHOUSE}# \x1b[31m\n", f"{LINES + 1}:3"),
    "tag that makes an object": yaml(
        "!!python/object/apply:os.system is not supported",
        f"{WAREHOUSE}  x: !!python/object/apply:os.system [ls]\n",
        f"{LINES + 1}:6",
    ),
    "key that is no string": yaml("put 1 in quotes", f"{WAREHOUSE}  1: x\n", f"{LINES + 1}:3"),
    "number without end": yaml("JSON has no number", f"{WAREHOUSE}  x: {'9' * 5000}\n", f"{LINES + 1}:6"),
    "long hexadecimal": yaml("JSON has no number", f"{WAREHOUSE}  x: 0x{'f' * 5000}\n", f"{LINES + 1}:6"),
    "half a character": yaml("no YAML", f'{WAREHOUSE}  x: "\\ud800"\n', f"{LINES + 1}:9"),
    "Secret": yaml(
        f"pasted.yaml:{LINES + 1}: Secret token holds credentials, which are never stored", after(SECRET)
    ),
    "Secret in a List": yaml(
        f"pasted.yaml:{LINES + 1}: List  holds credentials, which are never stored",
        after(f"apiVersion: v1\nkind: List\nitems:\n- {ITEM}\n"),
    ),
    "manifest of another project": yaml(
        f"pasted.yaml:{LINES + 1}: Stage qa belongs to the project other",
        after("apiVersion: kargo.akuity.io/v1alpha1\nkind: Stage\nmetadata: {name: qa, namespace: other}\n"),
    ),
    "manifest without a name": yaml(
        f"pasted.yaml:{LINES + 1}: this Stage has no name",
        after("apiVersion: kargo.akuity.io/v1alpha1\nkind: Stage\nmetadata: {}\n"),
    ),
}
FILES: Mapping[str, BadInput] = {
    **PASTED,
    "UTF-16": raw("no UTF-8", WAREHOUSE.encode("utf-16"), "1:1"),
    "Latin-1": raw("no UTF-8", f"{WAREHOUSE}# caf\xe9\n".encode("latin-1"), f"{LINES + 1}:6"),
    "binary": raw("no UTF-8", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "1:1"),
    "21 MB": BadInput(
        "at most 20 MB are read", lambda: WAREHOUSE.encode() + b"#" * 21_000_000, "pasted.yaml"
    ),
    "not a zip": archive("no zip at all", lambda: b"PK\x03\x04 but no zip", "repo.zip"),
    "zip cut short": archive("damaged", lambda: zipped({"a.yaml": WAREHOUSE})[:-30], "repo.zip"),
    "zip that climbs": archive("leads out of the zip", partial(zipped, {"../a.yaml": WAREHOUSE})),
    "zip from the root": archive("leads out of the zip", partial(zipped, {"/etc/a.yaml": WAREHOUSE})),
    "zip of 10,000 entries": archive(
        "The zip has 10000 entries; at most 2000 are read",
        lambda: zipped({f"{n}.yaml": "" for n in range(10_000)}),
        "repo.zip",
    ),
    "zip bomb": archive(
        "unpacks to more than 64 MB", lambda: zipped({"a.yaml": b" " * 90_000_000}), "repo.zip"
    ),
    "dense zip": archive(
        "more than 300 times its size", lambda: zipped({"a.yaml": b" " * 40_000_000}), "a.yaml"
    ),
    "zip in a zip": archive(
        "There is no Kargo manifest here", lambda: zipped({"inner.zip": zipped({"a.yaml": WAREHOUSE})})
    ),
    "zip that is called YAML": archive(
        "no UTF-8", lambda: zipped({"a.yaml": zipped({"a.yaml": WAREHOUSE})}), "a.yaml:1:15"
    ),
    "encrypted zip": archive("is encrypted", encrypted, "a.yaml"),
    "name twice in a zip": archive(
        "b.yaml:1: there is a Warehouse images already, at a.yaml:1",
        partial(zipped, {"a.yaml": WAREHOUSE, "b.yaml": WAREHOUSE}),
    ),
    "bad file in a zip": archive(
        "A `key: value` cannot stand here",
        partial(zipped, {"a.yaml": WAREHOUSE, "b/c.yaml": "a: b: c\n"}),
        "b/c.yaml:1:5",
    ),
}
