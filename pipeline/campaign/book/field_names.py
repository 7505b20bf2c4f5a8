"""Find fields by the names by which a 指标种类 refers to them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.values.text import label_key, narrow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.model.campaign import Field


@dataclass(slots=True)
class FieldNames:
    """Names by which a 指标种类 refers to other fields: their own, and those of rows and columns of tables."""

    fields: Sequence[Field]
    tables: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
    by_key: dict[tuple[str, str], list[Field]] = field(default_factory=lambda: defaultdict(list))
    by_code: dict[str, Field] = field(default_factory=dict)
    cells: dict[tuple[str, int, int], Field] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for each in self.fields:
            self.by_code[each.code] = each
            for sheet in (each.sheet, ""):
                self.by_key[sheet, _key(each.name)].append(each)
            if each.crossing is not None:
                crossing = each.crossing
                self.cells[crossing.table, crossing.row, crossing.column] = each

    def find(self, name: str, of: Field) -> Field | None:
        """Return the field that *name* means in the 指标种类 of the field *of*."""
        in_table = self._in_table(_key(name), of)
        if in_table is not None:
            return in_table
        for sheet in (of.sheet, ""):
            found = self.by_key[sheet, _key(name)]
            if len(found) == 1:
                return found[0]
        return self.by_code.get(name.strip())

    def is_line(self, name: str, of: Field) -> bool:
        """Return whether *name* is a row or a column of the cross table of the field *of*."""
        if of.crossing is None or of.crossing.table not in self.tables:
            return False
        return any(
            _key(each) == _key(name) for part in self.tables[of.crossing.table] for each in part
        )

    def _in_table(self, key: str, of: Field) -> Field | None:
        if of.crossing is None or of.crossing.table not in self.tables:
            return None
        table, row, column = of.crossing.table, of.crossing.row, of.crossing.column
        rows, columns = self.tables[table]
        for index, name in enumerate(columns):
            if _key(name) == key:
                return self.cells.get((table, row, index))
        for index, name in enumerate(rows):
            if _key(name) == key:
                return self.cells.get((table, index, column))
        return None


def _key(name: str) -> str:
    return label_key(name) or "".join(narrow(name).split())
