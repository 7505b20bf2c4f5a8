"""Compute the facts of papers for their Word templates: texts by the tags of :mod:`pipeline.products.tags`."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.fields import ZERO_FIELD
from pipeline.consolidation.counting import (
    CAMPAIGN_BOOK,
    Group,
    count_attendance,
    counted_of_unit,
    listed_name,
    roster_source,
)
from pipeline.consolidation.current import counted_units
from pipeline.consolidation.key_fields import list_figures, paper_sums, picks_sums
from pipeline.consolidation.levels import of_highest_level
from pipeline.consolidation.statistics import share
from pipeline.model.campaign import Cycle, Kind, Shape
from pipeline.model.figure import Figure, Phrase, Source
from pipeline.products.level_facts import level_facts
from pipeline.products.named_units import named_facts, times_returned
from pipeline.products.printed_sheet import printed_sheet
from pipeline.products.reported import reported_by, total_figure
from pipeline.products.sums import arrange_sums
from pipeline.products.wording import measure_after_figure, name_before_figure, own_reference
from pipeline.supervision.overdue import overdue
from pipeline.supervision.scores import PER_ERROR, PER_WARNING, scores
from pipeline.values.numbers import plain
from pipeline.values.numerals import chinese_date, chinese_moment
from pipeline.values.text import label_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from pipeline.consolidation.counting import Attendance
    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.collection_round import CollectionRound
    from pipeline.model.submission import Standing
    from pipeline.model.unit import Unit
    from pipeline.products.tags import (
        AttendanceFacts,
        CampaignFacts,
        CategoryRow,
        FieldRow,
        FormFacts,
        IssueFacts,
        OverdueRow,
        ScoreRow,
        ShareFacts,
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
_NO_CATEGORY: Final = "其他单位"

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
        "自称": own_reference(campaign.issuing_organ),
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
        "填报项数": _of_book(len(rows), "填报项", "填报项"),
        "报送对象": _due_by_category(campaign),
        "报送方式": campaign.text("报送方式") or _way_to_report(campaign),
        "周期说明": ""
        if campaign.cycle is Cycle.ONCE
        else f"此后每{campaign.cycle.value}同期报送。",
        "零报告制度": "是" if campaign.zero_report else "",
        "填报说明": "是" if any(field.note for field in campaign.fields) else "",
        "签名栏": "、".join(field.name for field in fields if field.name in _SIGNED),
        "零报告要求": _zero_report_rule(campaign),
    }


def _way_to_report(campaign: Campaign) -> str:
    """Return how a form is handed in (报送方式) where the 任务书 doesn't state it: to its mailbox, if it has one."""
    mailbox = campaign.email
    to = f"发送至{mailbox}" if mailbox else f"按时报送{campaign.lead_office}"
    return f"填写随文下发的电子表格，{to}"


def _zero_report_rule(campaign: Campaign) -> str:
    """Return the sentence on zero reports (零报告), by whether their form has a place for it."""
    if not campaign.zero_report:
        return "各项均须据实填报，不得空缺。"
    own = campaign.form.book.sheets if campaign.form else ()
    texts = (cell.value for grid in own for cell in grid.cells.values())
    labels = {label_key(text) for text in texts if isinstance(text, str)}
    placed = campaign.form is None or label_key(ZERO_FIELD.name) in labels
    way = "在“零报告”栏选“是”报送" if placed else "报表，在表中空白处写明“零报告”"
    return f"实行零报告制度，确无此项工作的也须{way}，逾期未报不视为零报告。"


def _due_by_category(campaign: Campaign) -> Phrase:
    """Return how many units of each category must report (报送对象), with their rows of the roster."""
    pieces: list[str | Figure] = []
    for category in campaign.roster.categories():
        units = [unit for unit in campaign.units() if unit.category == category and not unit.exempt]
        sources = tuple(roster_source(unit) for unit in units)
        count = Decimal(len(units))
        pieces += ["、" if pieces else "", category]
        pieces += [Figure(count, plain(count), f"{category}报送对象", "计数", sources), "家"]
    return Phrase(tuple(pieces))


