"""Word how a figure compares with the period before and the same period of last year (较上期、比去年同期)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.consolidation.comparison import compare, compare_with_previous
from pipeline.consolidation.current import counted_units
from pipeline.products.wording import measure_after_figure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.consolidation.comparison import Comparison
    from pipeline.consolidation.current import CountedUnit
    from pipeline.model.campaign import Field
    from pipeline.model.collection_round import CollectionRound
    from pipeline.model.document import Piece


@dataclass(frozen=True, slots=True)
class Rounds:
    """Units that count in a period, in the one before (上期), and in the same of last year (去年同期)."""

    reported: Sequence[CountedUnit]
    before: Sequence[CountedUnit] = ()
    last_year: Sequence[CountedUnit] = ()


def rounds_of(collected: CollectionRound) -> Rounds:
    """Return the units of a round that count, and those of the periods it is compared with."""
    campaign = collected.campaign
    return Rounds(
        counted_units(campaign, collected.standings),
        counted_units(campaign, collected.previous) if collected.previous else (),
        counted_units(campaign, collected.last_year) if collected.last_year else (),
    )


def change_pieces(field: Field, rounds: Rounds) -> Iterator[Piece]:
    """Yield in brackets how the figure of *field* has changed; nothing where it can't be compared.

    （可比口径11家较上期下降2.1%；比去年同期上升1.5个百分点）
    """
    found_for = (
        ("较上期", "上期", compare_with_previous(field, rounds.reported, rounds.before)),
        ("比去年同期", "去年同期", compare(field, rounds.reported, rounds.last_year)),
    )
    opened = False
    for than, name, found in found_for:
        if found is None:
            continue
        yield "；" if opened else "（"
        opened = True
        if not found.complete:
            yield from ("可比口径", found.units, "家")
        yield from _change(found, than, name)
    if opened:
        yield "）"


def _change(found: Comparison, than: str, name: str) -> Iterator[Piece]:
    percent, measure = found.percent, measure_after_figure(found.field)
    if found.same:
        yield f"与{name}持平"
    elif found.field.is_rate:
        unit = "个百分点" if measure == "%" else "个千分点" if measure == "‰" else measure
        yield from (f"{than}{'上升' if found.rises else '下降'}", found.difference, unit)
    elif percent is not None:
        yield from (f"{than}{'增长' if found.rises else '下降'}", percent)
    else:
        yield from (f"{name}为", found.before, f"{measure}，{'增加' if found.rises else '减少'}")
        yield from (found.difference, measure)
