"""Compute the facts of papers for their Word templates: texts by the tags of :mod:`pipeline.products.tags`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.consolidation.counting import count_attendance
from pipeline.consolidation.current import counted_units
from pipeline.consolidation.key_fields import chosen_sums
from pipeline.consolidation.statistics import shares
from pipeline.consolidation.totals import total
from pipeline.model.campaign import Cycle, Kind, Shape
from pipeline.products.sums import arrange_sums
from pipeline.products.wording import name_before_figure
from pipeline.supervision.overdue import overdue
from pipeline.supervision.scores import PER_ERROR, PER_WARNING, scores
from pipeline.values.numbers import plain
from pipeline.values.numerals import chinese_date, chinese_moment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from pipeline.consolidation.counting import Attendance, Group
    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.collection_round import CollectionRound
    from pipeline.model.figure import Figure
    from pipeline.model.submission import Standing
    from pipeline.products.tags import (
        AttendanceFacts,
        CampaignFacts,
        FieldRow,
        FormFacts,
        IssueFacts,
        OverdueRow,
        ScoreRow,
        TotalsFacts,
    )
    from pipeline.supervision.overdue import Overdue
    from pipeline.supervision.scores import Score

_ANSWER_WORDS: Final = {  # what an answer of each type is called in a notice
    Kind.TEXT: "文字",
    Kind.LONG_TEXT: "文字",
    Kind.INTEGER: "整数",
    Kind.DECIMAL: "数字",
    Kind.PERCENT: "百分数",
    Kind.DATE: "日期",
    Kind.CHOICE: "选项",
    Kind.PHONE: "电话",
    Kind.ID_NUMBER: "身份证号",
    Kind.CREDIT_CODE: "统一社会信用代码",
}


# Who signs a form, by the names of its fields.
_SIGNED: Final = frozenset(
    {
        "填报人",
        "填表人",
        "制表人",
        "经办人",
        "审核人",
        "复核人",
        "单位负责人",
        "统计负责人",
        "联系电话",
    }
)


def campaign_facts(campaign: Campaign) -> CampaignFacts:
    """Return the facts of the campaign (报送任务) alone, the further items of its 任务 sheet included."""
    return {
        "任务": {
            **dict(campaign.texts),
            "名称": campaign.name,
            "编号": campaign.code,
            "表样标题": campaign.form_title,
            "截止时间": chinese_moment(campaign.deadline),
            "联系人": campaign.contact,
            "电话": campaign.phone,
            "邮箱": campaign.email,
        },
        "牵头单位": campaign.lead_office,
        "发文机关": campaign.issuing_organ,
        "印发机关": campaign.printing,
    }


def form_facts(campaign: Campaign) -> FormFacts:
    """Return the facts of the form (表样): its fields in order, lists last, and how to hand it in."""
    fields = [field for field in campaign.fields if field.shape is Shape.SINGLE]
    listed = [field for field in campaign.fields if field.shape is Shape.LIST]
    rows: list[FieldRow] = [
        {
            "序号": str(number),
            "名称": field.name,
            "要求": _requirement(field),
            "计量单位": field.measure,
        }
        for number, field in enumerate([*fields, *listed], start=1)
    ]
    return {
        "填报项": rows,
        "填报项数": str(len(rows)),
        "报送对象": "、".join(
            f"{category}{sum(u.category == category and not u.exempt for u in campaign.units())}家"
            for category in campaign.roster.categories()
        ),
        "报送方式": campaign.text("报送方式") or "填写随文下发的电子表格，按时报送",
        "周期说明": ""
        if campaign.cycle is Cycle.ONCE
        else f"此后每{campaign.cycle.value}同期报送。",
        "零报告": "是" if campaign.zero_report else "",
        "签名栏": "、".join(field.name for field in fields if field.name in _SIGNED),
        "零报告要求": "实行零报告制度，确无此项工作的也须在“零报告”栏选“是”报送，逾期未报不视为零报告。"
        if campaign.zero_report
        else "各项均须据实填报，不得空缺。",
    }


def _requirement(field: Field) -> str:
    answer = "、".join(field.options) if field.kind is Kind.CHOICE else _ANSWER_WORDS[field.kind]
    listed = f"（“{field.sheet}”逐行填写）" if field.shape is Shape.LIST else ""
    return f"{answer}{'，必填' if field.required else ''}{listed}"


def attendance_facts(collected: CollectionRound, moment: datetime) -> AttendanceFacts:
    """Return the facts of who has reported (报送情况) at *moment*; the four shares add up to 100%."""
    present = count_attendance(collected.campaign, collected.standings)
    owed = overdue(collected.campaign, collected.period, collected.standings, moment)
    groups = (present.on_time, present.late, present.missing, present.returned)
    parts = shares([group.count.value for group in groups])
    on_time, late, missing, returned = (f"{plain(part)}%" for part in parts)
    submitted, due = present.submitted.count.value, present.due.count.value
    rate = shares([submitted, due - submitted])[0]
    return {
        "截至": chinese_moment(moment),
        "应报数": present.due.count.text,
        "已报数": present.submitted.count.text,
        "按时数": present.on_time.count.text,
        "迟报数": present.late.count.text,
        "未报数": present.missing.count.text,
        "退回数": present.returned.count.text,
        "零报告数": present.zero.count.text,
        "欠报数": str(len(owed)),
        "报送率": f"{plain(rate)}%",
        "按时占比": on_time,
        "迟报占比": late,
        "未报占比": missing,
        "退回占比": returned,
        "未报": _names(present.missing),
        "退回": _names(present.returned),
        "迟报": _names(present.late),
        "较好": _exemplary(present),
        "多次退回": [
            f"{unit.full_name}被退回{standing.returns}次"
            for unit, standing in present.due.members
            if standing.returns > 1
        ],
        "没有问题": "" if present.missing or present.returned or present.late else "是",
    }


def summed_figures(collected: CollectionRound) -> tuple[tuple[Field, Figure], ...]:
    """Return the sums that a report prints, each with its cells; none where no unit has reported.

    They are those that 简报表列 picks; what is part of another of them is in that one already.
    """
    campaign = collected.campaign
    counted = counted_units(campaign, collected.standings)
    sums = ((field, total(counted, field)) for field in chosen_sums(campaign))
    figures = [(field, figure) for field, figure in sums if figure is not None]
    items = arrange_sums(campaign.conditions, figures)
    return tuple((item.field, item.figure) for item in items)


def totals_facts(collected: CollectionRound) -> TotalsFacts:
    """Return what the reported figures add up to (汇总), over the units that count."""
    return {
        "汇总数": [
            {"名称": name_before_figure(field), "数": figure.text, "计量单位": field.measure}
            for field, figure in summed_figures(collected)
        ],
        "计入数": str(len(counted_units(collected.campaign, collected.standings))),
    }


def _names(group: Group) -> list[str]:
    return [unit.full_name for unit, _ in group.members]


def _exemplary(present: Attendance) -> list[str]:
    """Return the names of the units that were on time, and right the first time (较好)."""
    return [
        unit.full_name
        for unit, standing in present.on_time.members
        if not standing.returns and standing.latest is not None and not standing.latest.findings
    ]


def overdue_rows(
    overdue_units: Sequence[Overdue], reminders: Mapping[str, int]
) -> list[OverdueRow]:
    """Return the rows of a reminder (催报): *reminders* counts those sent before, by the unit's code."""
    return [
        {
            "序号": str(number),
            "单位": item.unit.full_name,
            "情况": item.standing.state.word,
            "逾期天数": str(item.days),
            "已催次数": str(reminders.get(item.unit.code, 0)),
        }
        for number, item in enumerate(overdue_units, start=1)
    ]


