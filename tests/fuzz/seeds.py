"""What fuzzing starts from: the sources of the vectors, and what those leave out."""

from __future__ import annotations

import re
from functools import cache

from kargoui.core.expr.signatures import BUILTIN_NAMES
from tests.conformance.expressions import vectors

_PIECES = re.compile(r"\w+|[^\w\s]+")
_TIMES = (
    'date("2023-08-14T10:00:00.5+02:00").Add(duration("36h1m1s")).Format("Mon Jan _2 15:04:05.000 MST 06")',
    'date("2023-08-14") - duration("1h") < date("14 Aug 23 10:00 UTC", "02 Jan 06 15:04 MST")',
    'date("Monday, 14-Aug-23 10:00:00 CEST", "Monday, 02-Jan-06 15:04:05 MST", "Europe/Berlin").Unix()',
    'date("2023-226 11PM -0700", "2006-002 3PM -0700").AddDate(1, -13, 40).String()',
    'now().In(timezone("America/New_York")).Round(duration("1h")).Sub(now()).Minutes()',
    "string(now().Month()) + string(now().Weekday()) + now().Location().String() + string(now().YearDay())",
    'now().Truncate(duration("24h")).Before(now()) && !now().UTC().IsZero()',
    "now().Compare(now().Local()) == 0 || now().After(now())",
    'date(timezone("UTC"), "2023-08-14").UnixMilli() + duration("-1.5ms").Abs().Microseconds()',
    'duration("1us") * 2 + duration("1h").Round(duration("7m")) > duration("3ns").Truncate(duration("2ns"))',
    "max(now().Year(), now().Day(), now().Hour(), now().Nanosecond())",
)
_VALUES = (
    "asYAML({a: [1, 'x: y', nil, 1.5, {b: true, c: 'l1\\nl2'}], '1': '', d: [], e: {} })",
    "asYAML([vars.obj, vars.doubt, stepMetas.build, outputs.none, now(), b'\\xff'])",
    "asJSON(vars.items) + quote(vars.half) + unsafeQuote([vars.quoted, vars.multi, 1e21])",
    'string(groupBy(vars.items, .ok)) + string(fromPairs([[1, "a"], [nil, 2.5], [true, vars.list]]))',
    'fromJSON("[1, {\\"a\\": [null, 1e3, \\"\\\\u00e9\\\\ud83d\\\\ude00\\"]}, \\"\\\\x\\"]")',
    "sum(1..9) + sum(map(1..5, # * 2)) + reduce(1..4, # + #acc, 1) + sum([1, vars.n]) + sum(1..3, # - 1)",
    "sortBy(vars.items, .v, 'desc')[1:] != sort(concat(vars.names, ['x']), 'desc') ? uniq(vars.list) : nil",
    'semverParse("1.2.3-rc.1+b").IncMajor().String() + semverDiff("1.2.3", "2.0.0")',
    "[b'\\x00abc'[1], \"\\u{1F600}h\\u00e9\"[1:3], toBase64('x'), fromBase64('eA=='), 'a' matches '(a|b)+']",
    "bitand(7, 3) + bitshl(1, 62) + bitushr(-1, 1) + int('31') + 9223372036854775807 % -1 - -7 % 3",
    "findLast(vars.items, .ok)?.v ?? findLastIndex(vars.list, # > 9) ?? [1 + findLast([1], true)]",
    'if vars.n > 3 { "big" } else if vars.flag { let y = 2; y ** 2 } else { vars.list }',
    "map(vars.list, {let z = #; z + #index})",
    'artifactFrom("x", warehouse("images"))?.Metadata.a ?? freightMetadata("f1").x ?? stageMetadata("test")',
    'configMap("c").k + secret("s")["t"] + sharedConfigMap("c").k + sharedSecret(vars.env).t + status("a")',
)
_CHAINS = (
    " + ".join(["vars.n"] * 24),
    " ** ".join(["1"] * 23 + ["vars.n"]),
    " ?? ".join(["vars.nope"] * 22 + ["vars.doubt", "1"]),
    " && ".join(["vars.flag", "vars.n != nil"] * 12),
    " || ".join(["false"] * 22 + ["vars.doubt", "true"]),
    f"sum([{', '.join(['vars.n'] * 24)}, vars.doubt])",
    " < ".join(map(str, range(24))),
)
_WORDS = (
    *("vars.nope", "vars.doubt", "vars.half", "outputs.http", "outputs.none", "stepMetas.build", "$env"),
    *("?.", "??", " == nil", " != nil && ", "let x = ", "; x", "#acc", "#index", "if ", " else ", "[1:2]"),
    *("${{ ", " }}", "${% ", " %}", "b'\\xff'", '"\\u{1F600}"', "now()", "1e309", "9223372036854775807"),
    *('[imageFrom("ghcr.io/acme/api"), warehouse("x")]', "[now(), imageFrom('x')]"),
    *("[timezone('UTC'), semverParse('1.2.3')]", "findLast(", "groupBy(vars.items, .ok)", "[1, nil, 'a']"),
)


@cache
def expressions() -> list[str]:
    bare = {case["source"] for case in vectors() if case["kind"] != "template"}
    return sorted({*bare, *_TIMES, *_VALUES, *_CHAINS})


@cache
def sources() -> list[str]:
    """Expressions and templates."""
    return sorted({*expressions(), *(case["source"] for case in vectors())})


@cache
def pieces() -> list[str]:
    """Words, signs and whole expressions to put into a source."""
    found = {piece for source in expressions() for piece in _PIECES.findall(source)}
    found |= {f"{name}(" for name in BUILTIN_NAMES} | {f"({source})" for source in expressions()}
    return sorted({*found, *_WORDS})
