"""Pin the dependencies with hashes in requirements.lock and requirements-dev.lock, without any address."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPILE = ["uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"]
PLAIN = ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links", "--no-strip-extras"]


def main() -> None:
    """Compile both lock files; the second holds what the tests need beyond the first."""
    bin_dir = Path(sys.executable).parent
    for output, groups in (("requirements.lock", ["build"]), ("requirements-dev.lock", ["build", "dev"])):
        wanted = [part for group in groups for part in ("--group", group)]
        command = [*COMPILE, *PLAIN, "pyproject.toml", *wanted, "--output-file", output]
        subprocess.run([bin_dir / command[0], *command[1:]], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
