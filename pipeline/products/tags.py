"""Define what a Word template may contain (可用的标签): every tag by its Chinese name, for each paper.

``docs/模板.md`` lists the same names for the office, and a test compares the two. Values are texts, or figures
that keep their trail (溯源) wherever they are printed; lists become rows of a table or names parted by 、.
"""

from __future__ import annotations

from typing import TypedDict

from pipeline.model.document import Table  # noqa: TC001 - the types are read while it runs
from pipeline.model.figure import Figure, Phrase  # noqa: TC001 - likewise
from pipeline.products.field_tags import (
    CrossSection,
    FieldFacts,
    ListSection,
    SectionSum,
)
from pipeline.products.unit_tags import UnitFacts  # noqa: TC001 - likewise


class CampaignFacts(TypedDict):
    """The campaign (报送任务): under ``任务`` also the further items of the 任务 sheet, by their names."""

    任务: dict[str, str]
    牵头单位: str
    发文机关: str
    自称: str
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
    填报项数: Figure
    报送对象: Phrase
    报送方式: str
    周期说明: str
    零报告要求: str
    零报告制度: str
    填报说明: str
    签名栏: str


class CategoryRow(TypedDict):
    """A row of 各类别: how many units of a category must report, and have."""

    名称: str
    应报数: Figure
    已报数: Figure
    报送率: Figure


class LevelRow(TypedDict):
    """A row of 各级: how many units of a level (县区, 乡镇) must report, and have; 量词 is 个 for places, else 家."""

    名称: str
    应报数: Figure
    已报数: Figure
    报送率: Figure
    量词: str


class ShareFacts(TypedDict):
    """How many of the units that must report are on time, late, missing or returned, in percent."""

    按时占比: Figure
    迟报占比: Figure
    未报占比: Figure
    退回占比: Figure


class NamedFacts(TypedDict):
    """Names of units by how they have reported (名单); in a circular (通报) those that it may name."""

    已报: list[Figure]
    按时: list[Figure]
    未报: list[Figure]
    退回: list[Figure]
    补正中: list[Figure]
    零报告: list[Figure]
    免报: list[Figure]
    迟报: list[Figure]
    较好: list[Figure]
    延期: list[Phrase]
    多次退回: list[Phrase]
    没有问题: str


class AttendanceFacts(ShareFacts, NamedFacts):
    """Who has reported (报送情况) at a moment: counts of units, shares in percent, and names.

    各级 and 汇总级, the level over which the sums are, are empty where the units have no superiors (上级单位).
    """

    截至: str
    截至时: str
    期: str
    应报数: Figure
    已报数: Figure
    按时数: Figure
    迟报数: Figure
    未报数: Figure
    退回数: Figure
    补正中数: Figure
    零报告数: Figure
    免报数: Figure
    欠报数: Figure
    报送率: Figure
    各类别: list[CategoryRow]
    各级: list[LevelRow]
    汇总级: str


class SumRow(TypedDict):
    """A row of 汇总数: a sum over the units that count."""

    名称: str
    数: Figure
    计量单位: str


class TotalsFacts(TypedDict):
    """The sums (汇总), and how many units are in them."""

    汇总数: list[SumRow]
    计入数: Figure


class OptionRow(TypedDict):
    """A row of 各选项: an option of a question, and the units that chose it; 点名 where they are named."""

    名称: str
    数: Figure
    单位: list[Figure]
    点名: str


class ChoiceRow(TypedDict):
    """A row of 选项: what the units chose; with 事项, the act of a yes-no question, also 是 and 否 apart."""

    名称: str
    事项: str
    是数: Figure
    否数: Figure
    占比: Figure
    否单位: list[Figure]
    各选项: list[OptionRow]


class ExtremeRow(TypedDict):
    """A row of 最多最少: a field, and in 各类别 who is first by it."""

    名称: str
    计量单位: str
    各类别: list[RankedRow]


class RankedRow(TypedDict):
    """A row of 各类别: the highest figure in a 类别, with the units that have it.

    最少 and 最少单位 are empty where the lowest isn't worth a word. 类别 is empty where there is only one;
    并列 is 是 where several units are first; 位次 is 居首位 or 并列首位, and 为最多 of an unwanted figure (事故).
    """

    类别: str
    最多: Figure
    最多单位: list[Figure]
    并列: str
    位次: str
    最少: Figure | str
    最少单位: list[Figure]


class QuotedText(TypedDict):
    """A row of 摘登: units' own words, and whose they are: 东河区, or 东河区等5家."""

    单位: Figure
    文字: Figure


class TextRow(TypedDict):
    """A row of 材料: a text that the units wrote, as far as it is printed, and how many more there are.

    选编 is 是 where the secretary has chosen, in 选编.xlsx or by name.
    """

    名称: str
    摘登: list[QuotedText]
    其余数: Figure
    选编: str


class SectionRow(TypedDict):
    """A row of 各节: a group of fields on the form (分组) with what was reported for it.

    可比家数 is empty unless the figures of the section are all compared over as many units.
    """

    名称: str
    有数据: str
    可比家数: Figure | str
    选项: list[ChoiceRow]
    合计: list[SectionSum]
    清单: list[ListSection]
    交叉表: list[CrossSection]
    最多最少: list[ExtremeRow]
    材料: list[TextRow]


class SectionFacts(FieldFacts):
    """What was reported (填报情况): by the sections of the form, by field, and as tables."""

    各节: list[SectionRow]
    分节: dict[str, SectionRow]


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
    单位: Figure
    情况: str
    逾期天数: Figure
    已催次数: Figure


class ScoreRow(TypedDict):
    """A row of 各单位: a unit with its state, points and rank."""

    序号: str
    单位: Figure
    类别: str
    情况: str
    时间: str
    退回次数: Figure
    得分: Figure
    名次: Figure


class RoundFacts(CampaignFacts, FormFacts, AttendanceFacts, TotalsFacts, SectionFacts):
    """The tags of a round of collection (一期报送), equal in every paper on it at one moment."""

    各单位: list[ScoreRow]
    计分办法: Phrase


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
    名单数: Figure
    单位: UnitFacts


class AmendmentRow(TypedDict):
    """A row of 更正项: a figure of the corrected paper, as it was printed and as it is now."""

    序号: str
    位置: str
    内容: str
    原文: Phrase
    现文: Phrase


class AmendedPaper(TypedDict):
    """The paper that a correction notice corrects (原件)."""

    名称: str
    标题: str
    印发日期: str


class AmendmentFacts(NoticeFacts):
    """All tags of a correction notice (更正)."""

    原件: AmendedPaper
    更正单位: str
    更正项: list[AmendmentRow]


class BodyLine(TypedDict):
    """A row of 正文: a paragraph of the text, and its level in the outline (0 for text)."""

    级: int
    文: Phrase | Table


class MastheadFacts(TypedDict):
    """The masthead and the imprint of a briefing (报头、版记), and its text as the program words it."""

    简报名称: str
    期号: str
    编印单位: str
    编印日期: str
    报: str
    送: str
    发: str
    份数: str
    正文: list[BodyLine]


class BriefingFacts(NoticeFacts, MastheadFacts):
    """All tags of a briefing (简报)."""


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
