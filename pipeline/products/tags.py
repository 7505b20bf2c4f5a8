"""Define what a Word template may contain (可用的标签): every tag by its Chinese name, for each paper.

``docs/模板.md`` lists the same names for the office, and a test compares the two. All values are texts
as printed; lists become rows of a table or names parted by 、.
"""

from __future__ import annotations

from typing import TypedDict


class CampaignFacts(TypedDict):
    """The campaign (报送任务): under ``任务`` also the further items of the 任务 sheet, by their names."""

    任务: dict[str, str]
    牵头单位: str
    发文机关: str
    印发机关: str


class FieldRow(TypedDict):
    """A row of 填报项: a field, and what is to be filled in."""

    序号: str
    名称: str
    要求: str
    计量单位: str


class FormFacts(TypedDict):
    """The form (表样): its fields, who fills it in, and how it is handed in."""

    填报项: list[FieldRow]
    填报项数: str
    报送对象: str
    报送方式: str
    周期说明: str
    零报告要求: str
    零报告: str
    签名栏: str


class AttendanceFacts(TypedDict):
    """Who has reported (报送情况) at a moment: counts of units, shares in percent, and names."""

    截至: str
    应报数: str
    已报数: str
    按时数: str
    迟报数: str
    未报数: str
    退回数: str
    零报告数: str
    欠报数: str
    报送率: str
    按时占比: str
    迟报占比: str
    未报占比: str
    退回占比: str
    未报: list[str]
    退回: list[str]
    迟报: list[str]
    较好: list[str]
    多次退回: list[str]
    没有问题: str


class SumRow(TypedDict):
    """A row of 汇总数: a sum over the units that count."""

    名称: str
    数: str
    计量单位: str


class TotalsFacts(TypedDict):
    """The sums (汇总), and how many units are in them."""

    汇总数: list[SumRow]
    计入数: str


class IssueFacts(TypedDict):
    """The issuing itself: number, dates and addressees (主送机关)."""

    发文字号: str
    成文日期: str
    印发日期: str
    主送机关: str
    补报期限: str


class OverdueRow(TypedDict):
    """A row of 欠报: a unit that owes its form, and how often it was reminded."""

    序号: str
    单位: str
    情况: str
    逾期天数: str
    已催次数: str


class ScoreRow(TypedDict):
    """A row of 各单位: a unit with its state, points and rank."""

    序号: str
    单位: str
    类别: str
    情况: str
    时间: str
    退回次数: str
    得分: str
    名次: str


class UnitFacts(TypedDict):
    """The one unit that 督办 or 函 is addressed to; texts are empty where there is none."""

    名称: str
    情况: str
    逾期天数: str
    催报说明: str


class RoundFacts(CampaignFacts, FormFacts, AttendanceFacts, TotalsFacts):
    """The tags of a round of collection (一期报送), equal in every paper on it at one moment."""

    各单位: list[ScoreRow]
    计分办法: str


class NoticeFacts(RoundFacts, IssueFacts):
    """All tags of a numbered paper: 通知, 催报, 督办, 通报, 函, 报告, and an office's own kinds."""

    标题: str
    发文机关标志: str
    签发人: str
    抄送: str
    依据: str
    必要性: str
    经何机关同意: str
    欠报: list[OverdueRow]
    单位: UnitFacts


class UnitName(TypedDict):
    """The unit that an answer is for."""

    名称: str


class ReplyFacts(CampaignFacts):
    """The tags that receipt and return slip share: one version of one unit's form."""

    单位: UnitName
    收到时间: str
    答复日期: str
    文件名: str
    版本: str


class ReceiptFacts(ReplyFacts):
    """All tags of a receipt (回执)."""

    结果: str
    指纹: str
    提醒: list[str]


class FaultRow(TypedDict):
    """A row of 问题: one finding, at its cell."""

    序号: str
    位置: str
    填报项: str
    内容: str
    改法: str
    级别: str


class ReturnSlipFacts(ReplyFacts):
    """All tags of a return slip (退回单)."""

    补正期限: str
    退回问题数: str
    另有提醒: str
    标记件: str
    原版说明: str
    问题: list[FaultRow]
