"""Compose the sections of a briefing, one for each group of fields on the form (分组)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.consolidation.over_sums import consolidated
from pipeline.consolidation.statistics import find_extremes, ranked_figures, share
from pipeline.consolidation.totals import cell_source, tally
from pipeline.model.campaign import YES_NO, Aggregation, Shape
from pipeline.model.document import Paragraph
from pipeline.model.figure import Figure
from pipeline.products.comparisons import change_pieces
from pipeline.products.sums import arrange_sums
from pipeline.products.wording import measure_after_figure, name_before_figure, some_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from pipeline.consolidation.current import CountedUnit
    from pipeline.model.campaign import Campaign, Condition, Field
    from pipeline.model.document import Piece
    from pipeline.model.figure import Source
    from pipeline.products.comparisons import Rounds
    from pipeline.products.sums import SumItem


def sections(campaign: Campaign) -> tuple[tuple[str, tuple[Field, ...]], ...]:
    """Return the form's groups with their fields to consolidate, in order; groups without any are left out."""
    grouped: dict[str, list[Field]] = {}
    for field in campaign.fields:
        if field.shape is Shape.SINGLE and field.aggregation is not Aggregation.NONE:
            grouped.setdefault(field.section, []).append(field)
    return tuple((name, tuple(fields)) for name, fields in grouped.items())


def choices_paragraph(reported: Sequence[CountedUnit], fields: Sequence[Field]) -> Paragraph | None:
    """Return a paragraph on what the units chose: how many chose 是, their share, and which chose 否."""
    chosen = [field for field in fields if field.aggregation is Aggregation.TALLY]
    pieces = tuple(piece for field in chosen for piece in _choice(reported, field))
    return Paragraph(pieces) if pieces else None


def _choice(reported: Sequence[CountedUnit], field: Field) -> Iterator[Piece]:
    counts = dict(tally(reported, field))
    yes_no = frozenset(field.options) == YES_NO
    if yes_no and field.wording:
        yield from _yes_no(field.wording, counts["是"], counts["否"])
        return
    parts = [(option, figure) for option, figure in counts.items() if figure.value]
    if parts:
        yield f"{field.name}："
        for number, (option, figure) in enumerate(parts):
            yield from ("、" if number else "", option, figure, "家")
            yield f"（{_names(figure)}）" if yes_no and option == "否" else ""
        yield "。"


def _yes_no(act: str, yes: Figure, no: Figure) -> Iterator[Piece]:
    total = yes.value + no.value
    if not total:
        return
    if not no.value:
        yield from (yes, f"家填报单位均已{act}。")
        return
    if not yes.value:
        yield from (no, f"家填报单位均未{act}。")
        return
    whole = _merge(yes, no, total)
    yield from (f"已{act}的", yes, "家，占", share(yes, whole), f"；未{act}的", no, "家")
    yield f"，为{_names(no)}。"


def _names(units: Figure) -> str:
    return "、".join(source.unit for source in units.sources)


def _merge(yes: Figure, no: Figure, answered: Decimal) -> Figure:
    sources = (*yes.sources, *no.sources)
    return Figure(answered, str(answered), "填报单位", "计数", sources)


def totals_paragraph(
    rounds: Rounds, fields: Sequence[Field], conditions: Sequence[Condition]
) -> Paragraph | None:
    """Return a paragraph of the sums and ratios of *fields*, each with its change like for like (可比口径).

    What is part of what, *conditions* (核对) say.
    """
    known = [f for f in fields if f.aggregation in {Aggregation.SUM, Aggregation.RATIO}]
    figures = [
        (field, figure)
        for field in known
        if (figure := consolidated(field, rounds.reported)) is not None
    ]
    if not figures:
        return None
    pieces: list[Piece] = ["据已报单位填报，"]
    divided = False
    for number, item in enumerate(arrange_sums(conditions, figures)):
        mark = "；" if divided or item.breakdowns else "、"
        pieces += [mark if number else "", *_sum(item, rounds)]
        divided = bool(item.breakdowns)
    pieces.append("。")
    return Paragraph(tuple(pieces))


def _sum(item: SumItem, rounds: Rounds, *, inner: bool = False) -> Iterator[Piece]:
    """Yield a sum and the sums of its parts (其中); a part that has parts itself, with those in brackets."""
    yield from (name_before_figure(item.field), item.figure, measure_after_figure(item.field))
    yield from change_pieces(item.field, rounds)
    for number, parts in enumerate(item.breakdowns):
        yield "（其中" if inner else "；其中" if number else "，其中"
        for place, part in enumerate(parts):
            yield "、" if place else ""
            yield from _sum(part, rounds, inner=True)
        yield "）" if inner else ""


def extremes_paragraph(
    reported: Sequence[CountedUnit], fields: Sequence[Field]
) -> Paragraph | None:
    """Return a paragraph that names the highest and lowest units of each field, if any can be compared."""
    pieces: list[Piece] = []
    for field in fields:
        if field.aggregation not in {Aggregation.SUM, Aggregation.RATIO}:
            continue
        order = find_extremes(ranked_figures(reported, field))
        if order is None or order.highest.value == order.lowest.value:
            continue
        most, least = ("最高", "最低") if field.is_rate else ("最多", "最少")
        measure = measure_after_figure(field)
        pieces += [
            f"{name_before_figure(field)}{most}的是",
            some_names([u.full_name for u in order.top]),
        ]
        pieces += ["（", order.highest, f"{measure}），{least}的是"]
        pieces += [some_names([u.full_name for u in order.bottom])]
        pieces += ["（", order.lowest, f"{measure}）。"]
    return Paragraph(tuple(pieces)) if pieces else None


def unit_texts(
    reported: Sequence[CountedUnit], field: Field
) -> tuple[tuple[str, str, Source], ...]:
    """Return each unit's own text on *field* with its cell, in roster order; empty ones and “无” left out."""
    found = []
    for item in reported:
        answer = item.answers.get(field.code)
        if answer is not None and isinstance(answer.value, str) and answer.value.strip():
            found.append((item.unit.full_name, answer.value, cell_source(item, answer)))
    return tuple(found)