def score_rows(collected: CollectionRound) -> list[ScoreRow]:
    """Return the rows of a circular's table (通报附表): all units but the exempt ones, in roster order."""
    standings = {standing.unit: standing for standing in collected.standings}
    return [
        _score_row(number, score, standings[score.unit.code])
        for number, score in enumerate(scores(collected.campaign, collected.standings), start=1)
    ]


def _score_row(number: int, score: Score, standing: Standing) -> ScoreRow:
    version = standing.current or standing.latest
    return {
        "序号": str(number),
        "单位": score.unit.full_name,
        "类别": score.unit.category,
        "情况": standing.words,
        "时间": f"{version.received_at:%m-%d %H:%M}" if version else "—",
        "退回次数": str(standing.returns),
        "得分": plain(score.total),
        "名次": str(score.rank),
    }


def scoring_method(campaign: Campaign) -> str:
    """Return how the scores are computed (计分办法), for a reader who wants to check them."""
    points = campaign.scoring
    return (
        f"及时{points.timeliness}分（迟报减半，未报不得分），完整{points.completeness}分（按应填项填报比例），"
        f"准确{points.accuracy}分（每处错误扣{PER_ERROR}分），规范{points.conformity}分（每处提醒扣{PER_WARNING}分），"
        f"每退回一次扣{points.per_return}分、最多扣{points.return_cap}分；得分相同的名次并列。"
    )


def issue_facts(day: date, number: str, addressees: str, limit: date) -> IssueFacts:
    """Return the facts of the issuing: *day* is the date of signing (成文日期), *limit* the 补报期限."""
    return {
        "发文字号": number,
        "成文日期": chinese_date(day),
        "印发日期": chinese_date(day),
        "主送机关": addressees,
        "补报期限": chinese_date(limit),
    }
