"""What the elements of a document look like in words (要素的写法): one pattern each.

Patterns for whole paragraphs, stripped of spaces at both ends. They recognise what is written
rightly; what is nearly right is told by the rules of proof-reading.
"""

from __future__ import annotations

import re
from typing import Final

NUMERALS: Final = "一二三四五六七八九十"

# 发文字号 7.2.5, 成文日期 7.3.5.4, 印发日期 7.4.3, 份号 7.2.1, 密级 7.2.2, 紧急程度 7.2.3, 附件 7.3.7
DOCUMENT_NUMBER: Final = re.compile(r"[\u4e00-\u9fff]{1,12}〔(?:19|20)\d{2}〕[1-9]\d*号")
FULL_DATE: Final = re.compile(r"(?:19|20)\d{2}年(?:[1-9]|1[0-2])月(?:[1-9]|[12]\d|3[01])日")
PRINTED_ON: Final = re.compile(FULL_DATE.pattern + "印发")
COPY_NUMBER: Final = re.compile(r"\d{6}")
SECRECY: Final = re.compile(r"(?:绝密|机密|秘密)(?:★(?:\d+年|\d+个月|长期))?")
URGENCY: Final = re.compile(r"特急|加急|特提|平急")
ATTACHMENT_MARK: Final = re.compile(r"附件(?:[1-9]\d*)?")
# The outline (层次序数) of 7.3.3, from the first level to the fourth: 一、 （一） 1. （1）
OUTLINE: Final = (
    re.compile(rf"[{NUMERALS}]{{1,3}}、"),
    re.compile(rf"（[{NUMERALS}]{{1,3}}）"),
    re.compile(r"\d{1,3}\.(?!\d)"),
    re.compile(r"（\d{1,3}）"),
)


def outline_level(text: str) -> int:
    """The level (1 to 4) of the numbering that *text* begins with; 0 where it has none.

    >>> outline_level("（一）报送内容")
    2
    """
    return next((at for at, mark in enumerate(OUTLINE, start=1) if mark.match(text)), 0)
