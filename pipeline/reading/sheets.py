"""Match the sheets of a workbook to the sheets of the form, also after a rename or a copy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.reading.inline import inline_answers
from pipeline.reading.labels import index_sheet
from pipeline.values.text import label_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.model.campaign import Campaign
    from pipeline.model.grid import Book
    from pipeline.reading.labels import IndexedSheet

_LONGEST_LABEL: Final = 120  # characters; what is longer is running text


@dataclass(frozen=True, slots=True)
class SheetMatch:
    """Name the sheet that is read as one of the form's, and the others that resemble it.

    ``rivals`` are visible and hold half of the labels; ``by_name`` is true where the sheet's name
    decides between them and *sheet*.
    """

    sheet: IndexedSheet
    rivals: tuple[IndexedSheet, ...] = ()
    by_name: bool = False


def labels_by_sheet(campaign: Campaign) -> Mapping[str, tuple[str, ...]]:
    """Return the form's sheet names in order, each with the labels (填报项) of its fields."""
    sheets: dict[str, list[str]] = {}
    for field in campaign.fields:
        sheets.setdefault(field.sheet, []).append(field.name)
    return {sheet: tuple(names) for sheet, names in sheets.items()}


def label_keys(campaign: Campaign) -> frozenset[str]:
    """Return the keys of the labels by which a form of *campaign* is known.

    They are the texts that the office's own form (表样) prints, where there is one, else the fields' names.
    """
    if campaign.form is None:
        return frozenset(label_key(field.name) for field in campaign.fields)
    sheets = {field.place.sheet for field in campaign.fields if field.place}
    return frozenset(
        label_key(cell.value)
        for grid in campaign.form.book.sheets
        if grid.name in sheets
        for cell in grid.cells.values()
        if isinstance(cell.value, str) and len(cell.value) <= _LONGEST_LABEL
    ) - {""}


def match_sheets(book: Book, campaign: Campaign) -> Mapping[str, SheetMatch]:
    """Return the sheets of the form that *book* holds, by the form's own name for each.

    The sheet of that name is taken where at least one label is on it, unless it lacks half of
    them and another sheet has them. Otherwise the visible sheet with most of the labels is taken,
    if it holds half of them: a unit may rename a sheet. One sheet may match two of the form's: a
    unit may put them together.
    """
    sheets = {grid.name: index_sheet(grid) for grid in book.sheets}
    wanted = labels_by_sheet(campaign)
    matched: dict[str, SheetMatch] = {}
    for form_name, names in wanted.items():
        same_name = _by_name(sheets, form_name)
        if same_name is not None and _count_labels(same_name, names) * 2 >= len(names):
            matched[form_name] = SheetMatch(same_name)
    for form_name, names in wanted.items():
        if form_name not in matched:
            taken = {match.sheet.grid.name for match in matched.values()}
            best = _best(sheets, names, taken) or _by_name_with_label(sheets, form_name, names)
            best = best or _best(sheets, names, set())
            if best is not None:
                matched[form_name] = SheetMatch(best)
    return {
        form_name: _with_rivals(match.sheet, form_name, wanted[form_name], sheets)
        for form_name, match in matched.items()
    }


def _with_rivals(
    sheet: IndexedSheet,
    form_name: str,
    names: Sequence[str],
    sheets: Mapping[str, IndexedSheet],
) -> SheetMatch:
    rivals = tuple(
        each
        for name, each in sheets.items()
        if name != sheet.grid.name
        and each.grid.visible
        and _count_labels(each, names) * 2 >= len(names)
    )
    key = label_key(form_name)
    # “基本情况 (2)” is a copy made by the spreadsheet program: the name doesn't say which is valid.
    copied = any(label_key(rival.grid.name) == key for rival in rivals)
    return SheetMatch(sheet, rivals, by_name=sheet.grid.name.strip() == form_name and not copied)


def _best(
    sheets: Mapping[str, IndexedSheet], names: Sequence[str], taken: set[str]
) -> IndexedSheet | None:
    free = [s for s in sheets.values() if s.grid.visible and s.grid.name not in taken]
    best = max(free, key=lambda sheet: _count_labels(sheet, names), default=None)
    return best if best is not None and _count_labels(best, names) * 2 >= len(names) else None


def _by_name_with_label(
    sheets: Mapping[str, IndexedSheet], form_name: str, names: Sequence[str]
) -> IndexedSheet | None:
    sheet = _by_name(sheets, form_name)
    return sheet if sheet is not None and _count_labels(sheet, names) else None


def _by_name(sheets: Mapping[str, IndexedSheet], form_name: str) -> IndexedSheet | None:
    if form_name in sheets:
        return sheets[form_name]
    key = label_key(form_name)
    return next((sheet for name, sheet in sheets.items() if label_key(name) == key), None)


def _count_labels(sheet: IndexedSheet, names: Sequence[str]) -> int:
    """Return how many of the labels are on *sheet*: alone in a cell, or with their answers."""
    count = sum(bool(sheet.find(name)) for name in names)
    return count if count * 2 >= len(names) else max(count, len(inline_answers(sheet, names)))
