"""Expand a condition (核对) that holds for each row or each column of a cross table.

``对每一行：本年累计 >= 本月`` is one condition for every row; the names are those of the columns.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from pipeline.campaign.form.names import PATH_MARK, line_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.model.campaign import Field
    from pipeline.model.form import CrossTable

_EACH: Final = re.compile(r"\s*对?每一?(?P<line>行|列)\s*[：:，,]\s*(?P<text>.+)", re.DOTALL)


def expand_condition(
    text: str, fields: Sequence[Field], tables: Sequence[CrossTable]
) -> tuple[str, ...]:
    """Return the conditions that *text* means: itself, or one for each row or column of a cross table.

    A text whose names are in no table is returned as it is written, and is a fault where it is parsed.
    """
    match = _EACH.fullmatch(text)
    if match is None:
        return (text,)
    by_row = match["line"] == "行"
    mentioned = [_mentioned(match["text"], table, by_row=by_row) for table in tables]
    # One table may have some of the names by chance; the condition is about those that have most.
    most = max(map(len, mentioned), default=0)
    found = [
        expanded
        for table, names in zip(tables, mentioned, strict=True)
        if names and len(names) == most
        for expanded in _expanded(match["text"], table, fields, by_row=by_row)
    ]
    return tuple(found) or (match["text"],)


def _pattern(names: Sequence[str]) -> re.Pattern[str]:
    longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    # 合计 is no part of 在园人数·合计, a line of another table.
    return re.compile(f"(?<!{PATH_MARK})(?:{longest_first})(?!{PATH_MARK})")


def _mentioned(text: str, table: CrossTable, *, by_row: bool) -> set[str]:
    """Return the names of a table's lines that are in *text*."""
    rows, columns = line_names(table)
    return {found[0] for found in _pattern(columns if by_row else rows).finditer(text)}


def _expanded(text: str, table: CrossTable, fields: Sequence[Field], *, by_row: bool) -> list[str]:
    rows, columns = line_names(table)
    names, pattern = (columns if by_row else rows), _pattern(columns if by_row else rows)
    mentioned = _mentioned(text, table, by_row=by_row)
    lines = _lines(table, fields, by_row=by_row)
    wanted = {names.index(name) for name in mentioned}
    return [
        pattern.sub(lambda found, own=own: f" {own[names.index(found[0])]} ", text)  # type: ignore[misc]
        for own in lines.values()
        if wanted <= set(own)
    ]


def _lines(
    table: CrossTable, fields: Sequence[Field], *, by_row: bool
) -> Mapping[int, Mapping[int, str]]:
    """Return for each line of a table the fields in it, by the index of the other line.

    A field is written by its name, or by its code where another has the same name.
    """
    counts = Counter(field.name for field in fields)
    lines: dict[int, dict[int, str]] = defaultdict(dict)
    for field in fields:
        if field.crossing is not None and field.crossing.table == table.code:
            row, column = field.crossing.row, field.crossing.column
            line, index = (row, column) if by_row else (column, row)
            lines[line][index] = field.name if counts[field.name] == 1 else field.code
    return lines
