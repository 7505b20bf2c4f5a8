"""Draw a form in the test: an aligned table becomes a sheet, a book, a filling.

A cell reads as a person would type it: ``30`` is a number, ``'30`` a text, ``@2026-09-30`` a date cell,
``TRUE`` a logical value, ``#REF!`` an error value, ``=`` a formula without a result, ``<`` and ``^``
continue the cell to the left and the cell above in a merged range.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.campaign.conditions.parse import parse_condition
from pipeline.checking.check import check
from pipeline.checking.message_catalogue import full_message
from pipeline.model.campaign import Campaign, Condition, Field, Kind, Shape
from pipeline.model.filling import ReferenceData
from pipeline.model.grid import Address, Book, Cell, Grid, Merge
from pipeline.model.unit import Roster, Unit
from pipeline.reading.fill import read_form
from pipeline.reading.identify import Claim
from pipeline.workbook.stamp import STAMP_SHEET
from tests.campaigns import usual_campaign

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.filling import Answer, Filling
    from pipeline.model.finding import Level
    from pipeline.model.grid import CellValue

SHEET: Final = "基本情况"
ROLL: Final = "创建单位名单"
WORKBOOK: Final = "东河区 报送表.xlsx"
EAST: Final = Unit("U01", "东河区", "东河", ("东河区文明办",), "县市区")
WEST: Final = Unit("U02", "西河区", "西河", (), "县市区")
TRAFFIC: Final = Unit("U03", "市交通运输局", "交通运输局", (), "市直部门")
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")
_LONG: Final = 10**15


def sheet(table: str, name: str = SHEET, *, visible: bool = True) -> Grid:
    """The sheet that *table* draws; its first line is row 1."""
    cells: dict[Address, Cell] = {}
    merges: dict[Address, Address] = {}
    for row, line in enumerate(_lines(table), start=1):
        for column, typed in enumerate(line, start=1):
            at = Address(row, column)
            if typed in {"<", "^"}:
                back = Address(row, column - 1) if typed == "<" else Address(row - 1, column)
                first = next((f for f, last in merges.items() if f <= back <= last), back)
                merges[first] = at
            elif typed:
                cells[at] = _cell(typed)
    return Grid(name, cells, tuple(Merge(*ends) for ends in merges.items()), visible)


def stamp_of(campaign: str, version: str, unit: str, period: str = "") -> Grid:
    """The hidden sheet that a blank of ours carries."""
    table = f"| {STAMP_SHEET} |\n| 任务 | '{campaign} |\n| 版本 | '{version} |\n| 单位 | '{unit} |"
    table += f"\n| 期别 | '{period} |" if period else ""
    return sheet(table, STAMP_SHEET, visible=False)


def book(*sheets: Grid, name: str = WORKBOOK) -> Book:
    return Book(name, sheets)


def ask(name: str, kind: Kind = Kind.INTEGER, **more: object) -> Field:
    """A field of the form whose code is its name; required unless stated otherwise."""
    options = ("是", "否") if kind is Kind.CHOICE else ()
    asked = Field(name, name, SHEET, Shape.SINGLE, kind, required=True, options=options)
    return replace(asked, **more)  # type: ignore[arg-type]


def ask_list(name: str, kind: Kind = Kind.TEXT, **more: object) -> Field:
    return ask(name, kind, **{"sheet": ROLL, "shape": Shape.LIST, **more})


def campaign(
    *fields: Field, conditions: Sequence[tuple[Level, str, str]] = (), **more: object
) -> Campaign:
    """A campaign with *fields*; each condition is its level, text and prompt."""
    facts = {
        "roster": Roster((EAST, WEST, TRAFFIC)),
        "fields": fields,
        "conditions": tuple(
            _condition(n, row, fields) for n, row in enumerate(conditions, start=1)
        ),
    }
    return usual_campaign(**{**facts, **more})


def fill(asked: Campaign, *sheets: str | Grid) -> Filling:
    """The filling read from sheets drawn for the form's own sheets, in its order."""
    names = list(dict.fromkeys(field.sheet for field in asked.fields))
    grids = [
        sheet(drawn, name) if isinstance(drawn, str) else drawn
        for drawn, name in zip(sheets, names, strict=False)
    ]
    return read_form(book(*grids), asked, Claim(asked, EAST, None, asked.version))


def answer(asked: Field, typed: str) -> Answer:
    """The answer to one field, as *typed* into the only row of a form."""
    (read,) = fill(campaign(asked), f"| {asked.name} | {typed} |").singles
    return read


def rules(asked: Campaign, filling: Filling, before: Filling | None = None) -> list[str]:
    """What the checks notice about *filling*, by rule."""
    return [finding.rule for finding in check(filling, asked, ReferenceData(before))]


def said(asked: Campaign, filling: Filling, before: Filling | None = None) -> list[str]:
    """What the checks say about *filling*, in words."""
    return [full_message(finding) for finding in check(filling, asked, ReferenceData(before))]


def _lines(table: str) -> list[list[str]]:
    lines = [line.strip() for line in table.strip().splitlines()]
    return [[typed.strip() for typed in line.strip("|").split("|")] for line in lines]


def _cell(typed: str) -> Cell:
    if typed == "=":
        return Cell("", "uncomputed")
    if typed.startswith("#"):
        return Cell(typed, typed)
    value = _value(typed)
    spoilt = isinstance(value, Decimal) and abs(value) >= _LONG
    return Cell(value, "long-number" if spoilt else "")


def _value(typed: str) -> CellValue:
    if typed in {"TRUE", "FALSE"}:
        return typed == "TRUE"
    if typed.startswith("@"):
        return date.fromisoformat(typed[1:])
    if _NUMBER.fullmatch(typed):
        return Decimal(typed)
    return typed.removeprefix("'").replace("\\n", "\n")


def _condition(number: int, row: tuple[Level, str, str], fields: Sequence[Field]) -> Condition:
    level, text, prompt = row
    expression, used = parse_condition(text, fields)
    return Condition(f"H{number:02}", level, text, prompt, expression, used)
