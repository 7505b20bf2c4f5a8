"""Where a workbook names its unit (报送单位): in its 填报单位 cells, and in its file and folder names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from pipeline.campaign.aliases import match_unit
from pipeline.model.finding import Place
from pipeline.reading.labels import chart_of
from pipeline.values.text import label_key, narrow
from pipeline.workbook.stamp import STAMP_SHEET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.campaign.aliases import UnitMatch
    from pipeline.model.campaign import Campaign
    from pipeline.model.grid import Address, Book
    from pipeline.reading.labels import Chart

_UNIT_LABELS: Final = ("填报单位", "报送单位", "填表单位", "上报单位")
_IN_ONE_CELL: Final = re.compile(
    rf"(?:{'|'.join(_UNIT_LABELS)})\s*(?:\([^()]*\))?\s*:\s*(?P<name>[^\n]+)"
)
# “东河区（盖章）   填报日期：…”: the name ends where two blanks or a bracketed seal follow.
_NAME_ENDS: Final = re.compile(r"\s{2,}|\t|\((?:盖章|公章|章|签章|加盖公章)\)")
_BESIDE: Final = frozenset({"报送截止", "截止时间", "填报日期", "填表日期", "填报人", "审核人"})


@dataclass(frozen=True, slots=True)
class Named:
    """A unit as some place names it: the words, whom they mean, and the cell (if it is one)."""

    text: str
    match: UnitMatch
    place: Place | None = None


def named_in_cells(book: Book, campaign: Campaign) -> tuple[Named, ...]:
    """What the 填报单位 cells of *book* say, sheet by sheet; an empty one says nothing."""
    found = []
    for grid in book.sheets:
        if not grid.visible or grid.name == STAMP_SHEET:
            continue
        for at, text in _unit_texts(chart_of(grid), _labels_of(campaign)):
            place = Place(book.name, grid.name, str(at))
            found.append(Named(text, match_unit(campaign.roster, text, campaign.city), place))
    return tuple(found)


def named_in_path(name: str, campaign: Campaign) -> tuple[Named, ...]:
    """What the file's name says, and each folder's; those in which no unit is found are left out."""
    path = PurePosixPath(name.replace("\\", "/"))
    parts = [path.stem, *(folder.name for folder in path.parents if folder.name)]
    named = [Named(part, match_unit(campaign.roster, part, campaign.city)) for part in parts]
    return tuple(each for each in named if each.match.unit or each.match.candidates)


def _unit_texts(chart: Chart, others: frozenset[str]) -> Iterator[tuple[Address, str]]:
    for label in _UNIT_LABELS:
        for at in chart.find(label):
            beside = chart.home(chart.right_of(at))
            text = _name(narrow(chart.text(beside)))
            # The column title 报送单位 of a list has another title beside it, and no name.
            if text and label_key(text) not in others and not text.endswith(":"):
                yield beside, text
    for at in sorted(chart.grid.cells):
        match = _IN_ONE_CELL.match(narrow(chart.text(at)))
        name = _name(match["name"]) if match else ""
        if name:
            yield at, name


def _name(text: str) -> str:
    return _NAME_ENDS.split(text, maxsplit=1)[0].strip(" _")


def _labels_of(campaign: Campaign) -> frozenset[str]:
    return frozenset(label_key(field.name) for field in campaign.fields) | _BESIDE
