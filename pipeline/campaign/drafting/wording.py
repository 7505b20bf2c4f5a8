"""Guess how a field is put in a sentence (行文用语), for the office to correct in the drafted 任务书."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.model.campaign import FIGURE_MARK, YES_NO, Kind
from pipeline.values.words import word_edges

if TYPE_CHECKING:
    from pipeline.campaign.drafting.guess import Guess

_CUT_ANYWHERE: Final = frozenset({"总数", "合计"})  # the others may be half of a word: 指数, 农户数
# What has, is or may be is no act: “均已有”, “均未属于” are no sentences.
_NO_ACT: Final = ("有", "没有", "为", "是", "属", "存在", "具有", "具备", "能", "可", "需")


def guess_wording(name: str, measure: str, guess: Guess) -> str:
    """Return the wording of a field of that name and measure (行文用语), empty where none is sure.

    A figure's leaves off the words that only a form needs: 参与活动人次 in 人次 becomes “参与活动{}人次”.
    Where the rest would not end in a whole word, nothing is guessed: of 参会人数 in 名 the office decides.
    """
    if guess.kind is Kind.CHOICE:
        return _act(name) if frozenset(guess.options) == YES_NO else ""
    if not guess.kind.numeric or not measure:
        return ""
    # The 人 of 责任人 is no measure, though 责任 is a word; 人次 is one wherever it ends a name.
    bare = (measure,) if len(measure) > 1 else ()
    for ending in (f"{measure}数", "总数", "合计", "数", *bare):
        rest = name.removesuffix(ending)
        if rest not in {"", name} and (ending in _CUT_ANYWHERE or _ends_in_word(rest)):
            return f"{rest}{FIGURE_MARK}{measure}"
    return ""


def _ends_in_word(text: str) -> bool:
    """Return whether *text* ends in a word of two characters or more, or in 中 (创建中)."""
    *_, start, end = sorted(word_edges(text))
    return end - start > 1 or text.endswith("中")


def _act(name: str) -> str:
    """Return the act in the name of a yes-no field: 召开动员会 in 是否召开动员会; empty where there is none.

    From 主要负责人是否带队检查 and 是否有专职人员 no sentence can be built with 已 and 未.
    """
    if not name.startswith("是否"):
        return ""
    act = name.removeprefix("是否").rstrip("？?")
    return "" if act.startswith(_NO_ACT) else act.removeprefix("已")
