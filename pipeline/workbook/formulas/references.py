"""Find the references (单元格引用) in a formula, and rewrite them: other rows, other sheets."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

from pipeline.model.grid import Address, address_of, column_letters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    ByReference = Callable[["Reference"], "Reference"]

_CELL: Final = r"(?P<c{0}>\$?[A-Za-z]{{1,3}})(?P<r{0}>\$?[1-9]\d{{0,6}})"
_REFERENCE: Final = re.compile(
    r"(?:(?P<sheet>'(?:[^']|'')+'|[^'!:\[\]]+)!)?" + _CELL.format(1) + rf"(?::{_CELL.format(2)})?"
)
_BARE_NAME: Final = re.compile(r"[A-Za-z_\u4e00-\u9fff][\w\u4e00-\u9fff]*")
_LIKE_A_CELL: Final = re.compile(r"[A-Za-z]{1,3}\d+|[RrCc]\d*")


@dataclass(frozen=True, slots=True)
class Insertion:
    """Rows to insert in a sheet (插入行): so many after a row, by the rows before anything is inserted."""

    after: int
    count: int


@dataclass(frozen=True, slots=True)
class Reference:
    """Reference to a cell or an area, on a sheet where it names one.

    ``fixed`` is a dollar sign or nothing for column and row of the first cell, then of the last.
    """

    sheet: str
    first: Address
    last: Address | None = None
    fixed: tuple[str, str, str, str] = ("", "", "", "")

    def __str__(self) -> str:
        """Return it as a formula has it."""
        one, two, three, four = self.fixed
        text = f"{one}{column_letters(self.first.column)}{two}{self.first.row}"
        if self.last is not None:
            text += f":{three}{column_letters(self.last.column)}{four}{self.last.row}"
        return f"{quoted(self.sheet)}!{text}" if self.sheet else text

    def cells(self) -> Iterator[Address]:
        """Yield its cells, row by row."""
        last = self.last or self.first
        for row in range(self.first.row, last.row + 1):
            for column in range(self.first.column, last.column + 1):
                yield Address(row, column)


def quoted(sheet: str) -> str:
    """Return the name of a sheet as a formula needs it.

    >>> quoted("统计表"), quoted("东河'区-表 1")
    ('统计表', "'东河''区-表 1'")
    """
    if _BARE_NAME.fullmatch(sheet) and not _LIKE_A_CELL.fullmatch(sheet):
        return sheet
    return f"'{sheet.replace(chr(39), chr(39) * 2)}'"


def tokens_of(formula: str) -> Sequence[Token]:
    """Return the tokens of a formula with its leading “=”; none where it can't be read."""
    try:
        return tuple(Tokenizer(formula).items)
    except (TokenizerError, IndexError):
        return ()


def reference_of(text: str) -> Reference | None:
    """Parse a reference; return ``None`` for a name, a whole column, another workbook.

    >>> str(reference_of("'附表 2'!$C4:D8"))
    "'附表 2'!$C4:D8"
    """
    match = _REFERENCE.fullmatch(text.strip())
    if match is None:
        return None
    first = address_of(match["c1"] + match["r1"])
    last = address_of(match["c2"] + match["r2"]) if match["c2"] else None
    if first is None:
        return None
    sheet = (match["sheet"] or "").removeprefix("'").removesuffix("'").replace("''", "'")
    fixed = [
        "$" if (match[name] or "").startswith("$") else "" for name in ("c1", "r1", "c2", "r2")
    ]
    return Reference(sheet, first, last, (fixed[0], fixed[1], fixed[2], fixed[3]))


def is_reference(token: Token) -> bool:
    """Return whether a token refers to cells, by their place or by a name."""
    return bool(token.type == Token.OPERAND and token.subtype == Token.RANGE)


def rewrite(formula: str, change: ByReference) -> str:
    """Return *formula* with each reference as *change* returns it; what can't be read stays.

    >>> rewrite("=C4+'附表'!D5", lambda found: moved(found, (Insertion(4, 2),)))
    '=C4+附表!D7'
    """
    tokens = tokens_of(formula)
    if not tokens:
        return formula
    parts = []
    for token in tokens:
        found = reference_of(token.value) if is_reference(token) else None
        parts.append(str(change(found)) if found else token.value)
    return "=" + "".join(parts)


def moved_row(row: int, insertions: Sequence[Insertion]) -> int:
    """Return where a row is after the *insertions*.

    >>> moved_row(4, (Insertion(4, 2),)), moved_row(5, (Insertion(4, 2),))
    (4, 7)
    """
    return row + sum(each.count for each in insertions if row > each.after)


def moved(reference: Reference, insertions: Sequence[Insertion]) -> Reference:
    """Return a reference after the *insertions*; an area that ends where rows are inserted grows with them.

    >>> str(moved(reference_of("C4:C8"), (Insertion(8, 3),)))
    'C4:C11'
    """
    first = Address(moved_row(reference.first.row, insertions), reference.first.column)
    last = reference.last
    if last is not None:
        tall = last.row > reference.first.row
        grown = sum(
            each.count
            for each in insertions
            if last.row > each.after or (tall and last.row == each.after)
        )
        last = Address(last.row + grown, last.column)
    return replace(reference, first=first, last=last)


def transplanted(
    formula: str,
    sheet: str,
    insertions: Mapping[str, Sequence[Insertion]],
    names: Mapping[str, str],
) -> str:
    """Return a formula of *sheet* as its copy has it: rows moved by sheet, and sheets by their new *names*."""

    def change(found: Reference) -> Reference:
        there = found.sheet or sheet
        kept = moved(found, insertions.get(there, ()))
        return replace(kept, sheet=names.get(found.sheet, found.sheet))

    return rewrite(formula, change)
