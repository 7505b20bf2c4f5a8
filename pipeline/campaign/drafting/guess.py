"""Guess from a printed label the name, measure and type of its field."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pipeline.campaign.form.measures import PERCENT, QUANTITY_MEASURES, is_measure
from pipeline.model.campaign import Aggregation, Kind
from pipeline.values.text import narrow

_NUMBERING: Final = re.compile(
    r"^(?:[(][0-9一二三四五六七八九十]{1,3}[)]|[0-9]{1,3}(?:[、)]|\.(?!\d))|[一二三四五六七八九十]{1,3}、|[①-⑳])"
)
# 其中：已整改 is named 已整改, and known as part of what is above it.
_PART: Final = re.compile(r"^其中:(?=.)")
_LAST_BRACKETS: Final = re.compile(r"[(（]([^()（）]+)[)）]")
_BRACKETS: Final = re.compile(r"^(?P<name>.+)[(](?P<inside>[^()]+)[)]$")
_YES_NO_PREFIXES: Final = {"是否": ("是", "否"), "有无": ("有", "无")}
# Tried in this order: 满意率 is a percentage before anything else, 拨付时间 a date before a text.
_ENDINGS: Final = (
    (Kind.ID_NUMBER, ("身份证号", "身份证号码", "身份证")),
    (Kind.CREDIT_CODE, ("信用代码",)),
    (Kind.PERCENT, ("率", "占比", "百分比", "比例")),
    (Kind.DATE, ("日期", "时间", "年月日")),
    (Kind.PHONE, ("电话", "手机", "手机号", "手机号码", "电话号码", "联系方式")),
    (
        Kind.DECIMAL,
        (
            "额",
            "资金",
            "万元",
            "经费",
            "面积",
            "投入",
            "收入",
            "支出",
            "得分",
            "评分",
            "投资",
            "产值",
            "产量",
            "税收",
            "利润",
            "造价",
            "补贴",
            "补助",
            "贷款",
            "存款",
        ),
    ),
    (Kind.INTEGER, ("数", "人次", "次", "条", "篇", "数量", "合计", "总计", "小计")),
    (
        Kind.LONG_TEXT,
        (
            "情况",
            "问题",
            "打算",
            "措施",
            "做法",
            "经验",
            "建议",
            "意见",
            "安排",
            "计划",
            "总结",
            "案例",
            "典型",
            "事项",
            "困难",
            "成效",
            "亮点",
            "体会",
            "诉求",
            "思路",
            "对策",
        ),
    ),
)
# A span of time is typed as “1月至6月”.
_SPANS: Final = frozenset({"统计时间", "统计期间", "所属时间", "所属期", "起止时间", "报告期"})
_SHARES: Final = (
    "整改率", "化解率", "办结率", "结案率", "覆盖率", "合格率", "达标率", "优良率", "及格率", "满意率", "满意度",
    "知晓率", "普及率", "入学率", "升学率", "参保率", "参会率", "参训率", "出勤率", "到位率", "签约率", "公开率",
    "回复率", "报送率", "上线率", "建档率", "接种率", "成活率", "治愈率", "入住率",
)  # fmt: skip
UNKNOWN_REASON: Final = "看不出类型，先按文本"
_UNKNOWN: Final = (Kind.TEXT, (), UNKNOWN_REASON)
_MEAN: Final = re.compile(r"平均|均分|得分|评分")
_POINTS: Final = "分"
_ADDED_POINTS: Final = re.compile(r"[扣加]分|累计|合计")
_AGGREGATIONS: Final = {
    Kind.TEXT: Aggregation.NONE,
    Kind.LONG_TEXT: Aggregation.STACK,
    Kind.INTEGER: Aggregation.SUM,
    Kind.DECIMAL: Aggregation.SUM,
    Kind.PERCENT: Aggregation.AVERAGE,
    Kind.DATE: Aggregation.NONE,
    Kind.CHOICE: Aggregation.TALLY,
    Kind.PHONE: Aggregation.NONE,
    Kind.ID_NUMBER: Aggregation.NONE,
    Kind.CREDIT_CODE: Aggregation.NONE,
}


@dataclass(frozen=True, slots=True)
class ParsedLabel:
    """Hold the parts of a printed label: bare name, measure in brackets, other brackets, star, 其中."""

    name: str
    measure: str = ""
    note: str = ""
    required: bool = False
    part: bool = False


@dataclass(frozen=True, slots=True)
class Guess:
    """Hold the guessed type of a field, its options, and the reason in a few words."""

    kind: Kind
    options: tuple[str, ...]
    reason: str


def parse_label(printed: str) -> ParsedLabel:
    """Parse a label as printed; a star before or after it means 必填.

    >>> parse_label("3.已创建单位数（个）：*")
    ParsedLabel(name='已创建单位数', measure='个', note='', required=True, part=False)
    >>> parse_label("报告（加盖公章）").note
    '加盖公章'
    """
    text = "".join(narrow(printed).split())
    unnumbered = _NUMBERING.sub("", text.strip(":*"), count=1).strip(":*")
    part = _PART.match(unnumbered) is not None
    unnumbered = _PART.sub("", unnumbered)
    match = _BRACKETS.match(unnumbered)
    if match is None:
        return ParsedLabel(unnumbered, required="*" in text, part=part)
    name, inside = match["name"].rstrip(":*"), match["inside"].removeprefix("单位:")
    printed_brackets = _LAST_BRACKETS.findall("".join(printed.split()))
    required = "*" in text or inside == "必填"
    if is_measure(inside):
        return ParsedLabel(name, measure=inside, required=required, part=part)
    note = "" if inside == "必填" else "".join(printed_brackets[-1:])
    return ParsedLabel(name, note=note, required=required, part=part)


def guess_kind(
    label: ParsedLabel,
    options: tuple[str, ...] = (),
    *,
    tall: bool = False,
    figure: Kind | None = None,
) -> Guess:
    """Guess the type (类型) of an answer from its drop-down, its measure, its words, its size.

    *tall*: its cell covers several rows; *figure*: the type of a bare name in its table of figures.

    >>> guess_kind(ParsedLabel("是否召开动员会")).options
    ('是', '否')
    >>> guess_kind(ParsedLabel("拨付资金", "万元")).kind
    <Kind.DECIMAL: '数值'>
    """
    if options:
        return Guess(Kind.CHOICE, options, "原表有下拉选项")
    for start, pair in _YES_NO_PREFIXES.items():
        if label.name.startswith(start):
            return Guess(Kind.CHOICE, pair, f"名称以“{start}”开头")
    if label.measure:
        return Guess(_kind_of_measure(label.measure), (), f"计量单位是“{label.measure}”")
    by_ending = _guess_by_ending(label.name)
    if by_ending is not None and not (figure is Kind.DECIMAL and not by_ending.kind.numeric):
        return by_ending
    if figure:
        return Guess(figure, (), "在数字表格里")
    return Guess(*((Kind.LONG_TEXT, (), "填写处占了几行") if tall else _UNKNOWN))


def _guess_by_ending(name: str) -> Guess | None:
    if name in _SPANS:
        return Guess(Kind.TEXT, (), "一段时间，按文本")
    for kind, endings in _ENDINGS:
        ending = next((ending for ending in endings if name.endswith(ending)), "")
        if ending:
            return Guess(kind, (), f"名称以“{ending}”结尾")
    if "是否" in name:
        return Guess(Kind.CHOICE, _YES_NO_PREFIXES["是否"], "名称里有“是否”")
    return None


def guess_aggregation(kind: Kind, *, listed: bool, label: ParsedLabel | None = None) -> Aggregation:
    """Return the usual consolidation of such answers (汇总方式); a list's other columns are stacked.

    Of a mean (平均) or of points (得分) a mean is taken, never a sum.
    """
    if listed and kind not in {Kind.INTEGER, Kind.DECIMAL}:
        return Aggregation.STACK
    if label is not None and kind.numeric and is_mean(label):
        return Aggregation.NONE if listed else Aggregation.AVERAGE
    return _AGGREGATIONS[kind]


def is_mean(label: ParsedLabel) -> bool:
    """Return whether a figure is a mean or points, which don't add up over units."""
    points = label.measure == _POINTS and not _ADDED_POINTS.search(label.name)
    return points or bool(_MEAN.search(label.name))


def guess_bounds(name: str, kind: Kind) -> tuple[str, str]:
    """Return the least and the greatest that such a percentage can be (最小、最大), empty where it has no limit.

    A share is between 0 and 100; 完成率 and 增长率 may well be more.

    >>> guess_bounds("隐患整改率", Kind.PERCENT), guess_bounds("投资完成率", Kind.PERCENT)
    (('0', '100'), ('', ''))
    """
    return ("0", "100") if kind is Kind.PERCENT and name.endswith(_SHARES) else ("", "")


def _kind_of_measure(measure: str) -> Kind:
    if measure == PERCENT:
        return Kind.PERCENT
    return Kind.DECIMAL if measure in QUANTITY_MEASURES else Kind.INTEGER
