"""What each Kargo version from 1.4 to 1.11 knows: kinds, steps, subscriptions, functions, names.

    stage = catalog("1.11").kinds["Stage"].schema
    catalog("1.9").steps["git-clone"].config.fields["checkout"].items

The facts stand in tables below data/ (docs/contributing/kargo-version.md says how they are written), all
versions in one table, and are read when somebody asks for them.

`Field.rules` are constraints between fields, each one string of words separated by blanks:

    exactly-one-of A B ...          at-most-one-of A B ...          at-least-one-of A B ...
    requires A when B [= VALUE]     forbids A when B [= VALUE]      (A may be A1|A2: one of them is enough)
    unique-items                    no two items of the array are equal
    unique-by KEY ...               no two items of the array agree in these fields
    item INDEX one-of A B ...       the array's item at INDEX, where there is one, is one of these
    empty-or-email                  the string is empty or an e-mail address

`VALUE` is written as YAML writes it: `true` is the boolean. A field is present where its key is there and,
in a kind, its value is not null (CEL's `has`: the API server drops nulls first). In a step's config or a
subscription it is present where it is not null, "" or false, and not {} or [] either: their schemas allow
those for "not given", or refuse them already by min-length, min-items or min-properties.
"""

from kargoui.core.catalog.load import catalog
from kargoui.core.catalog.model import (
    MISSING,
    Catalog,
    Field,
    Function,
    Kind,
    Name,
    Parameter,
    StepKind,
)
from kargoui.core.catalog.versions import LATEST, VERSIONS, UnknownVersion

__all__ = [
    "LATEST",
    "MISSING",
    "VERSIONS",
    "Catalog",
    "Field",
    "Function",
    "Kind",
    "Name",
    "Parameter",
    "StepKind",
    "UnknownVersion",
    "catalog",
]
