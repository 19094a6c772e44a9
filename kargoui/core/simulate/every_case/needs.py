"""What an expression needs to know of a promotion, as far as that may differ from case to case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from kargoui.core.expr.reads import EVERYTHING, Path, Reads, reads_of, template_reads

Chosen = frozenset[str] | None  # None: all of them


@dataclass(frozen=True, slots=True)
class Needs:
    """Each is the names that are read, None where any may be.

    `fields` are those that are read of outputs, by alias; an alias without an entry is read as a whole.
    `task` are outputs by their aliases in the running step's task. `metas` are read through stepMetas,
    `statuses` through status(), by the step's alias in its task.

    `step`: the result may differ from step to step. `anywhere`: all it reads is variables, outputs by name,
    Freight and whether a step has failed. `simple`: only ctx, variables and Freight. `fixed`: nothing that
    differs between cases. `variables` are `vars` in one order.
    """

    vars: Chosen
    outputs: Chosen
    task: Chosen
    metas: Chosen
    statuses: Chosen
    fields: frozenset[tuple[str, str]]
    target: bool
    failure: bool
    freight: bool
    step: bool
    anywhere: bool
    simple: bool
    fixed: bool
    variables: tuple[str, ...]

    def aliases(self, task: str) -> list[str]:
        """The steps of which a step of a task reads outputs, where those are known by name."""
        inner = [f"{task}::{name}" for name in self.task or ()] if task else []
        return sorted([*(self.outputs or ()), *inner])


@lru_cache(maxsize=8192)
def needs_of(source: str, version: str, where: str) -> Needs:
    """What a template needs."""
    return _needs(template_reads(source, version, where))


@lru_cache(maxsize=8192)
def expression_needs(source: str, version: str, where: str) -> Needs:
    """What one expression needs."""
    return _needs(reads_of(source, version, where))


@lru_cache(maxsize=8192)
def step_needs(guard: str, texts: tuple[str, ...], version: str) -> Needs:
    """What the `if` of a step and the texts of its config need together."""
    found = template_reads(guard, version, "if")
    for text in texts:
        found |= template_reads(text, version, "config")
    return _needs(found)


def _needs(reads: Reads) -> Needs:
    everything = EVERYTHING in reads.names
    ctx = [path for path in reads.names if path[0] == "ctx"]
    inner = [path[1:] for path in reads.names if path[0] == "task"]
    outputs = [path for path in reads.names if path[0] == "outputs"]
    of_task = [path for path in inner if path[:1] == ("outputs",)]
    chosen = (
        _chosen((path for path in reads.names if path[0] == "vars"), everything),
        _chosen(outputs, everything),
        _chosen(of_task, everything or () in inner),
        _chosen((path for path in reads.names if path[0] == "stepMetas"), everything),
        reads.statuses,
    )
    target = everything or any(len(path) == 1 or path[1] == "targetFreight" for path in ctx)
    return Needs(
        *chosen,
        fields=_fields([*outputs, *of_task]),
        target=target,
        failure=reads.failure,
        freight=reads.freight,
        step=everything or any(len(path) == 1 or path[1] == "meta" for path in ctx),
        anywhere=not ctx and None not in chosen and not chosen[3] and not chosen[4],
        simple=not reads.failure and chosen[1:] == (frozenset(),) * 4,
        fixed=not (target or reads.failure or reads.freight) and chosen == (frozenset(),) * len(chosen),
        variables=tuple(sorted(chosen[0] or ())),
    )


def _chosen(paths: Iterable[Path], everything: bool) -> Chosen:
    listed = list(paths)
    if everything or any(len(path) == 1 for path in listed):
        return None
    return frozenset(path[1] for path in listed)


def _fields(paths: list[Path]) -> frozenset[tuple[str, str]]:
    """The fields of the outputs of which nothing else is read."""
    whole = {path[1] for path in paths if len(path) == 2}
    return frozenset((path[1], path[2]) for path in paths if len(path) > 2 and path[1] not in whole)
