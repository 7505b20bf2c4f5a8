"""Resolve what a condition refers to outside its form: other campaigns (任务), the previous period (上期).

A campaign book is read without others; whether they have what it refers to is checked only where
they are loaded together.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.deadlines import ITEMS_SHEET
from pipeline.campaign.book.fields import CONDITION_COLUMNS, CONDITIONS_SHEET
from pipeline.campaign.book.items import CODE_ITEM
from pipeline.campaign.book.tables import BookFaults, read_table
from pipeline.model.campaign import Cycle, Shape
from pipeline.model.condition import ExternalReference, FieldRef, leaves_of
from pipeline.values.text import label_key, narrow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.model.campaign import Campaign, Condition, Field
    from pipeline.model.condition import Expression
    from pipeline.model.grid import Book

_NO_PREVIOUS_PERIOD: Final = (
    "周期是“一次性”，没有上期，这一条从来不会核对。"
    "请把“任务”表的“周期”改为月、季等，或删去这一条；与别的任务相比的，请写 任务(任务名称, 填报项)。"
)


def code_key(code: str) -> str:
    """Return the key by which two numbers (编号) of campaigns are the same to a person who reads them."""
    return narrow(code).casefold()


def same_code(code: str, others: Sequence[Campaign]) -> tuple[str, ...]:
    """Return the names of the *others* that have the number *code*, too."""
    return tuple(each.name for each in others if code_key(each.code) == code_key(code))


def shared_code_message(code: str, name: str, others: Sequence[str]) -> str:
    """Return the sentence on a number (编号) that several campaigns have, with the remedy."""
    listed = "、".join(f"“{each}”" for each in (name, *others))
    return (
        f"编号“{code}”有 {len(others) + 1} 项任务在用：{listed}。单位报来的表按编号认任务，会分不清。"
        "请在其中一项的任务书“任务”表改“编号”（没有下发过空白表的那一项），再运行 baosong blanks 重新下发它的空白表。"
    )


def check_code(book: Book, code: str, name: str, others: Sequence[Campaign]) -> BookFaults:
    """Report the number (编号) of *book* where one of the *others* has it, too, at its cell."""
    faults = BookFaults()
    sharing = same_code(code, others)
    if sharing:
        rows = read_table(book, ITEMS_SHEET, ("项目", "内容"), (), BookFaults())
        at = next((row.at("内容") for row in rows if row.text("项目") == CODE_ITEM), "")
        faults.add(ITEMS_SHEET, at, shared_code_message(code, name, sharing))
    return faults


def external_references(conditions: Sequence[Condition]) -> tuple[ExternalReference, ...]:
    """Return the figures of other campaigns to which *conditions* refer, each once."""
    parts = (part for each in conditions for part in leaves_of(each.expression))
    return tuple(dict.fromkeys(part for part in parts if isinstance(part, ExternalReference)))


def referenced_campaign(
    reference: ExternalReference, campaigns: Sequence[Campaign]
) -> Campaign | None:
    """Return the campaign (报送任务) that *reference* names by its name or number."""
    key = _key(reference.campaign)
    return next((each for each in campaigns if key in {_key(each.name), _key(each.code)}), None)


def referenced_field(reference: ExternalReference, campaign: Campaign) -> Field | None:
    """Return the one numeric single field (单项) of *campaign* that *reference* names by name or code."""
    found = _fields_named(reference, campaign)
    return found[0] if len(found) == 1 and _is_figure(found[0]) else None


def check_references(
    book: Book, conditions: Sequence[Condition], cycle: Cycle, others: Sequence[Campaign]
) -> BookFaults:
    """Report each condition of *book* that could never be evaluated, at its cell.

    *others* are the other campaigns of the workspace, without the book's own.
    """
    faults = BookFaults()
    parsed = {each.text: each.expression for each in conditions}
    for row in read_table(book, CONDITIONS_SHEET, CONDITION_COLUMNS, (), BookFaults()):
        expression = parsed.get(row.text("条件"))
        if expression is not None and row.is_yes("启用", BookFaults(), default=True):
            for message in _messages(expression, cycle, others):
                faults.add(CONDITIONS_SHEET, row.at("条件"), message)
    return faults


def _messages(expression: Expression, cycle: Cycle, others: Sequence[Campaign]) -> Iterator[str]:
    parts = tuple(dict.fromkeys(leaves_of(expression)))
    if cycle is Cycle.ONCE and any(isinstance(p, FieldRef) and p.previous for p in parts):
        yield _NO_PREVIOUS_PERIOD
    for part in parts:
        if isinstance(part, ExternalReference):
            yield from _reference_messages(part, others)


def _reference_messages(reference: ExternalReference, others: Sequence[Campaign]) -> Iterator[str]:
    campaign = referenced_campaign(reference, others)
    if campaign is None:
        known = "、".join(each.name for each in others) or "（没有）"
        yield (
            f"没有名为“{reference.campaign}”的其他报送任务（任务书有错的不算），这一条不会核对。"
            f"别的任务有：{known}。请改用其中的任务名称或编号。"
        )
    elif referenced_field(reference, campaign) is None:
        yield _field_message(reference, campaign)


def _field_message(reference: ExternalReference, campaign: Campaign) -> str:
    found = _fields_named(reference, campaign)
    if len(found) > 1:
        codes = "、".join(field.code for field in found)
        return f"“{campaign.name}”里“{reference.field}”不止一项，分不清是哪一项，请改写代码 {codes} 之一。"
    if found:
        what = "列表项" if found[0].shape is Shape.LIST else found[0].kind.value
        return f"“{campaign.name}”的“{reference.field}”是{what}，只有填数字的单项才能相比，请改用别的填报项。"
    figures = [field.name for field in campaign.fields if _is_figure(field)]
    near = get_close_matches(reference.field, figures, n=3, cutoff=0.4)
    guess = f"相近的有“{'”“'.join(near)}”，" if near else ""
    return f"“{campaign.name}”没有名为“{reference.field}”的填报项，这一条不会核对，{guess}请改用其中的名称或代码。"


def _fields_named(reference: ExternalReference, campaign: Campaign) -> tuple[Field, ...]:
    key, label = _key(reference.field), label_key(reference.field)
    coded = tuple(field for field in campaign.fields if _key(field.code) == key)
    return coded or tuple(field for field in campaign.fields if label_key(field.name) == label)


def _is_figure(field: Field) -> bool:
    return field.shape is Shape.SINGLE and field.kind.numeric


def _key(name: str) -> str:
    return "".join(narrow(name).split()).lower()
