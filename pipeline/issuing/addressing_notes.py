"""Say what the roster lacks for addressing papers (主送称谓、行文关系): once for all units, with the remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.issuing.due_papers import addressee_of, salutation
from pipeline.official.standard.addressing import is_department, names_government
from pipeline.products.wording import some_names
from pipeline.supervision.scores import is_judged
from pipeline.values.organ_names import is_abbreviated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.model.campaign import Campaign
    from pipeline.model.unit import Roster, Unit

_ADDRESSED_BY_STEPS: Final = ("催报", "督办")


def roster_notes(campaign: Campaign) -> tuple[str, ...]:
    """Return what the roster of *campaign* lacks for its reminders; nothing where it issues none."""
    if not any(paper.kind in _ADDRESSED_BY_STEPS for paper in campaign.papers):
        return ()
    due = [unit for unit in campaign.units() if not unit.exempt]
    return (
        *_salutation_notes(campaign, due),
        *relation_notes(campaign.roster, due),
    )


def organ_notes(campaign: Campaign) -> tuple[str, ...]:
    """Return a note where the issuing organ (发文机关) is stated by a short form (略称), for a person to check."""
    organ = campaign.issuing_organ
    if not is_abbreviated(organ):
        return ()
    note = (
        f"任务书“任务”表的“发文机关”写的是“{organ}”，像是略称：版头、落款署机关全称或规范化简称（条例第九条），"
        "如 青山县防汛抗旱指挥部办公室。确是规范化简称的，不用改。"
    )
    return (note,)


def relation_notes(roster: Roster, units: Iterable[Unit]) -> tuple[str, ...]:
    """Return a note on the addressees of *units* of which the relation to the office isn't stated (行文关系)."""
    addressed = dict.fromkeys(addressee_of(roster, unit) for unit in units)
    unknown = [unit for unit in addressed if unit.relation is None]
    if not unknown:
        return ()
    note = (
        f"任务书“单位”表有 {len(unknown)} 个单位没有填“行文关系”（{_named(unknown)}），督办按下级发；"
        "其中有平级、不相隶属的，请在这一列填明，改发函。"
    )
    return (note,)


def judged_notes(campaign: Campaign) -> Iterator[str]:
    """Yield which units a circular (通报) neither scores nor names, and those of which the relation isn't stated."""
    due = [unit for unit in campaign.units() if not unit.exempt]
    apart = [unit for unit in due if not is_judged(unit, campaign)]
    if apart:
        names = "、".join(
            f"{unit.full_name}（{unit.relation.value}）" for unit in apart if unit.relation
        )
        yield (
            f"{names}不是发文机关的下级，通报没有给这 {len(apart)} 个单位计分、排名，也没有点名表扬、批评；"
            "“总体情况”的数计入了它们。确经上级机关同意一并通报的，请在任务书“任务”表的“经何机关同意”填写，如 经市委同意。"
        )
    unknown = [unit for unit in due if unit.relation is None]
    if unknown and not campaign.approval:
        yield (
            f"任务书“单位”表有 {len(unknown)} 个单位没有填“行文关系”（{_named(unknown)}），通报按下级计分、点名；"
            "其中有平级、上级、不相隶属的，请在这一列填明。"
        )


def _salutation_notes(campaign: Campaign, units: Sequence[Unit]) -> Iterator[str]:
    """Yield a note on the regions (县市区、乡镇) without a 主送称谓, where a department may not address them."""
    if not is_department(campaign.issuer_level, campaign.issuing_organ):
        return
    addressed = dict.fromkeys(addressee_of(campaign.roster, unit) for unit in units)
    regions = [unit for unit in addressed if names_government(salutation(unit))]
    if regions:
        yield (
            f"任务书“单位”表有 {len(regions)} 个单位的主送称谓就是行政区的名称（{_named(regions)}）：部门的催报、督办"
            f"不能主送下级党委、政府（条例第十六条），请在“主送称谓”列填对口部门，如 平湖县 写 平湖县教育局。"
        )


def _named(units: Sequence[Unit]) -> str:
    """Return the names of *units*, of many the first, with the cell of the first one."""
    first = units[0].cell
    return f"{some_names([unit.full_name for unit in units])}{f'，从 {first} 起' if first else ''}"
