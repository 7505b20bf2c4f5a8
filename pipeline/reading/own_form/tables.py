"""Find a cross table (交叉表) in a submission: which of its rows and columns are those of the form.

Rows and columns are found by their headings, wherever they moved: inserted, deleted, re-ordered, with
merged heads split or joined. Where a heading occurs several times, the order decides.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from pipeline.campaign.form.headings import (
    column_path,
    heading_key,
    parents_of,
    row_path,
    stub_columns,
)
from pipeline.model.grid import Address

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from pipeline.model.form import CrossTable, Heading
    from pipeline.reading.own_form.keys import KeyedSheet

    Path = tuple[str, ...]

_HEADS_AT_MOST: Final = (
    60  # places of a head that are tried; a hostile sheet repeats it without end
)
_STUBS_AT_MOST: Final = 4
_EXTRA_STOREYS: Final = 1  # a unit may put one more row of heads over the form's


@dataclass(frozen=True, slots=True)
class TableMatch:
    """Place of a cross table in a submission: its columns and rows by their indexes in the form.

    ``head`` is the last row of its head, ``stub`` the column of its row headings, ``end`` the first row
    that is no more the table's.
    """

    table: CrossTable
    head: int
    stub: int
    end: int
    columns: Mapping[int, int]
    rows: Mapping[int, int]

    @property
    def found(self) -> int:
        """Return how many of its headings were found."""
        return len(self.columns) + len(self.rows)


def match_tables(
    sheet: KeyedSheet, form: KeyedSheet, tables: Sequence[CrossTable]
) -> Mapping[str, TableMatch]:
    """Return the place of each of the *tables* of a form's sheet, by its code; a table not found is left out."""
    heads = {table.code: _head_rows(sheet, table) for table in tables}
    ends = sorted({row for rows in heads.values() for row in rows})
    taken: set[tuple[int, int]] = set()
    matches: dict[str, TableMatch] = {}
    for table in tables:
        candidates = [
            _match(sheet, form, table, (head, stub, _end_after(sheet, head, ends)))
            for head in heads[table.code]
            for stub in _stubs(sheet, table, head, _end_after(sheet, head, ends))
            if (head, stub) not in taken
        ]
        usable = [match for match in candidates if match.columns and match.rows]
        if usable:
            best = max(usable, key=lambda match: match.found)
            taken.add((best.head, best.stub))
            matches[table.code] = best
    return matches


def _head_rows(sheet: KeyedSheet, table: CrossTable) -> list[int]:
    """Return the rows that may be the last of the table's head, from top to bottom."""
    storeys = table.region.body.row - table.region.first.row
    return head_rows(sheet, [column.texts for column in table.columns], storeys)


def head_rows(sheet: KeyedSheet, paths: Sequence[Path], storeys: int) -> list[int]:
    """Return the rows that may be the last of a head of so many *storeys* with the headings *paths*."""
    exact: Counter[int] = Counter()
    # Where a merged range was split, a heading is above its place.
    reaching: Counter[int] = Counter()
    for key in {_keys(path)[-1] for path in paths if path}:
        places = sheet.places.get(key, ())
        covered = {row for at in places for row in range(at.row, sheet.view.end(at).row + 1)}
        exact.update(covered)
        reaching.update(covered | {row for at in places for row in range(at.row, at.row + storeys)})
    most = max(reaching.values(), default=0)
    found: list[int] = []
    for row in sorted(row for row in exact if reaching[row] * 2 >= most):
        if found and row - found[-1] <= storeys:
            before = found[-1]
            if (reaching[row], exact[row]) >= (reaching[before], exact[before]):
                found[-1] = row
        else:
            found.append(row)
    return found[:_HEADS_AT_MOST]


def _end_after(sheet: KeyedSheet, head: int, heads: Sequence[int]) -> int:
    """Return the row where the next table's head begins, or the row after the last."""
    return next((row for row in heads if row > head + 1), sheet.view.last_row + 1)


def _stubs(sheet: KeyedSheet, table: CrossTable, head: int, end: int) -> list[int]:
    """Return the columns that may hold the row headings, the likeliest first."""
    counts: Counter[int] = Counter()
    for key in {_keys(row.texts)[-1] for row in table.rows}:
        columns = {
            column
            for at in sheet.places.get(key, ())
            if head < at.row < end
            for column in range(at.column, sheet.view.end(at).column + 1)
        }
        counts.update(columns)
    most = max(counts.values(), default=0)
    likely = [column for column in sorted(counts) if counts[column] * 2 >= most]
    # 合计 merged over several columns counts for each of them: the fullest is the innermost.
    return sorted(likely, key=lambda column: -counts[column])[:_STUBS_AT_MOST]


def _match(
    sheet: KeyedSheet, form: KeyedSheet, table: CrossTable, found: tuple[int, int, int]
) -> TableMatch:
    head, stub, end = found
    return TableMatch(
        table,
        head,
        stub,
        end,
        _match_columns(sheet, table, head, stub),
        _match_rows(sheet, form, table, found),
    )


