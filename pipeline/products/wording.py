"""Convert field names, unit names and texts into the wording of a paper (行文用语)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.model.campaign import Kind
from pipeline.official.standard.title_words import word_edges

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.campaign import Field

_NAMED_AT_MOST: Final = 3
_CUT_ANYWHERE: Final = frozenset({"总数", "合计"})  # the others may be half of a word: 指数, 农户数
# What has, is or may be is no act: “均已有”, “均未属于” are no sentences.
_NO_ACT: Final = ("有", "没有", "为", "是", "属", "存在", "具有", "具备", "能", "可", "需")


def name_before_figure(field: Field) -> str:
    """Return the name of a numeric field as it is printed before its figure and measure.

    Words that only a form needs are left off: ``参与活动人次`` in 人次 is printed as “参与活动3210人次”,
    ``设置宣传专栏数`` as “设置宣传专栏12个”. Where the rest would not end in a whole word, the name stays
    as it is: ``参会人数`` in 名 is printed as “参会人数120名”.
    """
    for ending in (f"{field.measure}数", "总数", "合计", "数", field.measure):
        rest = field.name.removesuffix(ending)
        if rest not in {"", field.name} and (ending in _CUT_ANYWHERE or _ends_in_word(rest)):
            return rest
    return field.name


def measure_after_figure(field: Field) -> str:
    """Return the measure that is printed after a figure: % after a percentage that states none."""
    return field.measure or ("%" if field.kind is Kind.PERCENT else "")


def _ends_in_word(text: str) -> bool:
    """Return whether *text* ends in a word of two characters or more, or in 中 (创建中)."""
    *_, start, end = sorted(word_edges(text))
    return end - start > 1 or text.endswith("中")


def act_name(field: Field) -> str:
    """Return the act in the name of a yes-no field, or an empty text where there is none.

    In ``是否召开动员会`` it is “召开动员会”; from ``主要负责人是否带队检查`` and ``是否有专职人员`` no sentence
    can be built with 已 and 未.
    """
    if not field.name.startswith("是否"):
        return ""
    act = field.name.removeprefix("是否").rstrip("？?")
    return "" if act.startswith(_NO_ACT) else act.removeprefix("已")


def some_names(names: Sequence[str], at_most: int = _NAMED_AT_MOST) -> str:
    """Return names joined by 、; beyond *at_most* names, with their number.

    >>> some_names(["甲县", "乙县"])
    '甲县、乙县'
    >>> some_names(["甲县", "乙县", "丙县", "丁县"])
    '甲县、乙县、丙县等4家'
    """
    if len(names) <= at_most:
        return "、".join(names)
    return f"{'、'.join(names[:at_most])}等{len(names)}家"


def as_sentence(text: str) -> str:
    r"""Return a unit's own text as one paragraph that ends with a full stop.

    >>> as_sentence("窗口服务\n有待提高；")
    '窗口服务有待提高。'
    """
    joined = "".join(part.strip() for part in text.splitlines()).rstrip("；;，,、 ")
    return joined if joined.endswith(("。", "！", "？", "”")) else f"{joined}。"


def with_full_stop(text: str) -> str:
    """Return *text* with a full stop (。) at its end; one that is there is not doubled."""
    return text if text.endswith("。") else f"{text}。"
