"""Try the office's own form (自测): fill in every place with a generated value, read it back, compare."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.campaign.form.view import view_of
from pipeline.model.campaign import Kind, Shape
from pipeline.model.grid import Address, Cell
from pipeline.reading.fill import read_form
from pipeline.reading.identify import Claim

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pipeline.campaign.form.view import SheetView
    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.filling import Answer, Filling
    from pipeline.model.form import Form
    from pipeline.model.grid import Book, Grid

_FIRST: Final = 1001  # the first of the generated numbers, each of which stands once on the form
_ROWS_BELOW: Final = 40
_BRACKETS: Final = r"(?:[(（][^()（）]{0,20}[)）])?"
_GIVEN: Final = (
    (Kind.DATE, "2026-01-15"),
    (Kind.PHONE, "13800000000"),
    (Kind.ID_NUMBER, "11010519491231002X"),  # the example of GB 11643
    (Kind.CREDIT_CODE, "91350100M000100Y43"),  # the example of GB 32100
)


def self_test(
    campaign: Campaign, change: Callable[[Grid], Grid] = lambda grid: grid
) -> tuple[str, ...]:
    """Return a sentence for each place of the form that isn't read back; empty where all are, or without a form.

    *change* is applied to each sheet after it was filled in.
    """
    form = campaign.form
    if form is None:
        return ()
    typed: dict[tuple[str, Address], list[tuple[str, Field]]] = {}
    for place, answer in _places(campaign, form):
        typed.setdefault(place, []).append(answer)
    filled = _filled(form.book, typed)
    filled = replace(filled, sheets=tuple(map(change, filled.sheets)))
    claim = Claim(campaign, campaign.units()[0])
    filling = read_form(filled, campaign, claim)
    found = _read(filling)
    return tuple(
        f"表样「{sheet}」{at} “{field.name}”：自测填入“{text}”后没有读回来，"
        f"请核对任务书「填报项」{field.code} 的位置，或调整表样的标题。"
        for (sheet, at), answers in typed.items()
        for text, field in answers
        if found.get(field.code) != text
    )


def _places(
    campaign: Campaign, form: Form
) -> Iterator[tuple[tuple[str, Address], tuple[str, Field]]]:
    views = {grid.name: view_of(grid) for grid in form.book.sheets}
    for number, field in enumerate(campaign.fields, start=_FIRST):
        if field.place is None or field.place.sheet not in views:
            continue
        view = views[field.place.sheet]
        at = view.anchor(field.place.at)
        if field.shape is Shape.LIST:
            at = _first_row(view, at)
        yield (field.place.sheet, at), (_value(field, number), field)


def _first_row(view: SheetView, heading: Address) -> Address:
    """Return the first free cell under a list's heading."""
    last = view.end(heading).row
    rows = range(last + 1, last + _ROWS_BELOW)
    free = (row for row in rows if view.cell(Address(row, heading.column)) is None)
    return Address(next(free, last + 1), heading.column)


def _value(field: Field, number: int) -> str:
    if field.options:
        return field.options[0]
    given = next((text for kind, text in _GIVEN if field.kind is kind), "")
    return given or (str(number) if field.kind.numeric else f"自测{number}")


def _filled(book: Book, typed: Mapping[tuple[str, Address], Sequence[tuple[str, Field]]]) -> Book:
    """Return the form with *typed* in its cells; behind each label that has its answer in its own cell."""
    sheets = []
    for grid in book.sheets:
        view = view_of(grid)
        cells = dict(grid.cells)
        for (sheet, at), answers in typed.items():
            if sheet == grid.name:
                inside = view.raw(at) if view.is_text(at) else ""
                cells[at] = Cell(_inside(inside, answers) if inside else _as_number(answers[0][0]))
        sheets.append(replace(grid, cells=cells))
    return replace(book, name="自测.xlsx", sheets=tuple(sheets))


def _inside(printed: str, answers: Sequence[tuple[str, Field]]) -> str:
    """Return a cell's labels with an answer behind each, in place of its underline: 填报人：甲　　联系电话：…."""
    for text, field in answers:
        label = re.compile(rf"({re.escape(field.name)}{_BRACKETS}\s*[:：])[\s_＿]*")
        if len(answers) > 1 and label.search(printed):
            printed = label.sub(rf"\g<1>{text}　　", printed, count=1)
        elif printed.rstrip().endswith((":", "：")):
            printed = f"{printed}{text}"
    return printed


def _as_number(text: str) -> str | Decimal:
    return Decimal(text) if text.isdecimal() and len(text) <= len("1001000") else text


def _read(filling: Filling) -> Mapping[str, str]:
    listed = [answer for row in filling.rows for answer in row.answers]
    answers: list[Answer] = [*filling.singles, *listed]
    return {answer.field_code: answer.typed for answer in answers if answer.typed}
