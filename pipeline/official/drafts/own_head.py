"""Read the head that minutes, announcements and briefings have of their own (自带标志): mark and number.

Their mark doesn't end in 文件 or 令, and their number is no document number of an organ code: 〔2026〕3号,
第3期, （第3号）. So the line with the number is what shows that the line above it is a mark and no title.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.official.standard.kinds import BRIEFING_KIND
from pipeline.official.standard.patterns import (
    FULL_DATE,
    HAN,
    ISSUING_LINE,
    OWN_NUMBER,
    POST_AND_SIGNER,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.official.drafts.lines import DraftLine

_OWN_MARK: Final = re.compile(rf"[{HAN}（）“”·]{{2,36}}(?:纪要|公告|通告|公报|决议|简报|文件|令)")

_NAMES_ORGAN_BELOW: Final = ("纪要", "简报")
_BYLINES_AT_MOST: Final = 4
_HEADINGS_OF_TWO: Final = "前言|引言|摘要|目录|正文|导语|背景|概况"
_BYLINE: Final = re.compile(
    rf"[（(]?(?:{FULL_DATE.pattern}|20\d\d年\d{{1,2}}月)[）)]?"
    rf"|(?:[{HAN}]{{1,12}}、)*{POST_AND_SIGNER.pattern}"
    rf"|(?!{_HEADINGS_OF_TWO})[{HAN}〇×][ 　]?[{HAN}〇×·]{{1,2}}"
)


def own_head(lines: Sequence[DraftLine], start: int, mark: str) -> tuple[dict[str, str], int]:
    """Return the fields of a head in the lines from *start* on, and the index after it.

    *mark* is the organ mark (发文机关标志) that a line above them gives. Without a line that is a number and
    nothing else there is no such head: there are no fields, and the index is *start*.
    """
    written = [at for at in range(start, len(lines)) if not lines[at].is_blank][:3]
    texts = [lines[at].text.strip() for at in written]
    if not mark and texts and _OWN_MARK.fullmatch(texts[0]):
        mark, written, texts = texts[0], written[1:], texts[1:]
    if not mark or not texts or not OWN_NUMBER.fullmatch(texts[0]):
        return {}, start
    fields = {"发文机关标志": mark, "发文字号": texts[0]}
    last = written[0]
    issued = ISSUING_LINE.fullmatch(texts[1]) if len(texts) > 1 else None
    if issued and mark.endswith(_NAMES_ORGAN_BELOW):
        fields |= {"编印单位": issued[1].strip(), "日期": issued[2]}
        last = written[1]
    if BRIEFING_KIND in mark:
        fields = _of_briefing(fields)
    return fields, last + 1


def _of_briefing(fields: dict[str, str]) -> dict[str, str]:
    return {
        "简报名称": fields["发文机关标志"],
        "期号": fields["发文字号"],
        "编印单位": fields.get("编印单位", ""),
        "日期": fields.get("日期", ""),
    }


def byline(lines: Sequence[DraftLine], start: int) -> tuple[tuple[str, ...], int]:
    """Return the lines below the title of a speech (讲话): day, in brackets or not, and speaker; and the index after.

    >>> from pipeline.official.drafts.lines import plain_lines
    >>> byline(plain_lines(["（2026年9月5日）", "市长　〇〇〇", "", "同志们："]), 0)
    (('（2026年9月5日）', '市长　〇〇〇'), 2)
    """
    found: list[str] = []
    end = at = start
    while at < len(lines) and len(found) < _BYLINES_AT_MOST:
        text = lines[at].text.strip()
        if text and not _BYLINE.fullmatch(text):
            break
        at += 1
        if text:
            found.append(text)
            end = at
    return tuple(found), end
