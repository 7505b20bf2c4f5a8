"""Find the parts of a title that may not be broken (词与不可拆的成分): words, numbers, dates, names.

Names of organs, which no dictionary lists, are composed of the words it finds.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from pipeline.official.standard.patterns import HAN, NUMERALS, YEAR_AND_NUMBER
from pipeline.values.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PLACE_ENDS: Final = tuple("省市县区旗州盟镇乡")
_ORGAN_ENDS: Final = (
    *("办公室", "办公厅", "委员会", "人民政府", "政府", "领导小组", "指挥部", "公司", "集团"),
    *("协会", "联合会", "总工会", "法院", "检察院", "研究院", "中心", "学院", "大学", "医院"),
    *("总队", "支队", "文明办", "文明委", "市委", "县委", "区委", "党委", "省委", "厅", "局", "院"),
)
# Words that no name of an organ contains: the verb of a title, a mark, a particle.
_NAME_BREAKERS: Final = frozenset(
    [
        "关于",
        "的",
        "和",
        "与",
        "及",
        "对",
        "在",
        "为",
        "印发",
        "转发",
        "批转",
        "报送",
        "、",
        "，",
        "《",
        "》",
        "（",
        "）",
        "“",
        "”",
    ]
)
_LONGEST_NAME: Final = 9  # words

# Numbers with what they count, dates and spans of years, document numbers.
_FIGURES: Final = re.compile(
    rf"[{HAN}]{{0,6}}{YEAR_AND_NUMBER}"
    r"|\d{4}(?:[—－～-]\d{4})?年(?:\d{1,2}月(?:\d{1,2}日)?)?(?:度|[上下]半年|第[一二三四]季度|[一二三四]季度)?"
    r"|\d{1,2}月(?:\d{1,2}日|份)?"
    r"|第?[\d.,·]+(?:[—～][\d.]+)?[%％‰]?(?:万|亿)?[个项家次届号期季天周人元]?"
    rf"|第[{NUMERALS}百]+[个项次届号期季批]度?"
)
_ENCLOSED: Final = re.compile(r"《[^《》]*》|“[^“”]*”|（[^（）]*）|〔[^〔〕]*〕")


def figure_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each number, date and document number in *text*."""
    return (match.span() for match in _FIGURES.finditer(text))


def enclosed_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each text in 《》, “” or brackets, marks included."""
    return (match.span() for match in _ENCLOSED.finditer(text))


def organ_name_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each name of an organ (机关名称) that its words reveal.

    >>> [("云川市人民政府办公室关于工作的通知")[a:b] for a, b in organ_name_spans("云川市人民政府办公室关于工作的通知")]
    ['云川市人民政府办公室']
    """
    found = words_of(text)
    starts = list(accumulate((len(word) for word in found), initial=0))
    at = 0
    while at < len(found):
        count = _name_length(found[at : at + _LONGEST_NAME]) if _starts_name(found, at) else 0
        if count > 1:
            yield starts[at], starts[at + count]
        at += max(count, 1)


def _starts_name(found: Sequence[str], at: int) -> bool:
    """Return whether a name begins here: with a place, or at the beginning of the title."""
    return found[at] not in _NAME_BREAKERS and (at == 0 or found[at].endswith(_PLACE_ENDS))


def _name_length(found: Sequence[str]) -> int:
    """Return the number of words that form the name of an organ; 0 where they form none."""
    length = 0
    for count, word in enumerate(found, start=1):
        if word.isspace() or (word in _NAME_BREAKERS and not (word == "和" and length == 0)):
            break  # 发展和改革委员会 is one name, 教育局和财政局 are two
        if word.endswith(_ORGAN_ENDS):
            length = count
    return length
