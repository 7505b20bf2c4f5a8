"""Write the kinds of figures (指标种类) of a cross table into its rows of the 任务书, column by column or row by row."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pipeline.campaign.book.crossings import CrossPart
from pipeline.campaign.book.fields import FIELD_COLUMNS, KIND_COLUMN, PLACE_COLUMN
from pipeline.campaign.drafting.kind_rows import aggregation_of
from pipeline.campaign.form.names import line_names
from pipeline.model.campaign import Aggregation
from pipeline.model.figure_kind import FigureKind
from pipeline.model.grid import column_letters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.model.form import CrossTable

    Texts = Mapping[tuple[int, int], str]

_COLUMNS = (*FIELD_COLUMNS, PLACE_COLUMN)
_CODE, _FIGURE, _WAY = map(_COLUMNS.index, ("代码", KIND_COLUMN, "汇总方式"))


def with_line_kinds(
    rows: Sequence[tuple[str, ...]], table: CrossTable, texts: Texts
) -> list[tuple[str, ...]]:
    """Return the *rows* of a table, the first of which is its own, with its kinds; *texts* are those of its cells.

    What most cells are, the table's row states; the columns that differ have a row each, or the rows where
    these agree better. Cells that still differ are ratios by their measure, which the 任务书 knows itself.
    """
    found = list(rows)
    if not texts:
        return found
    default = Counter(texts.values()).most_common(1)[0][0]
    found[0] = _with(found[0], default)
    decisive = {key: text for key, text in texts.items() if text != FigureKind.RATIO.value}
    axis = min((1, 0), key=lambda each: _exceptions(decisive, each))
    sheet = table.region.sheet
    for number, (name, text) in _lines(table, texts, axis).items():
        if text == default:
            continue
        part = CrossPart.COLUMN if axis else CrossPart.ROW
        letters = column_letters(number) if axis else str(number)
        code = f"{table.code}{'列' if axis else '行'}{letters}"
        index = next((n for n, row in enumerate(found) if row[_CODE] == code), None)
        if index is None:
            found.append(_with(_blank(code, name, sheet, part), text))
        else:
            found[index] = _with(found[index], text)
    return found


def _exceptions(texts: Texts, axis: int) -> int:
    """Return how many cells differ from most of their column (1) or row (0)."""
    lines: dict[int, Counter[str]] = {}
    for key, text in texts.items():
        lines.setdefault(key[axis], Counter())[text] += 1
    return sum(sum(each.values()) - max(each.values()) for each in lines.values())


def _lines(table: CrossTable, texts: Texts, axis: int) -> Mapping[int, tuple[str, str]]:
    """Return the name of each column (1) or row (0), and the kind of most of its cells."""
    headings = table.columns if axis else table.rows
    found = {}
    for heading, name in zip(headings, line_names(table)[axis], strict=True):
        own = Counter(text for key, text in texts.items() if key[axis] == heading.number)
        if own:
            found[heading.number] = (name, own.most_common(1)[0][0])
    return found


def _blank(code: str, name: str, sheet: str, part: CrossPart) -> tuple[str, ...]:
    given = {"代码": code, "名称": name, "工作表": sheet, "形式": part.value}
    return tuple(given.get(column, "") for column in _COLUMNS)


def _with(row: tuple[str, ...], text: str) -> tuple[str, ...]:
    cells = list(row)
    cells[_FIGURE] = text
    usual = Aggregation(row[_WAY]) if row[_WAY] else None
    way = aggregation_of(usual or Aggregation.SUM, text)
    if way is not (usual or Aggregation.SUM):
        cells[_WAY] = way.value
    return tuple(cells)