def _of_book(number: int, label: str, sheet: str) -> Figure:
    """Return a number that the 任务书 sets or that is counted in it."""
    source = Source("任务书", CAMPAIGN_BOOK, sheet, "", "")
    return Figure(Decimal(number), str(number), label, "任务书", (source,))


def _requirement(field: Field) -> str:
    answer = "、".join(field.options) if field.kind is Kind.CHOICE else _ANSWER_WORDS[field.kind]
    listed = f"（“{printed_sheet(field)}”逐行填写）" if field.shape is Shape.LIST else ""
    return f"{answer}{'，必填' if field.required else ''}{listed}"


def attendance_facts(collected: CollectionRound, moment: datetime) -> AttendanceFacts:
    """Return the facts of who has reported (报送情况) at *moment*."""
    present = count_attendance(collected.campaign, collected.standings)
    owed = overdue(collected.campaign, collected.period, collected.standings, moment)
    owing = Group("欠报单位", tuple((item.unit, item.standing) for item in owed))
    return {
        "截至": chinese_moment(moment),
        "截至时": _day_and_hour(moment),
        "期": collected.period.label,
        "应报数": present.due.count,
        "已报数": present.submitted.count,
        "按时数": present.on_time.count,
        "迟报数": present.late.count,
        "未报数": present.missing.count,
        "退回数": present.returned.count,
        "补正中数": present.amending.count,
        "零报告数": present.zero.count,
        "免报数": present.exempt.count,
        "欠报数": owing.count,
        "报送率": share(present.submitted.count, present.due.count),
        **_shares(present),
        "各类别": _category_rows(present),
        **level_facts(collected),
        **named_facts(present, owed, moment),
    }


def _shares(present: Attendance) -> ShareFacts:
    """Return the shares of those on time, late, missing and returned, each rounded separately.

    Rounded, they needn't add up to 100%: none is changed so that they do.
    """

    def of(group: Group) -> Figure:
        return share(group.count, present.due.count)

    return {
        "按时占比": of(present.on_time),
        "迟报占比": of(present.late),
        "未报占比": of(present.missing),
        "退回占比": of(present.returned),
    }


def _category_rows(present: Attendance) -> list[CategoryRow]:
    categories = dict.fromkeys(unit.category for unit, _ in present.due.members)
    rows: list[CategoryRow] = []
    for category in categories:
        due, submitted = (
            group.of_category(category).count for group in (present.due, present.submitted)
        )
        rows.append(
            {
                "名称": category or _NO_CATEGORY,
                "应报数": due,
                "已报数": submitted,
                "报送率": share(submitted, due),
            }
        )
    return rows


def _day_and_hour(moment: datetime) -> str:
    """Return a moment as a paper of that year prints it in its text: 10月13日10时, 10月13日9时30分."""
    minutes = f"{moment.minute}分" if moment.minute else ""
    return f"{moment.month}月{moment.day}日{moment.hour}时{minutes}"


def summed_figures(collected: CollectionRound) -> tuple[tuple[Field, Figure], ...]:
    """Return the sums that a report prints, each with its cells; none where no unit has reported.

    They are those that 简报表列 picks, else all, columns of lists too; what is part of another of them is
    in that one already.
    """
    campaign = collected.campaign
    reported = reported_by(campaign, counted_units(campaign, collected.standings))
    chosen = paper_sums(campaign)
    fields = chosen if picks_sums(campaign) else (*chosen, *list_figures(campaign))
    figures = [
        (field, figure) for field in fields if (figure := total_figure(reported, field)).sources
    ]
    items = arrange_sums(campaign.conditions, figures)
    return tuple((item.field, item.figure) for item in items)


