"""Fuzz with atheris: `python -m tests.fuzz [SECONDS [FOLDER]]`, what it learns in FOLDER (var/fuzz).

Needs atheris, which the other tests do not: `pip install atheris` into an environment that has kargoui.
"""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path
from random import Random

import atheris

with atheris.instrument_imports(include=["kargoui.core.expr"]):
    from tests.fuzz.target import one_input

from kargoui.core.catalog import VERSIONS
from tests.fuzz.seeds import pieces, sources

_LONGEST = 400  # characters of an input


def seed(folder: Path) -> None:
    """The sources as inputs of the newest version, all slots filled."""
    folder.mkdir(parents=True, exist_ok=True)
    for source in sources():
        data = bytes([len(VERSIONS) - 1, 7]) + source.encode("utf-8", "surrogateescape")
        (folder / sha256(data).hexdigest()[:20]).write_bytes(data)


def mutated(data: bytes, longest: int, number: int) -> bytes:
    """Half of the time a source with pieces of others in it, else what libFuzzer makes of it."""
    random = Random(number)  # noqa: S311 - nothing secret
    if len(data) < 2 or random.random() < 0.5:
        changed: bytes = atheris.Mutate(data, longest)
        return changed
    source = data[2:]
    for _ in range(random.randint(1, 3)):
        at = random.randint(0, len(source))
        piece, replaced = random.choice(pieces()).encode(), random.choice((0, 0, 1, 4, 9))
        source = source[:at] + piece + source[at + replaced :]
    return (data[:2] + source)[:longest]


def main(seconds: str = "600", folder: str = "var/fuzz") -> None:
    corpus = Path(folder)
    seed(corpus / "corpus")
    options = [
        f"-max_total_time={seconds}",
        f"-max_len={_LONGEST}",
        f"-artifact_prefix={corpus}/",
        "-timeout=20",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus / "corpus")], one_input, custom_mutator=mutated)
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
