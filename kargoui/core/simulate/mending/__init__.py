"""The edits that mend a failing step: guards on what it looks up, and default values.

offer = mends(project, "previewnet", "1.11", "promote::image")
best = offer.mends[0]
best.label, best.operations, [(each.stage, each.before.failing, each.after.failing) for each in best.effects]

`candidates` writes edits that may mend, in the words of `guarding`, from where a step is `written` and which
Warehouses are `providers` of what it looks up. `offers` tries each and keeps those whose `effects` mend.
"""

from __future__ import annotations

from kargoui.core.simulate.mending.asking import asking_guard
from kargoui.core.simulate.mending.effects import Effect
from kargoui.core.simulate.mending.offers import Mend, Offer, mends, stages_with, with_document

__all__ = ["Effect", "Mend", "Offer", "asking_guard", "mends", "stages_with", "with_document"]
