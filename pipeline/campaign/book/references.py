"""What a condition asks beyond its own form: another campaign's figure (任务), the last period's (上期).

A campaign book is read by itself; whether others hold what it asks of them shows only beside them.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.fields import CONDITION_COLUMNS, CONDITIONS_SHEET
from pipeline.campaign.book.tables import BookFaults, read_table
from pipeline.model.campaign import Cycle, Shape
from pipeline.model.condition import Elsewhere, FieldRef, leaves_of
from pipeline.values.text import label_key, narrow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.model.campaign import Campaign, Condition, Field
    from pipeline.model.condition import Expression
    from pipeline.model.grid import Book

_NO_BEFORE: Final = (
    "周期是“一次性”，没有上期，这一条从来不会核对。"
    "请把“任务”表的“周期”改为月、季等，或删去这一条；与别的任务相比的，请写 任务(任务名称, 填报项)。"
)


def external_references(conditions: Sequence[Condition]) -> tuple[Elsewhere, ...]:
    """The figures of other campaigns of which *conditions* speak, each once."""
    parts = (part for each in conditions for part in leaves_of(each.expression))
    return tuple(dict.fromkeys(part for part in parts if isinstance(part, Elsewhere)))


def referenced_campaign(asked: Elsewhere, campaigns: Sequence[Campaign]) -> Campaign | None:
    """The campaign (报送任务) that *asked* names by its name or number."""
    key = _key(asked.campaign)
    return next((each for each in campaigns if key in {_key(each.name), _key(each.code)}), None)


def referenced_field(asked: Elsewhere, campaign: Campaign) -> Field | None:
    """The one numeric single field (单项) of *campaign* that *asked* names by its name or code."""
    found = _fields_called(asked, campaign)
    return found[0] if len(found) == 1 and _is_figure(found[0]) else None


def check_references(
    book: Book, conditions: Sequence[Condition], cycle: Cycle, others: Sequence[Campaign]
) -> BookFaults:
    """Tell each condition of *book* that could never be evaluated, at its cell.

    *others* are the other campaigns of the workspace, without the book's own.
    """
    faults = BookFaults()
    parsed = {each.text: each.expression for each in conditions}
    for row in read_table(book, CONDITIONS_SHEET, CONDITION_COLUMNS, (), BookFaults()):
        expression = parsed.get(row.text("条件"))
        if expression is not None and row.yes("启用", BookFaults(), default=True):
            for message in _faults_of(expression, cycle, others):
                faults.add(CONDITIONS_SHEET, row.at("条件"), message)
    return faults


def _faults_of(expression: Expression, cycle: Cycle, others: Sequence[Campaign]) -> Iterator[str]:
    parts = tuple(dict.fromkeys(leaves_of(expression)))
    if cycle is Cycle.ONCE and any(isinstance(p, FieldRef) and p.before for p in parts):
        yield _NO_BEFORE
    for part in parts:
        if isinstance(part, Elsewhere):
            yield from _fault_of(part, others)


def _fault_of(asked: Elsewhere, others: Sequence[Campaign]) -> Iterator[str]:
    campaign = referenced_campaign(asked, others)
    if campaign is None:
        known = "、".join(each.name for each in others) or "（没有）"
        yield (
            f"没有名为“{asked.campaign}”的其他报送任务（任务书有错的不算），这一条不会核对。"
            f"别的任务有：{known}。请改用其中的任务名称或编号。"
        )
    elif referenced_field(asked, campaign) is None:
        yield _no_field(asked, campaign)


def _no_field(asked: Elsewhere, campaign: Campaign) -> str:
    found = _fields_called(asked, campaign)
    if len(found) > 1:
        codes = "、".join(field.code for field in found)
        return (
            f"“{campaign.name}”里“{asked.field}”不止一项，分不清是哪一项，请改写代码 {codes} 之一。"
        )
    if found:
        what = "列表项" if found[0].shape is Shape.LIST else found[0].kind.value
        return f"“{campaign.name}”的“{asked.field}”是{what}，只有填数字的单项才能相比，请改用别的填报项。"
    figures = [field.name for field in campaign.fields if _is_figure(field)]
    near = get_close_matches(asked.field, figures, n=3, cutoff=0.4)
    guess = f"相近的有“{'”“'.join(near)}”，" if near else ""
    return f"“{campaign.name}”没有名为“{asked.field}”的填报项，这一条不会核对，{guess}请改用其中的名称或代码。"


def _fields_called(asked: Elsewhere, campaign: Campaign) -> tuple[Field, ...]:
    key, label = _key(asked.field), label_key(asked.field)
    coded = tuple(field for field in campaign.fields if _key(field.code) == key)
    return coded or tuple(field for field in campaign.fields if label_key(field.name) == label)


def _is_figure(field: Field) -> bool:
    return field.shape is Shape.SINGLE and field.kind.numeric


def _key(name: str) -> str:
    return "".join(narrow(name).split()).lower()
