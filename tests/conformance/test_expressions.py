"""Every vector of the real engine gets the same answer here: value and type, or message and position.

EXPRESSION_VECTORS names other vectors; a world.json beside them is taken too.
"""

from __future__ import annotations

import pytest

from tests.conformance.expressions import differs, vectors, world


@pytest.mark.conformance
def test_every_vector_gets_the_real_engines_answer() -> None:
    given = world()
    differences = [difference for case in vectors() if (difference := differs(case, given))]
    assert not differences, f"{len(differences)} differ:\n" + "\n".join(differences[:20])
