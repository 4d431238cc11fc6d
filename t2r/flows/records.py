"""Data in a text that is no JSON: TOML, what Python prints of an object, or lines of names and values."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Callable
from typing import Any

from t2r.flows.expressions import UNKNOWN

_ENUM = re.compile(r"<[\w.]+: ('[^'\n]*'|\"[^\"\n]*\"|[\w.+-]+)>")  # <LineStatus.ACTIVE: 'Active'>
_FIELD = re.compile(r"[A-Za-z_]\w*=")
_BETWEEN_FIELDS = re.compile(r"(?<=[\]\)}'\"\w])[ \t]+(?=[A-Za-z_]\w*=)")
_LINE = re.compile(r"[ \t]*(?:[-*•][ \t]+)?([A-Za-z][\w /-]{0,50}?)[ \t]*[:=][ \t]*(\S.*?)?[ \t]*,?[ \t]*")
_SEVERAL = re.compile(r"[A-Za-z]+[\w-]*\d[\w-]*(?:,[ \t]*[A-Za-z]+[\w-]*\d[\w-]*)+")  # L1001, L1002
_NOTHING = ("", "none", "null", "n/a", "-")


def record(text: str) -> Any:
    """The data in `text`: an object, or a list of objects where it holds several; UNKNOWN where it holds none.

    Names are written as field names are: "Line ID" becomes line_id.
    """
    return next((_named(data) for form in _FORMS if (data := form(text.strip())) is not UNKNOWN), UNKNOWN)


def _named(data: Any) -> Any:
    if isinstance(data, dict):
        return {re.sub(r"\W+", "_", str(name).strip()).casefold(): _named(value) for name, value in data.items()}
    return [_named(item) for item in data] if isinstance(data, list) else data


def _toml(text: str) -> Any:
    try:
        return tomllib.loads(text) or UNKNOWN
    except (tomllib.TOMLDecodeError, RecursionError):
        return UNKNOWN


def _python(text: str) -> Any:
    """A literal, or objects as Python prints them: `Line(line_id='L1', plan=None)`, also without the name around."""
    source = _ENUM.sub(r"\1", text)
    if _FIELD.match(source):
        source = f"record({_BETWEEN_FIELDS.sub(', ', source)})"
    try:
        data = _value(ast.parse(source, mode="eval").body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return UNKNOWN
    return data if isinstance(data, (dict, list)) else UNKNOWN


def _value(node: ast.expr) -> Any:
    """The value of a printed object; ValueError where the text is something else."""
    if isinstance(node, ast.Call):
        if node.keywords:
            return {each.arg: _value(each.value) for each in node.keywords if each.arg is not None}
        parts = [_value(each) for each in node.args]
        if len(parts) >= 3 and all(isinstance(each, int) for each in parts):  # datetime.date(2026, 12, 31)
            return "{:04d}-{:02d}-{:02d}".format(*parts[:3])
        if len(parts) == 1:  # Decimal('15.5')
            return parts[0]
        raise ValueError("a call that prints no value")
    if isinstance(node, ast.Dict):
        return {str(_value(key)): _value(value) for key, value in zip(node.keys, node.values, strict=True) if key}
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return [_value(each) for each in node.elts]
    if isinstance(node, ast.Attribute):  # LineStatus.ACTIVE
        return node.attr
    if isinstance(node, ast.Name) and node.id in ("null", "true", "false"):
        return {"null": None, "true": True, "false": False}[node.id]
    return ast.literal_eval(node)


def _lines(text: str) -> Any:
    """Lines `Name: value` or `name = value`; a name that comes again begins the next record."""
    records: list[dict[str, Any]] = [{}]
    for line in text.splitlines():
        match = _LINE.fullmatch(line)
        if match is None:
            continue
        if match[1] in records[-1]:
            records.append({})
        records[-1][match[1]] = _of_line(match[2] or "")
    if not records[0]:
        return UNKNOWN
    return records if len(records) > 1 else records[0]


def _of_line(text: str) -> Any:
    if text.casefold() in _NOTHING:
        return None
    if _SEVERAL.fullmatch(text):
        return re.split(r",[ \t]*", text)
    try:
        return _value(ast.parse(_ENUM.sub(r"\1", text), mode="eval").body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return text


_FORMS: tuple[Callable[[str], Any], ...] = (_toml, _python, _lines)
