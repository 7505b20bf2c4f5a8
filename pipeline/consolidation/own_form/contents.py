"""Compute what a cell of the form holds: for one unit its answer, for several the sum, the texts, the counts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.consolidation.list_lines import summed
from pipeline.consolidation.over_sums import over_sums
from pipeline.consolidation.totals import (
    average_of,
    cell_source,
    tally,
    total_of,
    unit_figure,
    unit_figures,
)
from pipeline.model.campaign import Aggregation
from pipeline.model.figure import Figure
from pipeline.model.figure_kind import FigureKind
from pipeline.values.numbers import plain
from pipeline.values.text import half_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.consolidation.current import CountedUnit
    from pipeline.consolidation.own_form.layout import SinglePlace
    from pipeline.model.campaign import Field

_NO_RATIO: Final = "分母的合计是 0 或没有填，没有比率，留空"
_LONGEST: Final = 30_000  # characters of a cell; a spreadsheet takes 32,767


@dataclass(frozen=True, slots=True)
class Content:
    """Content of one cell: a number or a text, with its figures; ``note`` is why it was left empty or cut."""

    value: Decimal | str | None = None
    figures: tuple[Figure, ...] = ()
    details: tuple[Figure, ...] = ()  # what each unit contributed
    note: str = ""


def averaged(field: Field) -> bool:
    """Return whether the mean over units (平均) is computed for a field."""
    return field.aggregation is Aggregation.AVERAGE and field.kind.numeric


def unit_content(field: Field, item: CountedUnit) -> Content:
    """Return the unit's own answer: the number that counts, else the text as it was typed."""
    answer = item.answers.get(field.code)
    if answer is None:
        return Content()
    if summed(field) or averaged(field):
        figure = unit_figure(item, field)
        if figure is not None:
            return Content(figure.value, (figure,))
    if isinstance(answer.value, Decimal):
        source = cell_source(item, answer)
        own = Figure(answer.value, plain(answer.value), field.name, "原值", (source,))
        return Content(answer.value, (own,))
    return Content(answer.typed or None)


def total_content(field: Field, counted: Sequence[CountedUnit]) -> Content:
    """Return the content of a field's cell over several units, by its 汇总方式."""
    if summed(field) or averaged(field):
        figures = unit_figures(counted, field)
        figure = total_of(figures, field) if summed(field) else average_of(figures, field)
        if figure is None:
            return Content()
        note = f"按任务书取 {len(figures)} 个单位的平均值" if averaged(field) else ""
        return Content(figure.value, (figure,), tuple(figures), note)
    if field.is_ratio:
        figure = over_sums(field, counted)
        return Content(figure.value, (figure,)) if figure else Content(note=_NO_RATIO)
    if field.aggregation is Aggregation.TALLY:
        counts = [count for count in tally(counted, field) if count[1].value]
        text = "；".join(f"{option} {figure.text} 家" for option, figure in counts)
        figures = [figure for _, figure in counts]
        return Content(text or None, tuple(figures), tuple(figures))
    if field.aggregation is Aggregation.STACK:
        return _stacked(field, counted)
    return Content(note=_not_added(field))


def _not_added(field: Field) -> str:
    if not field.kind.numeric:
        return ""
    is_code = field.figure_kind is FigureKind.CODE
    return f"{'代码不相加' if is_code else '比率不相加，表样没有公式'}，留空"


def _stacked(field: Field, counted: Sequence[CountedUnit]) -> Content:
    lines = [
        f"{item.unit.full_name}：{answer.typed.strip()}"
        for item in counted
        if (answer := item.answers.get(field.code)) is not None and answer.typed.strip()
    ]
    text = "\n".join(lines)
    if len(text) > _LONGEST:
        return Content(text[:_LONGEST], note="文字太长，只放得下一部分，全文见汇总表“文字材料”")
    return Content(text or None)


def beside_label(place: SinglePlace, printed: str, text: str) -> str:
    """Return the content of a cell that holds the label and the answer: 填报人：张三　审核人：____."""
    label = re.compile(rf"{re.escape(place.field.name)}(?:\([^()]*\))?\s*:[_\s]*")
    match = label.search(half_width(printed))
    if match is None:
        return f"{printed.rstrip()}{text}"
    kept = printed[: match.end()].rstrip("_＿ 　\t\n")
    rest = printed[match.end() :]
    return f"{kept}{text}{'　　' if rest.strip() else ''}{rest}"
