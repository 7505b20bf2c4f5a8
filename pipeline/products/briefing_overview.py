"""Compose the opening paragraphs of a briefing: which units have reported and which have not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.consolidation.counting import Group
from pipeline.consolidation.statistics import share
from pipeline.model.document import Paragraph
from pipeline.values.numerals import chinese_moment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from pipeline.consolidation.counting import Attendance
    from pipeline.model.campaign import Campaign, Period
    from pipeline.model.document import Piece


def overview(
    campaign: Campaign, period: Period, present: Attendance, moment: datetime
) -> Iterator[Paragraph]:
    """Yield the overview (总体情况) as of *moment*; it reads right for no missing unit, for all, or for one."""
    until = f"截至{chinese_moment(moment)}，"
    scope = f"{period.label}应报送" if period.label else "应报送"
    opening: list[Piece] = [
        until,
        scope,
        f"《{campaign.form_title}》的单位",
        present.due.count,
        "家",
    ]
    if present.exempt:
        opening += ["（另有免报单位", present.exempt.count, f"家：{present.exempt.names}）"]
    if not present.submitted:
        yield Paragraph((*opening, "，尚无单位报送有效数据。"))
    else:
        yield Paragraph((*opening, "，", *_submitted(present), "。", *_by_category(present)))
    yield from _uncounted(present)


def _submitted(present: Attendance) -> Iterator[Piece]:
    if len(present.submitted.members) == len(present.due.members):
        yield "已全部报送"
    else:
        yield from ("已报送", present.submitted.count, "家，报送率")
        yield share(present.submitted.count, present.due.count)
    if not present.late:
        yield "，均为按时报送"
    elif not present.on_time:
        yield "，均为迟报"
    else:
        yield from ("；其中按时报送", present.on_time.count, "家、迟报", present.late.count, "家")
        yield f"（{present.late.names}）"
    if present.zero:
        yield from ("；报送零报告的", present.zero.count, f"家（{present.zero.names}）")


def _by_category(present: Attendance) -> Iterator[Piece]:
    categories = tuple(dict.fromkeys(unit.category for unit, _ in present.due.members))
    if len(categories) < 2:  # noqa: PLR2004 - one category would only repeat the total
        return
    yield "从单位类别看，"
    for number, category in enumerate(categories):
        yield "；" if number else ""
        due = _of(present.due, category)
        submitted = _of(present.submitted, category)
        yield from (f"{category}应报", due.count, "家、已报", submitted.count, "家")
    yield "。"


def _of(group: Group, category: str) -> Group:
    members = tuple(pair for pair in group.members if pair[0].category == category)
    return Group(f"{category}{group.label}", members)


def _uncounted(present: Attendance) -> Iterator[Paragraph]:
    """Yield a paragraph that names the units whose figures are not in the briefing."""
    pieces: list[Piece] = []
    if present.missing:
        pieces += ["截至目前未报送的", present.missing.count, f"家：{present.missing.names}。"]
    if present.returned:
        pieces += ["已退回、尚未补正的", present.returned.count, f"家：{present.returned.names}。"]
    if pieces:
        pieces.append("以上单位的数据未计入本期。")
    if present.amending:
        pieces += ["正在补正的", present.amending.count, f"家（{present.amending.names}），"]
        pieces.append("本期按其此前已通过核对的数据统计。")
    if pieces:
        yield Paragraph(tuple(pieces))
