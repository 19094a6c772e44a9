"""Files for `kargoui check`, each with something to find."""

from __future__ import annotations

from pathlib import Path

CLEAN = """\
apiVersion: kargo.akuity.io/v1alpha1
kind: PromotionTask
metadata:
  name: promote
  namespace: acme-pay
spec:
  steps:
  - uses: git-clear
    config: {path: ./out}
"""
FAULTY = CLEAN.replace("promote", "faulty").replace("path:", "pathh:")
UNGUARDED = f"""\
{CLEAN.replace("promote", "unguarded")}\
  - uses: git-push  # the last one
    if: ${{{{ vars.push == "yes" }}}}
    config: {{path: ./out}}
"""
GUARDED = UNGUARDED.replace("{{ vars", "{{ success() && vars")


def write(folder: Path, **texts: str) -> None:
    """Write `name.yaml` for each name."""
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
