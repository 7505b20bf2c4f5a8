"""Draft the campaign book (任务书) of a meeting (会议): its items, its reply form (回执), and the papers it needs.

The drafted book loads as it is; what only the secretary knows is a placeholder (待填).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.meeting import (
    AGENDA_ITEM,
    BRANCHES_ITEM,
    COMES,
    CONTENT_ITEM,
    GIVES_MATERIAL,
    HOST_ITEM,
    MATERIAL,
    MATERIAL_TITLE,
    MISSING_ITEM,
    PERSON,
    PLACE_ITEM,
    POST,
    PREPARE_ITEM,
    SCOPE_ITEM,
    SPEAKS,
    TIME_ITEM,
    TITLE_ITEM,
    WHY_NOT,
)
from pipeline.campaign.book.placeholders import UNDECIDED, UNFILLED
from pipeline.campaign.book.write import BookRows

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.model.campaign import Campaign

_REPLY: Final = "回执"
_PEOPLE: Final = "参会人员"
_YES_NO: Final = "是、否"
_DAYS_TO_REPLY: Final = 7  # until the placeholder deadline
_BRIEFING_ITEMS: Final = ("简报编印单位", "简报报", "简报送", "简报发")
_AGENDA: Final = f"时间|内容|主持\n{UNFILLED}||"
_AGENDA_HELP: Final = (
    "一行一项（Alt+Enter 换行）；分列的用 | 隔开，第1行写各列的名称，如 时间|内容|主持。"
)
_SCORING: Final = (
    ("及时", "40", ""), ("完整", "30", ""), ("准确", "20", ""), ("规范", "10", ""),
    ("每次退回扣分", "2", ""), ("退回扣分上限", "10", ""),
)  # fmt: skip


def meeting_rows(
    name: str,
    units: tuple[tuple[str, ...], ...],
    moment: datetime,
    office: Campaign | None = None,
) -> BookRows:
    """Return the rows of the campaign book of the meeting *name*, with *units* as rows of the 单位 sheet.

    What another campaign of the *office* states about it — issuing organ, city, contact, document
    number — is taken over; the rest is a placeholder.
    """
    return BookRows(
        items=_items(name, moment, office),
        units=units,
        fields=_fields(),
        conditions=_conditions(),
        scoring=_SCORING,
        papers=_papers(name, office),
    )


def unit_rows(campaign: Campaign) -> tuple[tuple[str, ...], ...]:
    """Return the roster of *campaign* as rows of the 单位 sheet."""
    roster = campaign.roster
    return tuple(
        (
            unit.full_name,
            "" if unit.short_name == unit.full_name else unit.short_name,
            "、".join(unit.aliases),
            unit.category,
            unit.contact,
            unit.phone,
            "否",  # 免报 of another form says nothing about a meeting
            above.full_name if (above := roster.by_code(unit.superior)) else "",
            unit.email,
            unit.salutation,
            unit.relation.value if unit.relation else "",
        )
        for unit in campaign.units()
    )


def _items(name: str, moment: datetime, office: Campaign | None) -> tuple[tuple[str, ...], ...]:
    decide = f"{UNDECIDED}程序暂填，请改为实际内容。"
    due = (moment + timedelta(days=_DAYS_TO_REPLY)).date()
    days = f"{UNDECIDED}程序暂填为起草后{_DAYS_TO_REPLY}天，请改为报回执的截止时间。"
    return (
        ("任务名称", name),
        ("编号", f"HY-{moment:%Y%m%d}", decide),
        ("表样标题", f"{name}参会回执"),
        (TITLE_ITEM, name, "会议的全称，名单、议程、汇编的标题都用它。"),
        (TIME_ITEM, UNFILLED, "如 2026年9月25日（星期五）9:00，会期半天。"),
        (PLACE_ITEM, UNFILLED, "如 市政府二楼会议室。"),
        (BRANCHES_ITEM, "", "视频会议的填，如 各县（市、区）政府视频会议室；没有分会场的不填。"),
        (
            SCOPE_ITEM,
            "",
            "如 各单位主要负责人；印在会议通知上，几类人的一行一类（Alt+Enter 换行）。",
        ),
        (HOST_ITEM, "", "如 市文明办主任 〇〇〇；印在议程、会议简报、纪要上。"),
        (CONTENT_ITEM, "", "一行一项，印在会议通知上；不填的取会议议程的“内容”一列。"),
        (PREPARE_ITEM, "", "请参会单位做什么准备，一行一项，印在会议通知上；可不填。"),
        (AGENDA_ITEM, _AGENDA, _AGENDA_HELP),
        (MISSING_ITEM, "", "会后填：报了参会又没有到会的单位，用顿号隔开；会议简报、纪要照此写。"),
        ("截止时间", f"{due.isoformat()} 18:00", days),
        ("周期", "一次性", "会议的回执只报一次。"),
        ("零报告", "否"),
        *_office_items(office, decide),
        *((each, "") for each in ("邮箱", "依据", "必要性", "经何机关同意")),
    )


def _office_items(office: Campaign | None, decide: str) -> tuple[tuple[str, ...], ...]:
    """Return the items about the office: those of its other campaign, else placeholders."""
    if office is None:
        return (
            ("牵头单位", UNFILLED, decide),
            ("发文机关", UNFILLED, decide),
            ("发文机关层级", "市级部门", decide),
            ("所在市", "", "如 云川市；来件在单位名称前加写市名时也认得出。"),
            *((each, "") for each in ("联系人", "电话", "印发机关")),
        )
    return (
        ("牵头单位", office.lead_office),
        ("发文机关", office.issuing_organ),
        ("发文机关层级", office.issuer_level),
        ("所在市", office.city),
        ("联系人", office.contact),
        ("电话", office.phone),
        ("印发机关", office.printing),
        *((each, office.text(each)) for each in _BRIEFING_ITEMS if office.text(each)),
    )


def _field(
    code: str, name: str, section: str, kind: str, required: str, **more: str
) -> tuple[str, ...]:
    """Return a row of the 填报项 sheet; a column that is not given has its default."""
    return (
        code, name, section, more.get("sheet", _REPLY), more.get("shape", "单项"), kind, required, "", "",
        more.get("options", ""), "", "", more.get("way", "不汇总"), more.get("wording", ""), "",
        more.get("note", ""),
    )  # fmt: skip


def _fields() -> tuple[tuple[str, ...], ...]:
    attend, give = "一、参会", "二、交流材料"
    people = {"sheet": _PEOPLE, "shape": "列表"}
    tally = {"options": _YES_NO, "way": "计数"}
    return (
        _field("A01", COMES, attend, "选项", "是", **tally, wording="参会"),
        _field("A02", WHY_NOT, attend, "文本", "否", way="罗列", note="不参会的必填，一句话"),
        _field("B01", GIVES_MATERIAL, give, "选项", "是", **tally, wording="提交交流材料"),
        _field("B02", MATERIAL_TITLE, give, "文本", "否", note="提交的必填，编入汇编时作标题"),
        _field("B03", MATERIAL, give, "长文本", "否", note="提交的必填，只写正文；分段用 Alt+Enter"),
        _field("L01", PERSON, "", "文本", "是", **people, note="一行一人"),
        _field("L02", POST, "", "文本", "是", **people, note="只写职务，不必再写单位"),
        _field("L03", "联系电话", "", "电话", "否", **people),
        _field("L04", SPEAKS, "", "选项", "否", **people, options=_YES_NO, note="作交流发言的填“是”"),
        _field("L05", "备注", "", "文本", "否", **people),
    )  # fmt: skip


def _conditions() -> tuple[tuple[str, ...], ...]:
    comes, stays = f"若 {COMES} = “是”", f"若 {COMES} = “否”"
    gives = f"若 {GIVES_MATERIAL} = “是”"
    return (
        ("H01", "错误", f"{comes} 则 行数({_PEOPLE}) >= 1", f"参会的应在“{_PEOPLE}”表里写明参会的人，请补填", "是"),
        ("H02", "错误", f"{stays} 则 行数({_PEOPLE}) = 0", f"写了不参会，又在“{_PEOPLE}”表里列了人，请核对后改正", "是"),
        ("H03", "错误", f"{stays} 则 {WHY_NOT} 不为空", f"不参会的应写明{WHY_NOT}，请补填", "是"),
        ("H04", "错误", f"{gives} 则 {MATERIAL_TITLE} 不为空", f"提交交流材料的应写明{MATERIAL_TITLE}，请补填", "是"),
        ("H05", "错误", f"{gives} 则 {MATERIAL} 不为空", f"提交交流材料的应把正文填在“{MATERIAL}”里，请补填", "是"),
    )  # fmt: skip


def _papers(name: str, office: Campaign | None) -> tuple[tuple[str, ...], ...]:
    notice = office.paper("通知") if office else None
    code = (notice and notice.organ_code) or UNFILLED
    mark = (notice and notice.organ_mark) or UNFILLED
    minutes = f"{office.issuing_organ}会议纪要" if office else UNFILLED
    to = (notice and notice.addressees) or "各参会单位"
    return (
        ("会议通知", f"关于召开{name}的通知", code, "1", "", to, "", mark, "", ""),
        ("催报", f"关于催报{name}参会回执的通知", code, "1", "", "", "", mark, "", ""),
        ("会议简报", "", f"{name}简报", "1", "1", "", "", f"{name}简报", "", ""),
        ("纪要", "", "", "1", "", "", "", minutes, "", ""),
    )  # fmt: skip
