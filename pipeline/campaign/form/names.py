"""Name the cells of a cross table (交叉表) by their paths: 道路交通·本月·事故起数."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from pipeline.campaign.form.measures import is_measure
from pipeline.values.text import narrow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.model.form import CrossTable, Heading

PATH_MARK: Final = "·"
_NUMBERING: Final = re.compile(
    r"^(?:[(][0-9一二三四五六七八九十]{1,3}[)]|[0-9]{1,3}(?:[、)]|\.(?!\d))|[一二三四五六七八九十]{1,3}[、.]|[①-⑳])"
)
_BRACKETS: Final = re.compile(r"\((?:单位:)?([^()]*)\)")
_MARKS: Final = str.maketrans("", "", ":*＊★")


def bare_heading(text: str) -> str:
    """Return a heading as a part of a name: without a measure, numbering of one level, colons and stars.

    >>> bare_heading("1.税收收入（万元）："), bare_heading("2.1办公费"), bare_heading("其中：增值税")
    ('税收收入', '2.1办公费', '其中增值税')
    """
    compact = "".join(narrow(text).split())
    for inside in _BRACKETS.findall(compact):
        if is_measure(inside):
            compact = compact.replace(f"(单位:{inside})", "").replace(f"({inside})", "")
    plain = compact.translate(_MARKS)
    return _NUMBERING.sub("", plain, count=1) or plain or text


def cell_names(table: CrossTable) -> Mapping[tuple[int, int], str]:
    """Return the name of each cell by the indexes of its row and column; every name is unique in the table.

    Where two rows would have one name, the row that they are a part of precedes it, else their numbering
    stays.
    """
    rows = _unique(table.rows)
    columns = _unique(table.columns)
    return {
        (i, j): PATH_MARK.join((row, column))
        for i, row in enumerate(rows)
        for j, column in enumerate(columns)
    }


def names_in_form(
    tables: Sequence[tuple[str, CrossTable]],
) -> Mapping[str, Mapping[tuple[int, int], str]]:
    """Return by the code of each table the names of its cells; every name is unique on the form.

    *tables* come with their titles. Tables of a sheet that share a name are preceded by their titles, and
    those that share one with a table of another sheet by the name of their sheet.
    """
    names = {table.code: dict(cell_names(table)) for _, table in tables}
    sheets = {table.code: table.region.sheet for _, table in tables}
    titles = {table.code: title for title, table in tables}
    for prefixes, within in ((titles, sheets), (sheets, dict.fromkeys(sheets, ""))):
        counts = Counter(
            (within[code], name) for code, cells in names.items() for name in set(cells.values())
        )
        shared = [
            code
            for code, cells in names.items()
            if any(counts[within[code], name] > 1 for name in cells.values())
        ]
        for code in shared:
            names[code] = {
                key: f"{prefixes[code]}{PATH_MARK}{name}" for key, name in names[code].items()
            }
    return names


def line_names(table: CrossTable) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the rows and of the columns of a table, as they are in the names of its cells."""
    return _unique(table.rows), _unique(table.columns)


def _unique(headings: Sequence[Heading]) -> tuple[str, ...]:
    names = [PATH_MARK.join(map(bare_heading, heading.texts)) for heading in headings]
    for longer in (_with_parent, _as_printed, _with_place):
        counts = Counter(names)
        if max(counts.values(), default=1) == 1:
            break
        names = [
            name if counts[name] == 1 else longer(heading, name)
            for heading, name in zip(headings, names, strict=True)
        ]
    return tuple(names)


def _with_parent(heading: Heading, name: str) -> str:
    return f"{bare_heading(heading.parent)}{PATH_MARK}{name}" if heading.parent else name


def _as_printed(heading: Heading, name: str) -> str:
    parts = ["".join(narrow(text).split()) for text in heading.texts]
    parent = name.rsplit(PATH_MARK, len(parts))[0] if heading.parent else ""
    printed = PATH_MARK.join(parts)
    return f"{parent}{PATH_MARK}{printed}" if parent and parent != name else printed


def _with_place(heading: Heading, name: str) -> str:
    return f"{name}（第{heading.number}行列）"
