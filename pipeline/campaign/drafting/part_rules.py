"""Turn 其中 headings of a form into conditions (核对): a part is never more than what it is a part of.

Each part alone is checked and leaves a remark (提醒). Their sum is written but not enabled, since parts may
overlap (其中：女, 其中：党员), unless one of them is 其他; so is every condition of a table that holds rates
or texts, too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.campaign.drafting.field_rows import guess_for
from pipeline.campaign.form.names import line_names
from pipeline.model.campaign import Kind, Shape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.campaign.drafting.field_rows import DraftField
    from pipeline.campaign.drafting.places import DraftTable
    from pipeline.model.form import Heading

_PART: Final = re.compile(r"其\s*中|包括")
_WHOLE: Final = re.compile(r"(?:合|小|总|共)?\s*计|总数|总额|总量|总人数|人数")
# What a condition reads as an operator or a bracket can't be in a name that it mentions.
UNREADABLE: Final = re.compile(r"[-+*/=<>()（）\"“”、，,。；;：:%\s]")
_RULES_AT_MOST: Final = 60
_PROMPT: Final = "“其中”各项应不大于上级"
_SUM_PROMPT: Final = "“其中”各项之和应等于上级"
_OTHER: Final = re.compile(r"其[他它](?:.{0,6})")  # with it, the parts are all that there is


def part_rules(tables: Sequence[DraftTable]) -> tuple[tuple[str, ...], ...]:
    """Return rows of the 核对 sheet for the 其中 rows and columns of cross tables."""
    found: dict[str, bool] = {}
    for each in tables:
        rows, columns = line_names(each.table)
        for by, headings, names in (
            ("对每一列", each.table.rows, rows),
            ("对每一行", each.table.columns, columns),
        ):
            whole_of = _row_wholes(headings) if by == "对每一列" else _column_wholes(headings)
            for text, enabled in _conditions(by, names, whole_of):
                found.setdefault(text, enabled and each.summable)
    return tuple(
        (f"Q{number:02}", "提醒", text, _PROMPT, "是" if enabled else "否")
        for number, (text, enabled) in enumerate(list(found.items())[:_RULES_AT_MOST], start=1)
    )


def wholes_of(fields: Sequence[DraftField]) -> Mapping[str, str]:
    """Return for each single field that its label calls a part (其中) the code of the figure above it."""
    found: dict[str, str] = {}
    whole: DraftField | None = None
    for field in fields:
        slot = field.slot
        if slot.shape is not Shape.SINGLE or not slot.label.part:
            whole = field
        elif whole is not None and _is_divided(whole, field):
            found[field.code] = whole.code
    return found


def _is_divided(whole: DraftField, part: DraftField) -> bool:
    """Return whether both are numbers of one measure in one part of the form."""
    one, other = whole.slot, part.slot
    same = (one.sheet, one.block, one.label.measure) == (
        other.sheet,
        other.block,
        other.label.measure,
    )
    kinds = {guess_for(one).kind, guess_for(other).kind}
    return same and one.shape is Shape.SINGLE and kinds <= {Kind.INTEGER, Kind.DECIMAL}


def single_part_rules(fields: Sequence[DraftField]) -> tuple[tuple[str, ...], ...]:
    """Return rows of the 核对 sheet for the single fields that are parts (其中) of the figure above them."""
    names = {field.code: _mention(field, fields) for field in fields}
    parts: dict[str, list[str]] = {}
    for part, whole in wholes_of(fields).items():
        parts.setdefault(whole, []).append(part)
    rules: list[tuple[str, str, bool]] = []
    for whole, codes in parts.items():
        total, own = names[whole], [names[code] for code in codes]
        rules += [(f"{name} <= {total}", _PROMPT, True) for name in own]
        if len(own) > 1 and any(_OTHER.fullmatch(name) for name in own):
            rules.append((f"{total} = {' + '.join(own)}", _SUM_PROMPT, True))
        elif len(own) > 1:
            rules.append((f"{' + '.join(own)} <= {total}", _PROMPT, False))
    return tuple(
        (f"P{number:02}", "提醒", text, prompt, "是" if enabled else "否")
        for number, (text, prompt, enabled) in enumerate(rules[:_RULES_AT_MOST], start=1)
    )


def _mention(field: DraftField, fields: Sequence[DraftField]) -> str:
    """Return how a condition mentions a field: by its name, or its code where that can't be read or isn't unique."""
    unique = sum(each.name == field.name for each in fields) == 1
    return field.name if unique and not UNREADABLE.search(field.name) else field.code


def _conditions(
    by: str, names: Sequence[str], whole_of: Mapping[int, int]
) -> Iterator[tuple[str, bool]]:
    """Yield each part's condition, and for several parts of one whole their sum, which is not enabled."""
    parts: dict[int, list[str]] = {}
    for part, whole in whole_of.items():
        if UNREADABLE.search(names[part]) or UNREADABLE.search(names[whole]):
            continue
        parts.setdefault(whole, []).append(names[part])
        yield f"{by}：{names[part]} <= {names[whole]}", True
    for whole, own in parts.items():
        if len(own) > 1:
            yield f"{by}：{' + '.join(own)} <= {names[whole]}", False


def _row_wholes(rows: Sequence[Heading]) -> Mapping[int, int]:
    """Return for each 其中 row the row above that it is a part of, of the same measure."""
    found: dict[int, int] = {}
    for index, row in enumerate(rows):
        if not row.parent or not _PART.match(row.texts[-1]):
            continue
        above = [n for n in range(index) if rows[n].texts[-1] == row.parent]
        if above and rows[above[-1]].measure == row.measure:
            found[index] = above[-1]
    return found


def _column_wholes(columns: Sequence[Heading]) -> Mapping[int, int]:
    """Return for each 其中 column the total (计、小计) left of it in the same group."""
    found: dict[int, int] = {}
    for index, column in enumerate(columns):
        if not _PART.match(column.texts[-1]):
            continue
        left = [n for n in range(index) if columns[n].texts[:-1] == column.texts[:-1]]
        wholes = [n for n in left if not _PART.match(columns[n].texts[-1])]
        if wholes and _WHOLE.fullmatch(columns[wholes[-1]].texts[-1]):
            same = columns[wholes[-1]].measure == column.measure
            found |= {index: wholes[-1]} if same else {}
    return found
