"""Arrange the sums (合计) of a form for a paper: those the office picked, and parts under their total."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

from pipeline.model.campaign import Shape
from pipeline.model.condition import Arithmetic, Comparison, FieldRef, Junction

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.model.campaign import Condition, Field
    from pipeline.model.condition import Expression
    from pipeline.model.figure import Figure


_PART_MARK: Final = "其中"  # in the prompt (提示) of a condition that a form's 其中 has made


@dataclass(frozen=True, slots=True)
class SumItem:
    """A sum as a paper prints it, with the sums of its parts (其中).

    ``breakdowns`` holds several where the 任务书 divides the total in several ways.
    """

    field: Field
    figure: Figure
    breakdowns: tuple[tuple[SumItem, ...], ...] = ()


def arrange_sums(
    conditions: Sequence[Condition], figures: Sequence[tuple[Field, Figure]]
) -> tuple[SumItem, ...]:
    """Return *figures* in their order, each part of a total under that total and nowhere else.

    What is part of what, the *conditions* (核对) state (甲 = 乙 + 丙, or 乙 <= 甲 that the office calls 其中),
    and the formula of a list's column. A total that lacks the figure of one of its parts, or is smaller than
    they are together, is returned without them, and they apart.
    """
    known = {field.code: (field, figure) for field, figure in figures}
    parents: dict[str, str] = {}
    breakdowns: dict[str, list[tuple[str, ...]]] = {}
    in_lists = (
        (field.code, _summands(field.formula))
        for field, _ in figures
        if field.shape is Shape.LIST and field.formula is not None
    )
    divided = ((code, parts) for code, parts in in_lists if len(set(parts)) > 1)
    for total, parts in chain(_breakdowns(conditions), divided):
        taken = any(part in parents for part in parts)
        circular = not {total, *_ancestors(total, parents)}.isdisjoint(parts)
        if not taken and not circular and _adds_up(total, parts, known):
            parents |= dict.fromkeys(parts, total)
            breakdowns.setdefault(total, []).append(parts)
    for total, named in _named_parts(conditions).items():
        free = tuple(
            part
            for part in named
            if part not in parents and part not in {total, *_ancestors(total, parents)}
            if _adds_up(total, (part,), known)
        )
        if free:
            parents |= dict.fromkeys(free, total)
            breakdowns.setdefault(total, []).append(free)

    def item(code: str) -> SumItem:
        own = breakdowns.get(code, ())
        return SumItem(*known[code], tuple(tuple(map(item, parts)) for parts in own))

    return tuple(item(code) for code in known if code not in parents)


def _named_parts(conditions: Sequence[Condition]) -> Mapping[str, Sequence[str]]:
    """Return for each figure those that its form calls parts of it (其中), by code; they may overlap."""
    found: dict[str, list[str]] = {}
    for condition in conditions:
        statement = condition.expression
        if _PART_MARK not in condition.prompt or not isinstance(statement, Comparison):
            continue
        part, total = statement.left, statement.right
        if statement.operator != "<=" or not isinstance(total, FieldRef):
            continue
        if isinstance(part, FieldRef) and not part.previous and not total.previous:
            found.setdefault(total.code, []).append(part.code)
    return found


def _ancestors(code: str, parents: Mapping[str, str]) -> Iterator[str]:
    while code in parents:
        code = parents[code]
        yield code


def _adds_up(total: str, parts: Sequence[str], known: Mapping[str, tuple[Field, Figure]]) -> bool:
    if not {total, *parts} <= known.keys():
        return False
    return sum(known[part][1].value for part in parts) <= known[total][1].value


def _breakdowns(conditions: Sequence[Condition]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each total with its parts, by code, as *conditions* define it."""
    for condition in conditions:
        for statement in _statements(condition.expression):
            for one, other in (
                (statement.left, statement.right),
                (statement.right, statement.left),
            ):
                parts = _summands(other)
                if isinstance(one, FieldRef) and not one.previous and len(set(parts)) > 1:
                    yield one.code, parts


def _statements(expression: Expression) -> Iterator[Comparison]:
    """Yield the equalities that hold whenever *expression* does."""
    if isinstance(expression, Comparison) and expression.operator == "=":
        yield expression
    elif isinstance(expression, Junction) and expression.operator == "且":
        yield from _statements(expression.left)
        yield from _statements(expression.right)


def _summands(expression: Expression) -> tuple[str, ...]:
    """Return the codes that *expression* adds up; none where it does anything else."""
    if isinstance(expression, FieldRef) and not expression.previous:
        return (expression.code,)
    if isinstance(expression, Arithmetic) and expression.operator == "+":
        left, right = _summands(expression.left), _summands(expression.right)
        return (*left, *right) if left and right else ()
    return ()
