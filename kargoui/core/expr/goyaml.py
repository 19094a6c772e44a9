"""YAML as go.yaml.in/yaml/v3 writes plain data: four blanks, keys sorted as people count."""

from __future__ import annotations

import re

import yaml

from kargoui.core.expr.printing import float_text
from kargoui.core.expr.run import Run
from kargoui.core.expr.values import AnyMap, Struct, Unknown, UnknownValue, is_nil, type_name

_RUNS = re.compile(r"\d+|\D")


def to_yaml(run: Run, value: object) -> str:
    """yaml.Marshal of maps, lists and scalars."""
    plain = _plain(run, value)
    text = yaml.dump(
        plain,
        Dumper=_Dumper,
        indent=4,
        width=2**31,
        default_flow_style=False,
        allow_unicode=True,
        sort_keys=False,
    )
    return str(text).removesuffix("...\n")


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


class _Float(float):
    pass


def _float(dumper: yaml.SafeDumper, value: _Float) -> yaml.ScalarNode:
    text = {"+Inf": ".inf", "-Inf": "-.inf", "NaN": ".nan"}.get(float_text(value), float_text(value))
    # the tag that PyYAML reads the text as, so that it is written plain
    kind = "float" if "." in text else ("str" if "e" in text else "int")
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", text)


def _string(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value else ('"' if _looks_like_another(value) else None)
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


def _looks_like_another(text: str) -> bool:
    """Whether plain text would be read as something else; Go then uses double quotes."""
    if re.fullmatch(r"(?i)y|yes|no|n|on|off", text):
        return True
    resolver = yaml.SafeLoader.yaml_implicit_resolvers.get(text[:1] if text else "", [])
    return not text or any(pattern.match(text) for _, pattern in resolver)


_Dumper.add_representer(_Float, _float)
_Dumper.add_representer(str, _string)


def _plain(run: Run, value: object) -> object:
    run.step()
    if isinstance(value, Unknown):
        raise UnknownValue(value)
    if is_nil(value) or isinstance(value, bool):
        return value if isinstance(value, bool) else None
    if isinstance(value, str):
        return str(value)
    if isinstance(value, float):
        return _Float(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, (list, bytes)):
        return [_plain(run, item) for item in value]
    if isinstance(value, AnyMap):
        return {_plain(run, key[1]): _plain(run, item) for key, item in value.items()}
    if isinstance(value, dict):
        return {key: _plain(run, value[key]) for key in sorted(value, key=_natural)}
    if isinstance(value, Struct):
        return {name.lower(): _plain(run, item) for name, item in value.fields.items()}
    return type_name(value)


def _natural(key: str) -> list[tuple[int, int, str]]:
    """yaml.v3's keyList order: numbers in keys by value, letters after the rest."""
    return [
        (1, int(part), "") if part.isdigit() else (2 if part.isalpha() else 0, 0, part)
        for part in _RUNS.findall(key)
    ]