def _match_columns(sheet: KeyedSheet, table: CrossTable, head: int, stub: int) -> Mapping[int, int]:
    storeys = table.region.body.row - table.region.first.row
    right = range(stub + 1, sheet.view.last_column + 1)
    wanted = [column.texts for column in table.columns]
    return match_columns(sheet, wanted, (head, storeys), (*right, *range(1, stub)))


def match_columns(
    sheet: KeyedSheet, texts: Sequence[Path], head: tuple[int, int], columns: Iterable[int]
) -> Mapping[int, int]:
    """Return the column of each heading in *texts*, by its index, among *columns* in their order.

    *head* is the last row of the head, and of how many rows it is on the form.
    """
    last, storeys = head
    rows = range(max(last - storeys - _EXTRA_STOREYS + 1, 1), last + 1)
    # Under a heading merged over several columns the answer is in the first of them.
    firsts = [
        column
        for column in columns
        if sheet.view.anchor(Address(last, column)).column == column
        or not sheet.view.shown(Address(last, column))
    ]
    paths = {column: _keys(column_path(sheet.view, rows, column)) for column in firsts}
    paths = {column: path for column, path in paths.items() if path}
    wanted = [_keys(path) for path in texts]
    leaves = Counter(path[-1] for path in wanted if path)
    shown = Counter(path[-1] for path in paths.values())
    found: dict[int, int] = {}
    passes: tuple[Callable[[Path, Path], bool], ...] = (
        lambda own, path: path[-len(own) :] == own,
        lambda own, path: path[-1] == own[-1] and set(own) <= set(path),
        lambda own, path: path[-1] == own[-1] and leaves[own[-1]] == 1 == shown[own[-1]],
        lambda own, path: "".join(path).endswith("".join(own)),
    )
    for fits in passes:
        _assign(wanted, paths, found, fits)
    return found


def _assign(
    wanted: Sequence[Path],
    paths: Mapping[int, Path],
    found: dict[int, int],
    fits: Callable[[Path, Path], bool],
) -> None:
    """Assign to each heading without a line the first free line that fits."""
    used = set(found.values())
    for index, own in enumerate(wanted):
        if index in found or not own:
            continue
        number = next((n for n, path in paths.items() if n not in used and fits(own, path)), None)
        if number is not None:
            found[index] = number
            used.add(number)


def _match_rows(
    sheet: KeyedSheet, form: KeyedSheet, table: CrossTable, found: tuple[int, int, int]
) -> Mapping[int, int]:
    head, stub, end = found
    labels, _ = stub_columns(form.view, table.region)
    inner = labels[-1] if labels else table.region.first.column
    columns = [stub - (inner - column) for column in labels if stub - (inner - column) > 0] or [
        stub
    ]
    texts = {row: _row_texts(sheet, row, columns) for row in range(head + 1, end)}
    parents = parents_of(sheet.view, texts, stub)
    wanted = [_keys(row.texts) for row in table.rows]
    often = {path for path, count in Counter(wanted).items() if count > 1}
    paths = {row: path for row, shown in texts.items() if (path := _keys(shown))}
    # A heading that stands several times is known by the row that it is a part of.
    own_keys = [
        _with_parent(path, row.parent, often) for path, row in zip(wanted, table.rows, strict=True)
    ]
    keys = {row: _with_parent(path, parents[row], often) for row, path in paths.items()}
    rows = _in_order(own_keys, keys)
    _assign(own_keys, keys, rows, lambda own, path: path == own)
    left = Counter(path[-1] for row, path in paths.items() if row not in rows.values())
    own_left = Counter(path[-1] for index, path in enumerate(wanted) if index not in rows and path)
    _assign(
        wanted,
        paths,
        rows,
        lambda own, path: path[-1] == own[-1] and left[own[-1]] == own_left[own[-1]],
    )
    return rows


def _with_parent(path: Path, parent: str, often: Collection[Path]) -> Path:
    return (heading_key(parent), *path) if path in often else path


def _in_order(wanted: Sequence[Path], paths: Mapping[int, Path]) -> dict[int, int]:
    """Return the lines that are in the same order on the form and in the submission."""
    numbers = list(paths)
    matcher = SequenceMatcher(None, wanted, list(paths.values()), autojunk=False)
    return {
        block.a + step: numbers[block.b + step]
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    }


def _row_texts(sheet: KeyedSheet, row: int, columns: Sequence[int]) -> tuple[str, ...]:
    texts = row_path(sheet.view, row, columns)
    if texts or columns[0] == 1:
        return texts
    return tuple(  # 合计 may stand under 序号
        text
        for column in range(columns[0] - 1, 0, -1)
        if (text := sheet.view.shown(Address(row, column)))
        and sheet.view.is_text(Address(row, column))
    )[:1]


def _keys(texts: Iterable[str]) -> Path:
    return tuple(heading_key(text) or text for text in texts)


def missing_headings(match: TableMatch) -> Iterator[Heading]:
    """Yield the headings of rows and columns that the submission doesn't have."""
    for headings, found in ((match.table.rows, match.rows), (match.table.columns, match.columns)):
        yield from (heading for index, heading in enumerate(headings) if index not in found)
