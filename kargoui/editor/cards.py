"""What the cards of the canvas say: one for each Warehouse and Stage of a pipeline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from kargoui.core.pipeline import AutoPromotion, Pipeline, StageNode, Subscription, WarehouseNode

SHOWN_SUBSCRIPTIONS = 3


@dataclass(frozen=True, slots=True)
class Badge:
    """A word about a Stage; `icon` stands for it where the card is too narrow."""

    label: str
    icon: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A node. `lines` hold parts each: what does not fit into a line is left away from its end."""

    id: str
    kind: str
    name: str
    lines: tuple[tuple[str, ...], ...]
    badges: tuple[Badge, ...] = ()
    colour: int = 0
    missing: bool = False
    origins: tuple[str, ...] = ()
    details: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """All that the card says, in one sentence for whoever cannot see it; nothing is left away."""
        said = [part for line in self.lines for part in line] if not self.details else list(self.details)
        return ", ".join([f"{self.kind} {self.name}", *said, *(badge.label for badge in self.badges)])


def cards(
    pipeline: Pipeline, automatic: Mapping[str, AutoPromotion], problems: Mapping[tuple[str, str], int]
) -> list[Card]:
    """One card a node; `problems` counts those of each (kind, name)."""
    found = [
        _warehouse(node, problems.get(("Warehouse", name), 0)) for name, node in pipeline.warehouses.items()
    ]
    for name, stage in pipeline.stages.items():
        promotion = automatic.get(name)
        found.append(
            _stage(stage, promotion is not None and promotion.enabled, problems.get(("Stage", name), 0))
        )
    return found


def repository(subscription: Subscription) -> str:
    """What a subscription watches, as people call it: without scheme, charts with their name."""
    place = subscription.repo.removeprefix("https://").removeprefix("http://").removeprefix("oci://")
    if subscription.kind == "chart" and subscription.name:
        return gettext("%(chart)s from %(repository)s") % {"chart": subscription.name, "repository": place}
    return place or subscription.name or subscription.kind or gettext("not a subscription")


def selection(subscription: Subscription) -> str:
    """Which of a repository's artifacts a subscription takes: strategy and constraint."""
    if subscription.kind == "chart":
        return subscription.constraint or gettext("newest version")
    if subscription.strategy == "NewestFromBranch" and subscription.branch:
        return gettext("newest of branch %(branch)s") % {"branch": subscription.branch}
    return f"{subscription.strategy} {subscription.constraint}".strip()


def limit(subscription: Subscription) -> str:
    """How many artifacts discovery keeps."""
    return gettext("limit %(limit)s") % {"limit": subscription.limit}


def stage_facts(stage: StageNode, *, short: bool = False) -> tuple[str, ...]:
    """The facts of a Stage in a few words each: slots, tasks or steps, soak time.

    `short` counts tasks where there are several, instead of naming them.
    """
    count = len(stage.requests)
    facts = [ngettext("%(count)d slot", "%(count)d slots", count) % {"count": count}]
    if stage.control_flow:
        facts.append(gettext("no steps"))
    elif len(stage.tasks) > 1 and short:
        facts.append(gettext("%(count)d tasks") % {"count": len(stage.tasks)})
    elif stage.tasks:
        names = ", ".join(task.name for task in stage.tasks)
        facts.append(ngettext("task %(names)s", "tasks %(names)s", len(stage.tasks)) % {"names": names})
    else:
        facts.append(
            ngettext("%(count)d step", "%(count)d steps", stage.own_steps) % {"count": stage.own_steps}
        )
    soaks = dict.fromkeys(request.soak for request in stage.requests if request.soak)
    facts += [gettext("soak %(time)s") % {"time": soak} for soak in soaks]
    return tuple(facts)


def _warehouse(node: WarehouseNode, problems: int) -> Card:
    if node.missing:
        lines: tuple[tuple[str, ...], ...] = ((gettext("missing"),),)
    elif len(node.subscriptions) == 1:
        only = node.subscriptions[0]
        lines = ((repository(only),), (selection(only), limit(only)))
    else:
        lines = _several(node.subscriptions)
    details = tuple(f"{repository(each)} {selection(each)}" for each in node.subscriptions)
    return Card(
        node.id,
        "Warehouse",
        node.name,
        lines,
        _problem_badge(problems),
        node.colour,
        node.missing,
        (node.name,),
        details if len(details) > 1 else (),
    )


def _several(subscriptions: tuple[Subscription, ...]) -> tuple[tuple[str, ...], ...]:
    if not subscriptions:
        return ((gettext("no subscriptions"),),)
    shown = subscriptions[:SHOWN_SUBSCRIPTIONS]
    lines = [(repository(each), selection(each)) for each in shown]
    more = len(subscriptions) - len(shown)
    if more:
        return (*lines, (ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more},))
    return tuple(lines)


def _stage(stage: StageNode, automatic: bool, problems: int) -> Card:
    if stage.missing:
        return Card(stage.id, "Stage", stage.name, ((gettext("missing"),),), missing=True)
    badges = list(_problem_badge(problems))
    if automatic:
        badges.append(Badge(gettext("auto-promotion"), "auto"))
    if stage.verification:
        badges.append(Badge(gettext("verification"), "verification"))
    origins = tuple(dict.fromkeys(request.origin for request in stage.requests if request.origin))
    return Card(
        stage.id,
        "Stage",
        stage.name,
        (stage_facts(stage, short=True),),
        tuple(badges),
        origins=origins,
        details=stage_facts(stage),
    )


def _problem_badge(count: int) -> tuple[Badge, ...]:
    if not count:
        return ()
    words = ngettext("%(count)d problem", "%(count)d problems", count) % {"count": count}
    return (Badge(words, "problem", "warn"),)
