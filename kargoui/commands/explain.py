"""`kargoui explain`: what a rule is about, or which rules there are."""

from __future__ import annotations

import sys
from argparse import Namespace

from kargoui.commands.report import BAD_INPUT, OK
from kargoui.commands.settings import named_rules
from kargoui.core.lint import all_rules, page, summary
from kargoui.core.manifest.errors import ManifestError


def run(arguments: Namespace) -> int:
    """Prints the page of a rule, or every rule with its severity and what it finds."""
    rules = all_rules()
    if arguments.rule is None:
        width = max(map(len, rules))
        lines = (f"{name:{width}}  {rule.severity:7}  {summary(rule)}\n" for name, rule in rules.items())
        sys.stdout.write("".join(lines))
        return OK
    try:
        named_rules([arguments.rule])
    except ManifestError as error:
        sys.stderr.write(f"{error}\n")
        return BAD_INPUT
    sys.stdout.write(page(rules[arguments.rule]))
    return OK
