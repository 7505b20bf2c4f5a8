"""Turn the formulas of a form (表样) into conditions (核对): 合计 = 公办 + 民办 + 公建民营."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from pipeline.model.grid import Address, address_of

if TYPE_CHECKING:
    from collections.abc import Iterator

Formulas = Mapping[tuple[str, Address], str]

_SUM: Final = re.compile(r"SUM\((?P<inside>[^()]+)\)", re.IGNORECASE)
_AREA: Final = re.compile(r"(\$?[A-Z]{1,3}\$?\d+)(?::(\$?[A-Z]{1,3}\$?\d+))?", re.IGNORECASE)
_REFERENCES: Final = re.compile(r"\$?[A-Z]{1,3}\$?\d{1,5}(?![\d(])", re.IGNORECASE)
_WRAPPED: Final = re.compile(r"(?:ROUND|IFERROR)\((?P<inner>.+),[^,]*\)", re.IGNORECASE)
_OTHER_THAN_ARITHMETIC: Final = re.compile(r"[^0-9.+\-*/()\s]")
_RULES_AT_MOST: Final = 200
_CELLS_AT_MOST: Final = 90  # terms; a longer condition can't be parsed


def formula_rules(
    names: Mapping[tuple[str, Address], str], formulas: Formulas
) -> tuple[tuple[str, ...], ...]:
    """Return rows of the 核对 sheet; *names* are the fields by their place on the form.

    A sum is checked as it is written and leaves a remark (提醒). What divides would be refused over a
    rounded digit: such a rule is written but not enabled.
    """
    rules: list[tuple[str, ...]] = []
    for (sheet, at), formula in sorted(formulas.items()):
        name = names.get((sheet, at))
        text = _expression(sheet, formula.lstrip("="), names) if name else ""
        if not text or len(rules) >= _RULES_AT_MOST:
            continue
        exact = "/" not in text and "*" not in text
        code = f"G{len(rules) + 1:02}"
        prompt = f"应与表样 {at} 的公式一致"
        rules.append((code, "提醒", f"{name} = {text}", prompt, "是" if exact else "否"))
    return tuple(rules)


def _expression(sheet: str, formula: str, names: Mapping[tuple[str, Address], str]) -> str:
    wrapped = _WRAPPED.fullmatch(formula)
    inner = wrapped["inner"] if wrapped else formula
    summed = "".join(_sums(sheet, inner, names))
    if summed:
        return summed
    parts = [names.get((sheet, at)) for at in _addresses(inner)]
    rest = _OTHER_THAN_ARITHMETIC.search(_REFERENCES.sub("", inner))
    if not parts or None in parts or rest:
        return ""
    return _REFERENCES.sub(lambda found: _named(sheet, found[0], names), inner)


def _named(sheet: str, text: str, names: Mapping[tuple[str, Address], str]) -> str:
    at = address_of(text)
    return f" {names[sheet, at]} " if at else ""


def _addresses(formula: str) -> Iterator[Address]:
    for match in _REFERENCES.finditer(formula):
        at = address_of(match[0])
        if at is not None:
            yield at


def _sums(sheet: str, formula: str, names: Mapping[tuple[str, Address], str]) -> Iterator[str]:
    """Yield the terms of a formula that is one SUM over fields, joined by plus signs."""
    match = _SUM.fullmatch(formula.strip())
    if match is None:
        return
    places = [at for area in match["inside"].split(",") for at in _area(area.strip())]
    found = [names[sheet, at] for at in places if (sheet, at) in names]
    if found and len(found) <= _CELLS_AT_MOST:
        yield " + ".join(found)


def _area(text: str) -> Iterator[Address]:
    match = _AREA.fullmatch(text)
    first = address_of(match[1]) if match else None
    last = address_of(match[2]) if match and match[2] else first
    if first is None or last is None:
        return
    for row in range(first.row, min(last.row, first.row + _CELLS_AT_MOST) + 1):
        for column in range(first.column, min(last.column, first.column + _CELLS_AT_MOST) + 1):
            yield Address(row, column)
