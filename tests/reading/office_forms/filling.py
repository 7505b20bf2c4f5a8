"""Fill in a drawn form as a unit does: ``~`` is a number, ``~t`` a text, ``~d`` a date, ``~p`` a telephone number.

``~u`` takes the unit's name. The marks say where a person sees a place; the program finds its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.model.grid import Address, Cell
from tests.campaign.books import drawn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.grid import Book

UNIT: Final = "东河区"
SHEET: Final = "统计表"
_MARK: Final = re.compile(r"~([tdpu]?)")


@dataclass(frozen=True, slots=True)
class DrawnForm:
    """A form as its office sends it out, and what a unit types into it, by cell."""

    content: bytes
    typed: tuple[tuple[Address, str, str], ...]  # cell, its whole text once filled in, the answer

    def answers(self) -> tuple[tuple[str, str], ...]:
        """The cells and the answers in them, without the unit's name."""
        return tuple(sorted((str(at), answer) for at, _, answer in self.typed if answer != UNIT))


def drawn_form(drawing: str) -> DrawnForm:
    """The form, and a different answer for each of its places."""
    typed: list[tuple[Address, str, str]] = []
    number = 100
    for row, line in enumerate(drawing.strip().splitlines(), start=1):
        for column, raw in enumerate(line.strip().strip("|").split("|"), start=1):
            text = raw.strip()
            answers = []
            for mark in _MARK.finditer(raw):
                number += 1
                answers.append(_answer(mark[1], number))
                text = _MARK.sub(answers[-1], text, count=1)
            typed += [(Address(row, column), text, answer) for answer in answers]
    return DrawnForm(drawn({SHEET: _MARK.sub("", drawing)}), tuple(typed))


def _answer(kind: str, number: int) -> str:
    answers = {
        "": str(number),
        "t": f"甲{number}",
        "d": "2026-06-30",
        "p": "13800000000",
        "u": UNIT,
    }
    return answers[kind]


def filled_in(book: Book, form: DrawnForm) -> Book:
    """The office's own form with the answers in it."""
    grid = book.sheets[0]
    cells = {**grid.cells, **dict(_cells(form))}
    return replace(book, name=f"{UNIT}.xlsx", sheets=(replace(grid, cells=cells),))


def _cells(form: DrawnForm) -> Iterator[tuple[Address, Cell]]:
    for at, text, answer in form.typed:
        yield at, Cell(Decimal(text) if text.isdecimal() and answer == text else text)