def totals_facts(collected: CollectionRound) -> TotalsFacts:
    """Return what the reported figures add up to (汇总), over the units that count, of one level (层级)."""
    counted = counted_units(collected.campaign, collected.standings)
    return {
        "汇总数": [
            {
                "名称": name_before_figure(field),
                "数": figure,
                "计量单位": measure_after_figure(field),
            }
            for field, figure in summed_figures(collected)
        ],
        "计入数": Group(
            "计入汇总单位", tuple((each.unit, each.standing) for each in of_highest_level(counted))
        ).count,
    }


def overdue_rows(
    overdue_units: Sequence[Overdue], reminders: Mapping[str, int]
) -> list[OverdueRow]:
    """Return the rows of a reminder (催报): *reminders* counts those sent before, by the unit's code."""
    return [
        {
            "序号": str(number),
            "单位": listed_name(item.unit, item.standing, "欠报单位"),
            "情况": item.standing.state.printed,
            "逾期天数": days_overdue(item),
            "已催次数": times_reminded(item.unit, item.standing, reminders),
        }
        for number, item in enumerate(overdue_units, start=1)
    ]


def days_overdue(item: Overdue) -> Figure:
    """Return how many days a unit is late (逾期天数)."""
    return counted_of_unit(item.days, "逾期天数", "差额", (item.unit, item.standing))


def times_reminded(unit: Unit, standing: Standing, reminders: Mapping[str, int]) -> Figure:
    """Return how often a unit was reminded before (已催次数)."""
    return counted_of_unit(reminders.get(unit.code, 0), "已催次数", "计数", (unit, standing))


def score_rows(collected: CollectionRound) -> list[ScoreRow]:
    """Return the rows of a circular's table (通报附表): all units but the exempt ones, in roster order."""
    standings = {standing.unit: standing for standing in collected.standings}
    return [
        _score_row(number, score, standings[score.unit.code])
        for number, score in enumerate(scores(collected.campaign, collected.standings), start=1)
    ]


def _score_row(number: int, score: Score, standing: Standing) -> ScoreRow:
    version = standing.current or standing.latest
    of = (score.unit, standing)
    return {
        "序号": str(number),
        "单位": listed_name(score.unit, standing, "报送单位"),
        "类别": score.unit.category,
        "情况": standing.words,
        "时间": f"{version.received_at:%m-%d %H:%M}" if version else "—",
        "退回次数": times_returned(score.unit, standing),
        "得分": counted_of_unit(score.total, "得分", "计分", of),
        "名次": counted_of_unit(score.rank, "名次", "名次", of),
    }


def scoring_method(campaign: Campaign) -> Phrase:
    """Return how the scores are computed (计分办法), for a reader who wants to check them."""
    points = campaign.scoring

    def of(number: int, label: str) -> Figure:
        return _of_book(number, f"{label}分值", "考核")

    return Phrase(
        (
            "及时", of(points.timeliness, "及时"), "分（迟报减半，未报不得分，退回后按期补正的不算迟报），完整",
            of(points.completeness, "完整"), "分（按应填项填报比例，选填的不计），准确",
            of(points.accuracy, "准确"), f"分（每处错误扣{PER_ERROR}分），规范",
            of(points.conformity, "规范"), f"分（每处提醒扣{PER_WARNING}分），每退回一次扣",
            of(points.per_return, "每次退回扣"), "分、最多扣", of(points.return_cap, "退回最多扣"),
            "分；得分相同的名次并列。",
        )
    )  # fmt: skip


def issue_facts(day: date, number: str, addressees: str, limit: str) -> IssueFacts:
    """Return the facts of the issuing: *day* is the date of signing (成文日期), *limit* the 补报期限 in words."""
    return {
        "发文字号": number,
        "成文日期": chinese_date(day),
        "印发日期": chinese_date(day),
        "主送机关": addressees,
        "补报期限": limit,
    }
