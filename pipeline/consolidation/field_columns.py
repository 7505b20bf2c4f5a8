"""Choose the columns of a table by unit (分户表): a field, a row or a column of a cross table, a list's column."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from pipeline.campaign.form.names import PATH_MARK, bare_heading
from pipeline.values.text import label_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.model.campaign import Campaign, Field

_PART: Final = "其中"
_NEAR: Final = 0.5  # of the characters in common
_NEAR_AT_MOST: Final = 8


@dataclass(frozen=True, slots=True)
class FieldColumn:
    """A column of a table by unit: a field, and what its name adds to that which was chosen."""

    field: Field
    title: str


def field_columns(campaign: Campaign, name: str) -> tuple[FieldColumn, ...]:
    """Return the columns that *name* chooses; none where the campaign has no such field.

    A name chooses the field that it is, the cells of a cross table whose path begins with it (a row),
    ends with it (a column) or has it within, or the fields of a group, in this order.
    """
    wanted = _path(name)
    if not any(wanted):
        return ()
    paths = [(field, _path(field.name)) for field in campaign.fields]
    if not any(part in path for _, path in paths for part in wanted):
        # 增值税 is the row 其中：增值税, where there is no other.
        paths = [(f, tuple(key.removeprefix(_PART) for key in path)) for f, path in paths]
    size = len(wanted)
    known = dict(
        zip((field.code for field in campaign.fields), (path for _, path in paths), strict=True)
    )
    tests = (
        lambda path: path == wanted,
        lambda path: path[:size] == wanted,
        lambda path: path[-size:] == wanted,
        lambda path: any(path[n : n + size] == wanted for n in range(len(path))),
    )
    for test in tests:
        found = [field for field, path in paths if test(path)]
        if found:
            return tuple(_column(field, known[field.code], wanted) for field in found)
    group = [f for f in campaign.fields if f.section and _path(f.section) == wanted]
    return tuple(FieldColumn(field, field.heading) for field in group)


def _path(name: str) -> tuple[str, ...]:
    return tuple(label_key(bare_heading(part)) for part in name.split(PATH_MARK))


def _column(field: Field, keys: tuple[str, ...], wanted: tuple[str, ...]) -> FieldColumn:
    parts = field.name.split(PATH_MARK)
    start = next((n for n in range(len(keys)) if keys[n : n + len(wanted)] == wanted), 0)
    rest = [*parts[:start], *parts[start + len(wanted) :]]
    title = PATH_MARK.join(rest) or field.name
    return FieldColumn(field, f"{title}（{field.measure}）" if field.measure else title)


def near_names(campaign: Campaign, name: str) -> tuple[str, ...]:
    """Return names of fields, rows and columns that are like *name*, the likeliest first."""
    wanted = label_key(name)
    scored = [(_likeness(label_key(known), wanted), known) for known in _names(campaign.fields)]
    near = sorted((each for each in scored if each[0] >= _NEAR), key=lambda each: -each[0])
    return tuple(known for _, known in near[:_NEAR_AT_MOST])


def _names(fields: Sequence[Field]) -> Iterator[str]:
    seen = dict.fromkeys(
        part for field in fields for part in (field.name, *field.name.split(PATH_MARK))
    )
    yield from seen


def _likeness(known: str, wanted: str) -> float:
    if wanted and (wanted in known or known in wanted):
        return 1.0 - abs(len(known) - len(wanted)) / 1000
    return SequenceMatcher(None, known, wanted).ratio()
