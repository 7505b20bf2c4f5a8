"""Read how a field is put in a sentence (行文用语): 参与活动{}人次 for a figure, 召开动员会 for a yes-no field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.model.campaign import FIGURE_MARK
from pipeline.values.text import narrow

if TYPE_CHECKING:
    from pipeline.campaign.book.tables import BookFaults, Row
    from pipeline.model.campaign import Kind

WORDING_COLUMN: Final = "行文用语"
_STOPS: Final = "。；;.，,、"


def read_wording(row: Row, column: str, kind: Kind, faults: BookFaults) -> str:
    """Return the wording in the cell, with ``{}`` for the figure; report one that builds no sentence.

    ``{}`` may be typed in full width or as ×× or __; a stop at its end is left off.
    """
    text = row.text(column)
    if not text:
        return ""
    wording = _with_mark(text).strip().rstrip(_STOPS)
    marks = wording.count(FIGURE_MARK)
    problem = ""
    if kind.numeric and marks != 1:
        problem = "要有一处 {}，填数的地方，如 参与活动{}人次"
    elif not kind.numeric and marks:
        problem = "不是数字，不用 {}，写动作就行，如 召开动员会"
    elif not wording.replace(FIGURE_MARK, "").strip():
        problem = "只有填数的地方，没有字，请写成 参与活动{}人次 这样"
    if problem:
        faults.add(row.sheet, row.at(column), f"行文用语“{text}”{problem}；不填的，照名称写。")
        return ""
    return wording


def _with_mark(text: str) -> str:
    for mark in ("{ }", "｛｝", "｛ ｝", "××", "xx", "XX", "__", "＿＿"):
        text = text.replace(mark, FIGURE_MARK)
    return text if FIGURE_MARK in text or "{" not in narrow(text) else narrow(text)
