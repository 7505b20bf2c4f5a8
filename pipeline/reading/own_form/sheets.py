"""Match the sheets of a workbook to those of the office's own form, by name or by what they print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.reading.own_form.keys import KeyedSheet, keyed
from pipeline.values.text import label_key
from pipeline.workbook.stamp import STAMP_SHEET

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.model.campaign import Campaign
    from pipeline.model.form import Form
    from pipeline.model.grid import Book

_SHARE_AT_LEAST: Final = 0.3  # of the form's printed texts, on a sheet of another name


def match_form_sheets(book: Book, form: Form, campaign: Campaign) -> Mapping[str, KeyedSheet]:
    """Return the sheets of *book* by the names of the form's sheets that they are."""
    wanted = dict.fromkeys(field.place.sheet for field in campaign.fields if field.place)
    forms = {grid.name: keyed(grid) for grid in form.book.sheets if grid.name in wanted}
    sheets = [keyed(grid) for grid in book.sheets if grid.name != STAMP_SHEET]
    shares = {
        (name, number): _share(own, sheet)
        for name, own in forms.items()
        for number, sheet in enumerate(sheets)
    }
    found: dict[str, KeyedSheet] = {}
    used: set[int] = set()

    def rank(pair: tuple[str, int]) -> tuple[bool, float]:
        name, number = pair
        same = label_key(sheets[number].name) == label_key(name)
        return same and shares[pair] > 0, shares[pair]

    for name, number in sorted(shares, key=rank, reverse=True):
        same, share = rank((name, number))
        free = name not in found and number not in used
        if free and (same or (share >= _SHARE_AT_LEAST and sheets[number].view.grid.visible)):
            found[name] = sheets[number]
            used.add(number)
    return found


def _share(form: KeyedSheet, sheet: KeyedSheet) -> float:
    keys = set(form.places)
    return len(keys & set(sheet.places)) / len(keys) if keys else 0.0
